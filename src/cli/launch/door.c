/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Starts a program with the library mapped into it at its exec. */
#include "cli/launch/door.h"

#include <cpuid.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/launch/machine.h"
#include "cli/launch/paths.h"
#include "inject/inject.h"
#include "tables/exec_door.h"

#define PREFIX "ZPOLINE_"
#define DOOR "ZPOLINE_DOOR="
#define PRELOAD "LD_PRELOAD"
#define LIBRARY "ZPOLINE_LIBRARY="
#define STACK 32768 /* of the helper */

inject_call launch_call __attribute__((visibility("hidden"))); /* call.S */

static char **users; /* environment */
static enum { UNSAID, AT_EXEC, BY_LOADER } chosen;

/* --- which door --------------------------------------------------------------
 */

static int take_word(const char *word)
{
	if (strcmp(word, "exec") == 0)
		chosen = AT_EXEC;
	else if (strcmp(word, "preload") == 0)
		chosen = BY_LOADER;
	else
		return -1;
	return 0;
}

void door_choose(const char *word)
{
	if (take_word(word))
		message_fatal(CLI_USAGE,
			      "--door is one of exec, preload, not '%s'", word);
}

/* What the user has said by option or variable. */
static void read_choice(void)
{
	const char *word = getenv("ZPOLINE_DOOR");

	if (chosen == UNSAID && word && *word && take_word(word))
		message_fatal(CLI_REFUSED,
			      "ZPOLINE_DOOR=%s: unknown value. Remedy: use one "
			      "of exec:preload",
			      word);
}

static const struct door_shut not_wanted = {
	.remedy = "leave out --preload, or unset ZPOLINE_DOOR",
};
static const struct door_shut *shut;

const struct door_shut *door_shut(void)
{
	read_choice();
	if (chosen == BY_LOADER)
		shut = &not_wanted;
	return shut;
}

void door_warn(void)
{
	if (shut && shut->why && !(shut->is_usual && chosen == UNSAID))
		message_warn(DOOR_SHUT "%s. Remedy: %s%s--preload", shut->why,
			     shut->remedy, *shut->remedy ? ", or " : "");
}

/* --- environment and settings ------------------------------------------------
 */

static size_t count_users(void)
{
	size_t n = 0;

	while (users[n])
		n++;
	return n;
}

void door_start(void)
{
	char **list;
	size_t size;

	users = environ;
	size = (count_users() + 1) * sizeof(*users);
	list = message_alloc(NULL, size);
	memcpy(list, users, size);
	users = list;
}

/* Where it is among the user's, or their end. */
static char **find_users(const char *name)
{
	size_t n = strlen(name);
	char **p = users;

	while (*p && (strncmp(*p, name, n) != 0 || (*p)[n] != '='))
		p++;
	return p;
}

void door_set_variable(const char *name, const char *value)
{
	char **p = find_users(name);
	size_t n = count_users();

	if (!value) {
		unsetenv(name);
		for (; *p; p++)
			p[0] = p[1];
		return;
	}
	setenv(name, value, 1);
	if (!*p) {
		users = message_alloc(users, (n + 2) * sizeof(*users));
		users[n + 1] = NULL;
		p = users + n;
	}
	*p = message_format("%s=%s", name, value);
}

/* A shell names there what it starts; for the program that is the program. */
static void name_program(const char *path)
{
	const char *name = getenv("_");
	struct stat named, own;

	if (name && stat(name, &named) == 0 &&
	    stat("/proc/self/exe", &own) == 0 && named.st_dev == own.st_dev &&
	    named.st_ino == own.st_ino)
		door_set_variable("_", path);
}

static int is_setting(const char *entry)
{
	return strncmp(entry, PREFIX, strlen(PREFIX)) == 0 &&
	       strncmp(entry, DOOR, strlen(DOOR)) != 0;
}

static int append_bytes(int fd, const void *bytes, size_t n)
{
	return write(fd, bytes, n) == (ssize_t)n ? 0 : -1;
}

/* CPUID takes long in a virtual machine: once for all programs of the run. */
static void tell_features(struct exec_door_settings *head)
{
	static const unsigned int numbers[] = {1, 7};

	for (int i = 0; i < 2; i++) {
		uint32_t *leaf = head->leaves[i];

		__get_cpuid_count(numbers[i], 0, &leaf[0], &leaf[1], &leaf[2],
				  &leaf[3]);
	}
}

static void count_setting(struct exec_door_settings *head, const char *entry)
{
	head->size += strlen(entry) + 1;
	head->count++;
}

/* The limit on the size of files holds for files in memory too, and who writes
 * more gets a signal. */
static int make_memory_file(size_t size)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur < size) {
		errno = EFBIG;
		return -1;
	}
	return memfd_create("zpoline", 0);
}

/* A file in memory; -1: there is none. */
static int write_settings(const struct inject *j)
{
	struct exec_door_settings head = {
		.library_entry = j->entry,
		.library_size = j->size,
		.instruction = j->instruction,
		.scratch = j->scratch,
	};
	char *library = message_format(LIBRARY "%s", paths_library());
	int fd, err;

	tell_features(&head);
	count_setting(&head, library);
	for (char **p = environ; *p; p++)
		if (is_setting(*p))
			count_setting(&head, *p);
	fd = make_memory_file(sizeof(head) + head.size);
	if (fd < 0) {
		free(library);
		return fd;
	}
	err = append_bytes(fd, &head, sizeof(head)) != 0 ||
	      append_bytes(fd, library, strlen(library) + 1) != 0;
	for (char **p = environ; *p; p++)
		if (is_setting(*p))
			err = err || append_bytes(fd, *p, strlen(*p) + 1) != 0;
	free(library);
	if (!err)
		return fd;
	close(fd);
	errno = ENOSPC;
	return -1;
}

/* --- through the door --------------------------------------------------------
 */

static int is_preloaded(void)
{
	const char *list = *find_users(PRELOAD);

	return list && strstr(list, "/libzpoline") != NULL;
}

/* The program does not run without its hooks. */
static int refuse(int err)
{
	errno = -err;
	message_warn("the library cannot be mapped into the program (%m). "
		     "Remedy: zpoline run --preload");
	return CLI_REFUSED;
}

/* The helper writes to the program's memory by these. */
static int may_reach_memory(void)
{
	char from = 1, to = 0;
	const struct iovec here = {&to, 1}, there = {&from, 1};

	return process_vm_readv(getpid(), &here, 1, &there, 1, 0) == 1 &&
	       process_vm_writev(getpid(), &here, 1, &there, 1, 0) == 1;
}

/* Returns 0 or -errno; then the mask is as before. */
static int begin_helper(struct inject *j, sigset_t *before)
{
	static char stack[STACK] __attribute__((aligned(16)));
	sigset_t all, pending;
	siginfo_t child;
	int err;

	j->maker = j->process = getpid();
	j->is_unfiltered = prctl(PR_GET_SECCOMP) == 0;
	j->failed = refuse;
	if (!may_reach_memory())
		return -errno;
	sigpending(&pending);
	j->sigchld = sigismember(&pending, SIGCHLD);
	j->is_single = !j->sigchld &&
		       waitid(P_ALL, 0, &child,
			      WEXITED | WNOHANG | WNOWAIT | __WALL) != 0 &&
		       errno == ECHILD;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, before);
	memcpy(&j->mask, before, sizeof(j->mask));
	err = inject_begin(j, stack + sizeof(stack));
	if (err)
		sigprocmask(SIG_SETMASK, before, NULL);
	return err;
}

/* Returns 0 or -errno. */
static int open_files(struct inject *j)
{
	int err;

	j->library = open(paths_find_library(), O_RDONLY);
	if (j->library < 0)
		return -errno;
	j->call = launch_call;
	j->vdso = getauxval(AT_SYSINFO_EHDR);
	err = inject_look(j);
	if (err == -ENOEXEC)
		message_fatal(CLI_REFUSED,
			      "%s: is not the library. Remedy: build it (cmake "
			      "--build), or install again",
			      paths_library());
	if (err)
		return err;
	j->settings = write_settings(j);
	return j->settings < 0 ? -errno : 0;
}

/* What stands in the way of a tracer, or of getting there. */
static struct door_shut explain(int err)
{
	if (err != -EPERM && err != -EACCES && err != -ENOSYS)
		return (struct door_shut){
			.why = message_format("%s", strerror(-err)),
			.remedy = err == -EAGAIN   ? "raise ulimit -u"
				  : err == -EMFILE ? "raise ulimit -n"
				  : err == -EFBIG  ? "raise ulimit -f"
						   : "",
		};
	if (*machine_read("/proc/self/status", "TracerPid:") > '0')
		return (struct door_shut){
			.why = "the command is traced already",
			.remedy = "let zpoline start the tracer",
		};
	if (*machine_read("/proc/sys/kernel/yama/ptrace_scope", "") > '1')
		return (struct door_shut){
			.why = "kernel.yama.ptrace_scope forbids ptrace",
			.remedy = "sysctl kernel.yama.ptrace_scope=1",
		};
	if (*machine_read("/proc/self/status", "Seccomp:") > '0')
		return (struct door_shut){
			.why = message_format("a seccomp filter, as of a "
					      "container, does not let it "
					      "(%s)",
					      strerror(-err)),
			.remedy = "have the filter allow ptrace",
		};
	return (struct door_shut){
		.why = message_format("ptrace is refused (%s)", strerror(-err)),
		.remedy = "",
	};
}

static struct door_shut begin(struct inject *j, const char *path,
			      sigset_t *before)
{
	int err;

	if (is_preloaded())
		return (struct door_shut){
			.why = "LD_PRELOAD names the library already",
			.remedy = "unset it",
			.is_usual = 1,
		};
	if (access(path, R_OK) != 0) /* whose memory is nobody's to write */
		return (struct door_shut){
			.why = "the program's file cannot be read",
			.remedy = message_format("chmod +r %s", path),
		};
	err = open_files(j);
	if (!err)
		err = begin_helper(j, before);
	return err ? explain(err) : (struct door_shut){0};
}

int door_exec(const char *path, char **argv)
{
	static struct inject j = {.library = -1, .settings = -1};
	static struct door_shut found;
	sigset_t before;
	int err;

	found = begin(&j, path, &before);
	if (!found.why) {
		name_program(path);
		execve(path, argv, users);
		err = errno;
		inject_end(&j);
		sigprocmask(SIG_SETMASK, &before, NULL);
		return -err;
	}
	close(j.library);
	close(j.settings);
	shut = &found;
	return 0;
}

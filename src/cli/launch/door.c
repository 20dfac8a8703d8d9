/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Starts a program with the library mapped into it at its exec. */
#include "cli/launch/door.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/launch/paths.h"
#include "inject/inject.h"
#include "tables/exec_door.h"

#define PREFIX "ZPOLINE_"
#define DOOR "ZPOLINE_DOOR="
#define LIBRARY "ZPOLINE_LIBRARY="
#define STACK 32768 /* of the helper */

inject_call launch_call __attribute__((visibility("hidden"))); /* call.S */

static char **users; /* environment */
static int at_exec;

/* --- which door --------------------------------------------------------------
 */

static int is_one_of(const char *word, const char *a, const char *b)
{
	return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

void door_choose(const char *word)
{
	if (!is_one_of(word, "preload", "exec"))
		message_fatal(CLI_USAGE,
			      "--door is one of preload, exec, not "
			      "'%s'",
			      word);
	at_exec = strcmp(word, "exec") == 0;
}

void door_start(void)
{
	const char *word = getenv("ZPOLINE_DOOR");
	size_t n = 0;

	while (environ[n])
		n++;
	users = message_alloc(NULL, (n + 1) * sizeof(*users));
	memcpy(users, environ, (n + 1) * sizeof(*users));
	if (word && is_one_of(word, "preload", "exec"))
		door_choose(word);
}

int door_is_exec(void)
{
	return at_exec;
}

/* --- environment and settings ------------------------------------------------
 */

static int is_setting(const char *entry)
{
	return strncmp(entry, PREFIX, strlen(PREFIX)) == 0 &&
	       strncmp(entry, DOOR, strlen(DOOR)) != 0;
}

/* Of those that the command sets for the library. */
static int is_commands(const char *entry)
{
	return strncmp(entry, PREFIX, strlen(PREFIX)) == 0 ||
	       strncmp(entry, "LD_PRELOAD=", 11) == 0;
}

static char *find_entry(char **list, const char *entry)
{
	size_t n = strcspn(entry, "=") + 1;

	for (; *list; list++)
		if (strncmp(*list, entry, n) == 0)
			return *list;
	return NULL;
}

/* What the user has set, and what options have changed of it. */
static char **make_environment(void)
{
	size_t n = 0;
	char **list, **p;

	for (p = users; *p; p++)
		n++;
	for (p = environ; *p; p++)
		n++;
	list = message_alloc(NULL, (n + 1) * sizeof(*list));
	n = 0;
	for (p = users; *p; p++) {
		char *now = is_commands(*p) ? *p : find_entry(environ, *p);

		if (now)
			list[n++] = now;
	}
	for (p = environ; *p; p++)
		if (!is_commands(*p) && !find_entry(users, *p))
			list[n++] = *p;
	list[n] = NULL;
	return list;
}

static int append_bytes(int fd, const void *bytes, size_t n)
{
	return write(fd, bytes, n) == (ssize_t)n ? 0 : -1;
}

/* glibc's, as in sys/platform/x86.h: what CPUID said, and what of it can be
 * used. Before 2.33 there is none. */
struct feature_leaf {
	uint32_t cpuid[4], active[4];
};
extern const struct feature_leaf *__x86_get_cpuid_feature_leaf(unsigned int)
	__attribute__((weak));

/* CPUID takes long in a virtual machine, and our loader has run it. */
static void tell_features(struct exec_door_settings *head)
{
	if (!__x86_get_cpuid_feature_leaf)
		return;
	for (unsigned int i = 0; i < 2; i++) /* leaves 1 and 7 */
		memcpy(head->leaves[i], __x86_get_cpuid_feature_leaf(i)->cpuid,
		       sizeof(head->leaves[i]));
}

static void count_setting(struct exec_door_settings *head, const char *entry)
{
	head->size += strlen(entry) + 1;
	head->count++;
}

/* A file in memory; -1: there is none. */
static int write_settings(const struct inject *j)
{
	struct exec_door_settings head = {
		.library_entry = j->entry,
		.library_size = j->size,
		.instruction = j->instruction,
	};
	int fd = memfd_create("zpoline", 0);
	char *library = message_format(LIBRARY "%s", paths_library());
	int err = fd < 0;

	tell_features(&head);
	count_setting(&head, library);
	for (char **p = environ; *p; p++)
		if (is_setting(*p))
			count_setting(&head, *p);
	err = err || append_bytes(fd, &head, sizeof(head)) != 0 ||
	      append_bytes(fd, library, strlen(library) + 1) != 0;
	for (char **p = environ; *p; p++)
		if (is_setting(*p))
			err = err || append_bytes(fd, *p, strlen(*p) + 1) != 0;
	free(library);
	return err ? -1 : fd;
}

/* --- through the door --------------------------------------------------------
 */

static int is_preloaded(void)
{
	const char *list = find_entry(users, "LD_PRELOAD=");

	return list && strstr(list, "/libzpoline") != NULL;
}

/* The program does not run without its hooks. */
static int refuse(int err)
{
	errno = -err;
	message_warn("the library cannot be mapped into the program (%m). "
		     "Remedy: zpoline run --door preload");
	return CLI_REFUSED;
}

/* Returns 0 or -errno; then the mask is as before. */
static int begin_helper(struct inject *j, sigset_t *before)
{
	static char stack[STACK] __attribute__((aligned(16)));
	sigset_t all, pending;
	siginfo_t child;
	int err;

	j->maker = getpid();
	j->failed = refuse;
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
	if (err)
		return err;
	j->settings = write_settings(j);
	return j->settings < 0 ? -errno : 0;
}

/* Returns NULL, or why not. */
static const char *begin(struct inject *j, const char *path, sigset_t *before)
{
	int err;

	if (is_preloaded())
		return "LD_PRELOAD names the library already";
	if (access(path, R_OK) != 0) /* whose memory is nobody's to write */
		return "the program's file cannot be read";
	err = open_files(j);
	if (!err)
		err = begin_helper(j, before);
	return err ? message_format("%s", strerror(-err)) : NULL;
}

int door_exec(const char *path, char **argv)
{
	static struct inject j = {.library = -1, .settings = -1};
	sigset_t before;
	const char *why = begin(&j, path, &before);
	int err;

	if (!why) {
		execve(path, argv, make_environment());
		err = errno;
		inject_end(&j);
		sigprocmask(SIG_SETMASK, &before, NULL);
		return -err;
	}
	close(j.library);
	close(j.settings);
	message_warn(DOOR_SHUT "%s", why);
	return 0;
}

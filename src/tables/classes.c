/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Decides whether a system call is in a class such as %file. */
#include "tables/classes.h"

#include <string.h>

/* Calls of a class by name, where what they take does not tell; * at the end
 * stands for any letters. */
static const struct {
	const char *name;
	const char *calls;
} classes[] = {
	{"file", " getcwd open_by_handle_at "},
	{"desc", " socket socketpair pipe* epoll_create* eventfd* signalfd* "
		 "timerfd_create inotify_init* fanotify_init memfd_* "
		 "pidfd_open "
		 "userfaultfd perf_event_open io_uring_* bpf fsopen open creat "
		 "poll "
		 "ppoll select pselect6 mq_* landlock_create_ruleset "},
	{"network", " socket socketpair bind listen accept accept4 connect "
		    "shutdown "
		    "getsockname getpeername getsockopt setsockopt sendto "
		    "recvfrom "
		    "sendmsg recvmsg sendmmsg recvmmsg "},
	{"process", " fork vfork clone clone3 execve execveat exit exit_group "
		    "wait4 "
		    "waitid kill tkill tgkill pidfd_send_signal "
		    "rt_sigqueueinfo "
		    "rt_tgsigqueueinfo "},
	{"memory", " brk mmap munmap mprotect pkey_* mremap msync mincore "
		   "madvise "
		   "mlock* munlock* remap_file_pages mbind *et_mempolicy* "
		   "migrate_pages "
		   "move_pages map_shadow_stack mseal process_madvise "
		   "process_mrelease shmat shmdt "},
	{"signal", " rt_sig* rt_tgsigqueueinfo kill tkill tgkill sigaltstack "
		   "pause "
		   "signalfd* pidfd_send_signal "},
	{"ipc", " shm* sem* msgget msgsnd msgrcv msgctl "},
	{"time", " time gettimeofday settimeofday adjtimex clock_* nanosleep "
		 "timer_* "
		 "timerfd_* getitimer setitimer alarm times "},
	/* what roles.lua says of their arguments tells */
	{"modify", ""},
	{"read", ""},
	{"write", ""},
	{"creds", " getuid geteuid getresuid getgid getegid getresgid "
		  "getgroups "
		  "setuid setreuid setresuid setfsuid setgid setregid "
		  "setresgid "
		  "setfsgid setgroups capget capset prctl "},
	{"clock", " time gettimeofday settimeofday adjtimex clock_gettime "
		  "clock_settime clock_getres clock_adjtime "},
	{"stat", " stat lstat fstat newfstatat statx "},
};
#define CLASSES (sizeof(classes) / sizeof(classes[0]))

/* Is the call's name one of the words? */
static int is_listed(const char *words, const char *name)
{
	size_t n = strlen(name);

	if (!*words)
		return 0;
	for (const char *w = words + 1; *w; w += strcspn(w, " ") + 1) {
		size_t length = strcspn(w, " ");

		if (w[0] == '*') { /* and a * at the end */
			char part[32] = {0};

			memcpy(part, w + 1, length - 2);
			if (strstr(name, part))
				return 1;
		} else if (w[length - 1] == '*'
				   ? n >= length - 1 &&
					     strncmp(w, name, length - 1) == 0
				   : n == length && strncmp(w, name, n) == 0) {
			return 1;
		}
	}
	return 0;
}

static int names_file(const char *name, const char *type)
{
	return strstr(type, "char *") &&
	       (strstr(name, "path") || strcmp(name, "new_root") == 0 ||
		strcmp(name, "put_old") == 0 || strcmp(name, "target") == 0 ||
		strcmp(name, "source") == 0 || strcmp(name, "library") == 0 ||
		strcmp(name, "special") == 0 ||
		strcmp(name, "specialfile") == 0);
}

static int names_descriptor(const char *name)
{
	size_t n = strlen(name);

	return strncmp(name, "fd", 2) == 0 ||
	       (n > 2 && strcmp(name + n - 2, "fd") == 0);
}

/* Does an argument of the call have the use? */
static int has_use(const struct tables_syscall *s, enum tables_use use)
{
	for (int i = 0; i < s->nargs; i++)
		if (tables_role(s, i).use == use)
			return 1;
	return 0;
}

int classes_has(const char *class, const struct tables_syscall *s)
{
	if (strcmp(class, "modify") == 0)
		return tables_syscall_modifies(s);
	if (strcmp(class, "read") == 0)
		return has_use(s, TABLES_FROM) || has_use(s, TABLES_PIPE);
	if (strcmp(class, "write") == 0)
		return has_use(s, TABLES_TO) || has_use(s, TABLES_PIPE);
	for (size_t i = 0; i < CLASSES; i++)
		if (strcmp(classes[i].name, class) == 0 &&
		    is_listed(classes[i].calls, s->name))
			return 1;
	for (int i = 0; i < s->nargs; i++) {
		if (strcmp(class, "file") == 0 && strncmp(s->name, "mq_", 3) &&
		    (tables_role(s, i).use == TABLES_PATH ||
		     names_file(s->arg[i], s->type[i])))
			return 1;
		if (strcmp(class, "desc") == 0 && names_descriptor(s->arg[i]))
			return 1;
	}
	return 0;
}

const char *classes_name(unsigned int i)
{
	return i < CLASSES ? classes[i].name : NULL;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Which system calls a script means: a name, a number, "*", a class ("%file"),
 * one of these left out ("!read"), or a list of them.
 */
#include <string.h>

#include "interp.h"
#include "tables/tables.h"

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
		   "move_pages process_madvise process_mrelease shmat shmdt "},
	{"signal", " rt_sig* rt_tgsigqueueinfo kill tkill tgkill sigaltstack "
		   "pause "
		   "signalfd* pidfd_send_signal "},
	{"ipc", " shm* sem* msgget msgsnd msgrcv msgctl "},
	{"time", " time gettimeofday settimeofday adjtimex clock_* nanosleep "
		 "timer_* "
		 "timerfd_* getitimer setitimer alarm times "},
};
#define CLASSES (sizeof(classes) / sizeof(classes[0]))

/* Is the call's name one of the words? */
static int is_listed(const char *words, const char *name)
{
	size_t n = strlen(name);

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

static int is_in_class(const char *class, const struct tables_syscall *s)
{
	for (size_t i = 0; i < CLASSES; i++)
		if (strcmp(classes[i].name, class) == 0 &&
		    is_listed(classes[i].calls, s->name))
			return 1;
	for (int i = 0; i < s->nargs; i++) {
		if (strcmp(class, "file") == 0 && strncmp(s->name, "mq_", 3) &&
		    names_file(s->arg[i], s->type[i]))
			return 1;
		if (strcmp(class, "desc") == 0 && names_descriptor(s->arg[i]))
			return 1;
	}
	return 0;
}

static void set(uint64_t *numbers, lua_Integer nr)
{
	numbers[nr / 64] |= (uint64_t)1 << (nr % 64);
}

static void add_class(lua_State *L, const char *class, uint64_t *numbers)
{
	struct tables_syscall s;
	int known = 0;

	for (size_t i = 0; i < CLASSES; i++)
		known |= strcmp(classes[i].name, class) == 0;
	if (!known) {
		luaL_Buffer b;

		luaL_buffinit(L, &b);
		for (size_t i = 0; i < CLASSES; i++) {
			luaL_addstring(&b, i ? ", %" : "%");
			luaL_addstring(&b, classes[i].name);
		}
		luaL_pushresult(&b);
		luaL_error(L, "unknown class '%%%s' (known are %s)", class,
			   lua_tostring(L, -1));
	}
	for (long nr = 0; nr <= tables_syscall_max(); nr++)
		if (tables_syscall(nr, &s) == 0 && is_in_class(class, &s))
			set(numbers, nr);
}

static void add_number(lua_State *L, lua_Integer nr, uint64_t *numbers)
{
	if (nr < 0 || nr >= HOOK_NUMBERS)
		luaL_error(L, "system call number %I is out of range (0..%d)",
			   nr, HOOK_NUMBERS - 1);
	set(numbers, nr);
}

/* One word, without its "!". */
static void add_word(lua_State *L, const char *word, struct selection *s,
		     uint64_t *numbers)
{
	if (strcmp(word, "*") == 0) {
		memset(numbers, 0xff, sizeof(s->numbers));
		s->exact = 0;
	} else if (word[0] == '%') {
		add_class(L, word + 1, numbers);
		s->exact = 0;
	} else {
		lua_pushstring(L, word);
		add_number(L, catalogue_number(L, -1), numbers);
		lua_pop(L, 1);
	}
}

/* What is selected and what is left out: a number or a word at index. */
static void add(lua_State *L, int index, struct selection *s, uint64_t *out,
		int *positive)
{
	const char *word;

	if (lua_isinteger(L, index)) {
		add_number(L, lua_tointeger(L, index), s->numbers);
		*positive = 1;
		return;
	}
	if (lua_type(L, index) != LUA_TSTRING)
		luaL_error(L,
			   "a system call is named by a name, a number, '*', "
			   "a class like '%%file' or a list of these, not by a "
			   "%s",
			   luaL_typename(L, index));
	word = lua_tostring(L, index);
	if (word[0] == '!') {
		int exact = s->exact;

		add_word(L, word + 1, s, out);
		s->exact = exact;
	} else {
		add_word(L, word, s, s->numbers);
		*positive = 1;
	}
}

void selector_read(lua_State *L, int index, struct selection *s)
{
	uint64_t out[sizeof(s->numbers) / sizeof(s->numbers[0])] = {0};
	int positive = 0;

	*s = (struct selection){.exact = 1};
	if (lua_istable(L, index)) {
		lua_Integer n = luaL_len(L, index);

		if (n == 0)
			luaL_error(L, "the list of system calls is empty");
		for (lua_Integer i = 1; i <= n; i++) {
			lua_geti(L, index, i);
			add(L, lua_gettop(L), s, out, &positive);
			lua_pop(L, 1);
		}
	} else {
		add(L, index, s, out, &positive);
	}
	if (!positive) { /* all but those */
		memset(s->numbers, 0xff, sizeof(s->numbers));
		s->exact = 0;
	}
	for (size_t i = 0; i < sizeof(out) / sizeof(out[0]); i++)
		s->numbers[i] &= ~out[i];
}

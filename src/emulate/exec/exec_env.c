/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's array is read, never written. The strings of a new array are
 * the program's own where they are right, else copies made at start-up; only a
 * list of libraries that the program has set itself is written anew.
 */
#include "emulate/exec/exec_env.h"

#include <asm/unistd.h>
#include <linux/fcntl.h>

#include "analysis/link_map.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "emulate/exec/env_text.h"
#include "emulate/exec/exec_file.h"
#include "emulate/exec/inherit.h"
#include "hooks/hook.h"
#include "thread/memory.h"

#define PREFIX "ZPOLINE_"
#define PRELOAD "LD_PRELOAD="
#define LENGTH(literal) (sizeof(literal) - 1)

#define STRICT "1+strict" /* ZPOLINE_FOLLOW, for a child */

#define VARIABLES 31
#define PRELOAD_BIT (1u << VARIABLES)

/* Longer than the longest name that begins with PREFIX, and its '='. */
#define HEAD 24

/* No string of an environment is longer: MAX_ARG_STRLEN. */
#define STRING_MAX (32 * 4096)

#define PATH_SIZE 4096

/* A variable as the user set it, and as children are to find it: the same
 * pointer if that is no different, NULL if not at all. */
struct variable {
	const char *given;
	const char *wanted;
	size_t name; /* its length, with the '=' */
};

static struct variable variables[VARIABLES];
static uint32_t variables_count;
static struct variable preload;
static const char *preload_alone; /* for who has none */

/* As the command names it in the settings of a program that it came into at its
 * exec; behind its name. */
#define LIBRARY PREFIX "LIBRARY="
static const char *library;

static const char *own; /* the library's path; NULL: there is none to name */
static int own_is_relative;
static const char *engine; /* NULL: the one that was named */
static int is_strict;
static int follow = -1; /* 0: children are not hooked; -1: nothing to do */

/* --- start-up ----------------------------------------------------------------
 */

static char *room, *room_end;

static char *reserve_room(size_t size)
{
	char *p = room;

	if (size > (size_t)(room_end - room)) {
		size_t all = size > PATH_SIZE ? size : 4 * PATH_SIZE;

		p = pages_map(all);
		if (!p)
			return NULL;
		room_end = p + all;
	}
	room = p + size;
	return p;
}

/* The value of name as children are to find it. */
static size_t put_value(char *out, size_t at, const char *name,
			const char *value)
{
	if (strncmp(name, PRELOAD, LENGTH(PRELOAD)) == 0)
		return env_text_libraries(out, at, own, value, follow);
	name += LENGTH(PREFIX);
	if (is_strict && strncmp(name, "FOLLOW=", 7) == 0)
		return env_text_append(out, at, STRICT, LENGTH(STRICT));
	if (engine && strncmp(name, "ENGINE=", 7) == 0)
		return env_text_append(out, at, engine, strlen(engine));
	if (strncmp(name, "SCRIPT=", 7) == 0 ||
	    strncmp(name, "PATH=", 5) == 0 || strncmp(name, "HOOK=", 5) == 0)
		return env_text_list(out, at, value);
	if (strncmp(name, "REPORT=", 7) == 0 && *value)
		return env_text_path(out, at, value, strlen(value));
	if (strncmp(name, "LOG=", 4) == 0 && *value &&
	    strncmp(value, "fd:", 3) != 0)
		return env_text_path(out, at, value, strlen(value));
	return env_text_append(out, at, value, strlen(value));
}

/* The program may write over the original. */
static int remember_variable(struct variable *v, const char *entry)
{
	size_t size = strlen(entry) + 1, n;
	char *given = reserve_room(size), *wanted;

	v->name = (size_t)(strchr(entry, '=') + 1 - entry);
	n = put_value(NULL, v->name, entry, entry + v->name);
	wanted = reserve_room(n + 1);
	if (!given || !wanted)
		return -1;
	memcpy(given, entry, size);
	env_text_append(wanted, 0, entry, v->name);
	put_value(wanted, v->name, entry, entry + v->name);
	wanted[n] = '\0';
	v->given = given;
	v->wanted = strcmp(wanted, given) == 0 ? given
		    : follow || n > v->name    ? wanted
					       : NULL;
	return 0;
}

static int can_be_listed(const char *path)
{
	while (*path && !env_text_is_separator(*path))
		path++;
	return !*path;
}

/* "LD_PRELOAD=" and its path. A folder whose name has a space or a colon
 * cannot be named there; the relative path will do until the directory is
 * changed. */
static int find_own(void)
{
	const char *name = library ? library : link_map_own();
	size_t n;
	char *p;

	if (!name || !can_be_listed(name))
		return -1;
	n = env_text_path(NULL, LENGTH(PRELOAD), name, strlen(name));
	p = reserve_room(n + 1);
	if (!p)
		return -1;
	env_text_append(p, 0, PRELOAD, LENGTH(PRELOAD));
	env_text_path(p, LENGTH(PRELOAD), name, strlen(name));
	p[n] = '\0';
	own = p + LENGTH(PRELOAD);
	if (!can_be_listed(own)) {
		memcpy(p + LENGTH(PRELOAD), name, strlen(name) + 1);
		own_is_relative = 1;
	}
	preload_alone = p;
	return 0;
}

/* ZPOLINE_LOG=fd:N, N and what children get. */
static struct {
	struct variable *variable;
	const char *wanted;
	int fd;
} log_to;

static void find_log(const char *name)
{
	if (!name || strncmp(name, "fd:", 3) != 0)
		return;
	for (uint32_t i = 0; i < variables_count; i++)
		if (strcmp(variables[i].given + variables[i].name, name) == 0)
			log_to.variable = &variables[i];
	if (!log_to.variable)
		return;
	log_to.wanted = log_to.variable->wanted;
	for (const char *p = name + 3; *p; p++)
		log_to.fd = log_to.fd * 10 + *p - '0';
}

/* A program that closes descriptors it does not know closes this one too. Its
 * children run without a log then. */
static void follow_log(void)
{
	int flags;

	if (!log_to.variable)
		return;
	flags = sys_fcntl(log_to.fd, F_GETFD, 0);
	log_to.variable->wanted = flags < 0 || (flags & FD_CLOEXEC)
					  ? "ZPOLINE_LOG=/dev/null"
					  : log_to.wanted;
}

/* A child is to know that it is one: see init.c. */
static const struct variable said = {
	.given = "ZPOLINE_FOLLOW=1",
	.wanted = "ZPOLINE_FOLLOW=1",
	.name = LENGTH("ZPOLINE_FOLLOW="),
};

/* That of texts among the variables; VARIABLES: there is none. */
#define TEXTS PREFIX "LOADED="
static uint32_t texts_at = VARIABLES;

static int has_texts(void)
{
	const struct variable *v = texts_at < VARIABLES ? &variables[texts_at]
							: NULL;

	return v && v->wanted && v->wanted[v->name];
}

void hook_hand_on(const char *entry)
{
	struct variable *v;

	if (follow <= 0)
		return;
	for (uint32_t i = 0; i < variables_count && texts_at == VARIABLES; i++)
		if (strncmp(variables[i].given, TEXTS, LENGTH(TEXTS)) == 0)
			texts_at = i;
	if (texts_at == VARIABLES) {
		if (variables_count == VARIABLES)
			return;
		texts_at = variables_count;
		variables[texts_at] = (struct variable){
			.given = TEXTS,
			.name = LENGTH(TEXTS),
		};
		variables_count++;
	}
	v = &variables[texts_at];
	__atomic_store_n(&v->wanted, entry, __ATOMIC_RELEASE);
}

void exec_env_init(const struct exec_env_settings *settings, char **envp)
{
	/* with nothing to run there is nothing to lose */
	library = settings->library;
	if ((settings->follows && !settings->has_hooks) ||
	    (find_own() && !library))
		return;
	follow = settings->follows;
	is_strict = settings->is_strict;
	engine = settings->engine;
	for (; *envp; envp++) {
		if (strncmp(*envp, PRELOAD, LENGTH(PRELOAD)) == 0)
			remember_variable(&preload, *envp);
		else if (variables_count < VARIABLES &&
			 strncmp(*envp, PREFIX, LENGTH(PREFIX)) == 0 &&
			 strncmp(*envp, INHERIT_NAME, LENGTH(INHERIT_NAME)) !=
				 0 &&
			 strncmp(*envp, LIBRARY, LENGTH(LIBRARY)) != 0 &&
			 strchr(*envp, '='))
			variables_count += !remember_variable(
				&variables[variables_count], *envp);
	}
	if (own_is_relative && follow && !settings->is_told && !library)
		log_line("%s: LD_PRELOAD cannot name a folder with a blank or "
			 "a colon, so programs that are started in other "
			 "folders are not hooked. Remedy: start it by zpoline "
			 "run, or move the library",
			 own);
	if (follow && !settings->is_told && !is_strict &&
	    variables_count < VARIABLES)
		variables[variables_count++] = said;
	if (follow) {
		find_log(settings->log);
		exec_file_init(settings->verbose);
	}
}

int exec_env_is_strict(void)
{
	return is_strict;
}

uint32_t exec_env_settings(const char **list, uint32_t max)
{
	uint32_t n = 0;

	follow_log();
	if (library)
		list[n++] = library - LENGTH(LIBRARY);
	for (uint32_t i = 0; i < variables_count && n < max; i++)
		if (variables[i].wanted)
			list[n++] = variables[i].wanted;
	return n;
}

/* --- the program's array -----------------------------------------------------
 */

/* Is the program's string at p this one? */
static int is_string(uintptr_t p, const char *s)
{
	size_t size = strlen(s) + 1;
	char bytes[64];

	while (size) {
		size_t n = size < sizeof(bytes) ? size : sizeof(bytes);

		if (memory_copy_in(bytes, p, n) != n ||
		    memcmp(bytes, s, n) != 0)
			return 0;
		p += n;
		s += n;
		size -= n;
	}
	return 1;
}

size_t exec_env_length(uintptr_t p)
{
	char bytes[64];

	for (size_t at = 0; at < STRING_MAX; at += sizeof(bytes)) {
		size_t n = memory_copy_in(bytes, p + at, sizeof(bytes));
		const char *end = memchr(bytes, 0, n);

		if (end)
			return at + (size_t)(end - bytes);
		if (n < sizeof(bytes))
			break;
	}
	return 0;
}

/* By its first word, for there are many. */
static int is_strange(uintptr_t p)
{
	uint64_t word;

	return memory_peek(p, &word) == 0 && memcmp(&word, PRELOAD, 8) != 0 &&
	       memcmp(&word, PREFIX, 8) != 0;
}

/* The string at p is v->given. */
static uintptr_t in_child(const struct variable *v, uintptr_t p)
{
	return v->wanted == v->given ? p : (uintptr_t)v->wanted;
}

struct survey {
	int takes; /* the child is to find what is ours */
	int brief; /* but for what may be long */
	size_t entries;
	size_t text;   /* bytes that new lists need */
	uint32_t seen; /* of variables */
	uint32_t own;  /* the program's own values of some */
	int changes;
};

/* A variable of ours, if it is one: its name is in head. */
static uintptr_t variable_of(uintptr_t p, const char *head, size_t n,
			     struct survey *s)
{
	uintptr_t in_place = p;

	for (uint32_t i = 0; i < variables_count; i++) {
		const struct variable *v = &variables[i];

		if (v->name > n || memcmp(head, v->given, v->name) != 0)
			continue;
		s->seen |= 1u << i;
		if (i == texts_at)
			in_place = s->brief ? 0 : (uintptr_t)v->wanted;
		else if (is_string(p, v->given))
			in_place = in_child(v, p);
		else if (!v->wanted || !is_string(p, v->wanted))
			s->own |= 1u << i;
	}
	return in_place;
}

/* What a child gets in place of the program's string at p; 0: nothing. Sets
 * *list if it is a list of libraries that the program has set itself, which
 * new_list() writes later. */
static uintptr_t replacement(uintptr_t p, struct survey *s, int *list)
{
	char head[HEAD];
	size_t n;

	*list = 0;
	if (is_strange(p))
		return p;
	n = memory_copy_in(head, p, sizeof(head));
	if (n >= LENGTH(PRELOAD) &&
	    memcmp(head, PRELOAD, LENGTH(PRELOAD)) == 0) {
		s->seen |= PRELOAD_BIT;
		if (s->takes == follow && preload.given &&
		    is_string(p, preload.given))
			return in_child(&preload, p);
		*list = s->takes != follow ||
			(!(preload.wanted && is_string(p, preload.wanted)) &&
			 !(follow && is_string(p, preload_alone)));
		return p;
	}
	if (n < LENGTH(PREFIX) || memcmp(head, PREFIX, LENGTH(PREFIX)) != 0)
		return p;
	return s->takes ? variable_of(p, head, n, s) : 0;
}

/* Bytes for a copy of a string of n bytes, and for what becomes of it. */
static size_t list_room(size_t n)
{
	return 2 * (n + 2) + strlen(own);
}

static uintptr_t new_list(uintptr_t p, int takes, char **text, size_t *left)
{
	size_t n = exec_env_length(p), at;
	char *copy = *text, *out = copy + n + 1;

	if (!n || list_room(n) > *left)
		return p;
	if (memory_copy_in(copy, p, n) != n)
		return p;
	copy[n] = '\0';
	if (!takes && !env_text_names(own, copy + LENGTH(PRELOAD)))
		return p;
	at = env_text_append(out, 0, PRELOAD, LENGTH(PRELOAD));
	at = env_text_libraries(out, at, own, copy + LENGTH(PRELOAD), takes);
	out[at] = '\0';
	*text += list_room(n);
	*left -= list_room(n);
	return takes || at > LENGTH(PRELOAD) ? (uintptr_t)out : 0;
}

static uint32_t missing(const struct survey *s)
{
	uint32_t all = PRELOAD_BIT | ((1u << variables_count) - 1);

	if (texts_at < VARIABLES && (s->brief || !has_texts()))
		all &= ~(1u << texts_at);
	return s->takes ? all & ~s->seen : 0;
}

/* Returns -1 if the kernel will refuse this array. */
static int survey(uintptr_t envp, int takes, int brief, struct survey *s)
{
	uint64_t p;
	int list;

	*s = (struct survey){.takes = takes, .brief = brief};
	for (; envp; envp += sizeof(p)) {
		if (memory_peek(envp, &p) || s->entries == EXEC_ENV_MAX)
			return -1;
		if (!p)
			break;
		s->entries++;
		if (replacement(p, s, &list) != p)
			s->changes = 1;
		if (list)
			s->text += list_room(exec_env_length(p));
	}
	if (s->text || missing(s))
		s->changes = 1;
	return 0;
}

/* Another thread may change the program's array meanwhile: no more is written
 * than there is room for. */
static void fill(uint64_t *array, uintptr_t envp, const struct survey *s)
{
	char *text = (char *)(array + s->entries + VARIABLES + 2);
	struct survey now = {.takes = s->takes, .brief = s->brief};
	size_t left = s->text;
	uint32_t add;
	uint64_t p;
	int list;

	for (size_t i = 0; i < s->entries; i++) {
		if (memory_peek(envp + i * sizeof(p), &p) || !p)
			break;
		p = replacement(p, &now, &list);
		if (list)
			p = new_list(p, s->takes, &text, &left);
		if (p)
			*array++ = p;
	}
	add = missing(&now);
	if (add & PRELOAD_BIT)
		*array++ = (uintptr_t)preload_alone;
	for (uint32_t i = 0; i < variables_count; i++)
		if (add & 1u << i)
			*array++ = (uintptr_t)variables[i].wanted;
	*array = 0;
}

/* Will the new program's loader load the library, and are the files there that
 * the user has named? What the program has named itself does not count. */
static int takes(const struct SyscallRegs *regs, const struct survey *s,
		 struct exec_file_verdict *verdict)
{
	struct exec_file_needs needs = {.library = own};
	size_t files = 0;

	for (uint32_t i = 0; i < variables_count; i++) {
		const struct variable *v = &variables[i];
		const char *name = v->given + LENGTH(PREFIX);

		if (files < 2 && v->wanted && !(s->own & 1u << i) &&
		    ((strncmp(name, "SCRIPT=", 7) == 0 &&
		      (s->brief || !has_texts())) ||
		     strncmp(name, "HOOK=", 5) == 0))
			needs.files[files++] = v->wanted + v->name;
	}
	return exec_file_takes(regs, &needs, verdict);
}

struct exec_env_block {
	struct exec_env_block *outer;
	size_t size;
};

/* Where a limit lets nothing be mapped any more. */
static union {
	struct exec_env_block block;
	char bytes[16 * 1024];
} spare BIG_TABLE;
static uint32_t spare_used;

static struct exec_env_block *make_block(size_t size)
{
	struct exec_env_block *block = pages_map(size);

	if (!block && size <= sizeof(spare) &&
	    !__atomic_exchange_n(&spare_used, 1, __ATOMIC_ACQUIRE))
		block = &spare.block;
	return block;
}

void *exec_env_room(struct exec_env_block **blocks, size_t size)
{
	struct exec_env_block *block = make_block(size + sizeof(*block));

	if (!block)
		return NULL;
	block->size = size + sizeof(*block);
	block->outer = *blocks;
	*blocks = block;
	return block + 1;
}

int exec_env_hand_on(struct SyscallRegs *regs, int brief,
		     struct exec_env_block **blocks,
		     struct exec_file_verdict *verdict)
{
	uint64_t *envp = regs->rax == __NR_execve ? &regs->rdx : &regs->r10;
	struct survey s;
	uint64_t *array;

	if (follow < 0 || !own)
		return 0;
	follow_log();
	if (survey(*envp, follow, brief, &s))
		return 0;
	if (follow && !takes(regs, &s, verdict) && survey(*envp, 0, brief, &s))
		return 0;
	if (!s.changes)
		return 0;
	array = exec_env_room(
		blocks, (s.entries + VARIABLES + 2) * sizeof(*array) + s.text);
	if (!array)
		return 0;
	fill(array, *envp, &s);
	*envp = (uintptr_t)array;
	return 1;
}

void exec_env_release(struct exec_env_block **blocks,
		      struct exec_env_block *before)
{
	while (*blocks != before) {
		struct exec_env_block *block = *blocks;

		*blocks = block->outer;
		if (block == &spare.block)
			__atomic_store_n(&spare_used, 0, __ATOMIC_RELEASE);
		else
			pages_unmap(block, block->size);
	}
}

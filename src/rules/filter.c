/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A test of a string reads the program's memory into the thread's record. The
 * guard is up (readers.h), because calls of a signal handler would use the
 * record as well. All else is on the program's stack, which may be small.
 */
#include "rules/filter.h"

#include <linux/prctl.h>

#include "analysis/link_map.h"
#include "base/constants.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "rules/fd_args.h"
#include "rules/named_path.h"
#include "rules/peer.h"
#include "tables/tables.h"
#include "thread/memory.h"
#include "thread/thread.h"

static int64_t as_wide(uint64_t value, int width)
{
	switch (width) {
	case HOOK_INT:
		return (int32_t)value;
	case HOOK_UNSIGNED:
		return (uint32_t)value;
	default:
		return (int64_t)value;
	}
}

static int in_set(const struct hook_test *test, int64_t value)
{
	for (size_t i = 0; i < test->count; i++)
		if (test->set[i] == value)
			return 1;
	return 0;
}

static int value_holds(const struct hook_test *test, int64_t value)
{
	int holds;

	switch (test->op) {
	case HOOK_RANGE:
		holds = value >= test->low && value <= test->high;
		break;
	case HOOK_MASK:
		holds = (value & test->low) == test->high;
		break;
	default:
		holds = in_set(test, value);
	}
	return holds != test->negated;
}

int hook_test_result(const struct hook_test *test, const struct call *call)
{
	return value_holds(test, (int64_t)(test->source == HOOK_TOOK
						   ? call->took
						   : call->regs.rax));
}

/* The string at addr, into text, as far as it can be read. 0: it cannot. */
static int read_string(uintptr_t addr, char *text, size_t size)
{
	size_t n = 0;

	while (n < size) {
		size_t part = PAGE - (addr + n) % PAGE;

		if (part > size - n)
			part = size - n;
		if (memory_copy_in(text + n, addr + n, part) != part)
			return 0;
		if (memchr(text + n, '\0', part))
			return 1;
		n += part;
	}
	text[size - 1] = '\0';
	return 1;
}

/* --- strings ---------------------------------------------------------------
 */

/* What patterns say about one or more strings that mean the same. */
struct verdict {
	int found;   /* one is as a pattern says */
	int refused; /* one is as a pattern behind "!" says */
};

static void match_text(const struct hook_test *test, const char *text,
		       struct verdict *v)
{
	for (size_t i = 0; text && i < test->count; i++) {
		int refuses = test->globs[i][0] == '!';

		if (nolibc_glob(test->globs[i] + refuses, text))
			*(refuses ? &v->refused : &v->found) = 1;
	}
}

/* Can other names of the same file change nothing any more? */
static int is_decided(const struct hook_test *test, const struct verdict *v)
{
	return v->refused || (v->found && !test->negated);
}

static const struct hook_path *path_of(const struct hook_test *test,
				       const struct call *call)
{
	for (size_t i = 0; i < test->paths_count; i++)
		if (test->paths[i].nr == call->nr)
			return &test->paths[i];
	return NULL;
}

/* A path in the thread's record is what it leads to as well. */
static void look_at_path(const struct hook_test *test, struct call *call,
			 uint64_t address, struct verdict *v)
{
	const struct hook_path *path = path_of(test, call);

	for (int links = 0; path && !is_decided(test, v) && links < 2; links++)
		if (!links ||
		    read_string(address, call->thread->text, THREAD_TEXT))
			match_text(test, named_path(call, path, links), v);
}

int hook_is_descriptor(long nr, int i)
{
	return fd_args((uint64_t)nr) >> i & 1;
}

static int look_at_fd(const struct hook_test *test, struct call *call, int i,
		      struct verdict *v)
{
	const char *path = named_path_of_fd(call->thread,
					    (int)hook_argument(&call->regs, i));

	match_text(test, path, v);
	return path != NULL;
}

static int look_at_peer(const struct hook_test *test, struct call *call, int i,
			struct verdict *v)
{
	const struct peer *peer = peer_of(call, i);

	match_text(test, peer ? peer->text : NULL, v);
	match_text(test, peer ? peer->digits : NULL, v);
	return peer != NULL;
}

/* What any descriptor of the call is open on or connected to. A function of its
 * own, because most tests do not need its frame. */
__attribute__((noinline)) static int
descriptor_holds(const struct hook_test *test, struct call *call)
{
	struct verdict v = {.found = test->low != 0};
	int some = 0;

	for (int i = 0; i < 6; i++) {
		if (!hook_is_descriptor(call->nr, i))
			continue;
		some |= test->source == HOOK_PEER
				? look_at_peer(test, call, i, &v)
				: look_at_fd(test, call, i, &v);
	}
	return some && v.found && !v.refused;
}

/* A bit for each argument that is a string. A function of its own: what is
 * known of a call takes more of the program's stack than the rest of a test. */
__attribute__((noinline)) static unsigned int strings_of(long nr)
{
	struct tables_syscall known;
	unsigned int strings = 0;

	if (tables_syscall(nr, &known) != 0)
		return 0;
	for (int i = 0; i < known.nargs; i++)
		if (strcmp(known.type[i], "const char *") == 0)
			strings |= 1u << i;
	return strings;
}

/* Any string that the call is given, and any descriptor. */
__attribute__((noinline)) static int usage_holds(const struct hook_test *test,
						 struct call *call)
{
	struct verdict v = {.found = test->low != 0};
	unsigned int strings = strings_of(call->nr);
	char *text = call->thread->text;

	for (int i = 0; i < 6; i++)
		if (strings >> i & 1 &&
		    read_string(hook_argument(&call->regs, i), text,
				THREAD_TEXT))
			match_text(test, text, &v);
		else if (hook_is_descriptor(call->nr, i))
			look_at_fd(test, call, i, &v);
	return v.found && !v.refused;
}

/* A function of its own, because most tests do not need its frame on the
 * stack. */
__attribute__((noinline)) static int string_holds(const struct hook_test *test,
						  struct call *call, int source)
{
	struct thread *t = call->thread;
	uint64_t address = hook_argument(&call->regs, source);
	struct verdict v = {.found = test->low != 0};

	if (source == HOOK_COMM
		    ? SYSCALL(__NR_prctl, PR_GET_NAME, t->text, 0, 0, 0, 0) != 0
		    : !read_string(address, t->text, THREAD_TEXT))
		return 0;
	match_text(test, t->text, &v);
	if (source != HOOK_COMM)
		look_at_path(test, call, address, &v);
	return v.found && !v.refused;
}

static int pid_of(struct thread *t)
{
	if (t->vfork)
		return thread_own_pid();
	if (!t->pid)
		t->pid = thread_own_pid();
	return t->pid;
}

static int64_t value_of(const struct hook_test *test, const struct call *call,
			int source)
{
	if (source == HOOK_PID)
		return pid_of(call->thread);
	if (source == HOOK_TID)
		return call->thread->vfork ? thread_own_tid()
					   : call->thread->tid;
	if (source == HOOK_LOADER)
		return link_map_is_loaders(call->regs.rip);
	return as_wide(hook_argument(&call->regs, source), test->width);
}

int filter_holds(const struct hook_test *test, struct call *call,
		 unsigned int index)
{
	int source = test->source;

	if (test->places)
		source = index < HOOK_PLACES ? test->places[index]
					     : HOOK_NO_ARGUMENT;
	if (source == HOOK_NO_ARGUMENT)
		return 0;
	if (source == HOOK_FDPATH || source == HOOK_PEER)
		return descriptor_holds(test, call);
	if (source == HOOK_USES)
		return usage_holds(test, call);
	if (test->op == HOOK_GLOBS)
		return string_holds(test, call, source);
	return value_holds(test, value_of(test, call, source));
}

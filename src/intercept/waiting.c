/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Keeps the objects that are to be looked through later, and counts their
 * traps. */
#include "intercept/waiting.h"

#include <asm/unistd.h>

#include "base/constants.h"
#include "intercept/rewriter.h"

#define OBJECTS 64

/*
 * A trap takes 1.2 us more than a jump. To look through an object takes as long
 * as some 64 of them, and as one more for each 2 KiB of code: then it is due,
 * so it never costs more than twice the lesser of the two.
 */
#define TRAPS 64
#define CODE_OF_TRAP 2048

/* With a prepared table, a trap takes as long as three sites of it. */
#define TRAPS_KNOWN 16
#define SITES_OF_TRAP 3

/* More than a stack has, and less than is between it and other memory. */
#define STACK (16ul << 20)

static struct waiter {
	struct link_map_object object;
	struct functions functions; /* once a function of it is rewritten */
	uint32_t traps, due;
	int is_known, is_late;
} waiting[OBJECTS] BIG_TABLE;
static size_t count;
static int is_over;
static uintptr_t first_stack;

static int is_code(const struct link_map_object *o, size_t span)
{
	return o->executable >> span & 1;
}

void waiting_start(const void *stack)
{
	first_stack = (uintptr_t)stack;
}

static size_t code_size(const struct link_map_object *o)
{
	size_t size = 0;

	for (size_t i = 0; i < o->spans; i++)
		if (is_code(o, i))
			size += o->span[i].end - o->span[i].start;
	return size;
}

int waiting_add(const struct link_map_object *o, size_t sites, int is_late)
{
	struct waiter *w = &waiting[count];

	if (is_over || count == OBJECTS)
		return 0;
	*w = (struct waiter){
		.object = *o, .is_known = sites != 0, .is_late = is_late};
	w->due = (uint32_t)(sites ? TRAPS_KNOWN + sites / SITES_OF_TRAP
				  : TRAPS + code_size(o) / CODE_OF_TRAP);
	count++;
	return 1;
}

int waiting_any(void)
{
	return count != 0;
}

static int meets(const struct link_map_object *o, uintptr_t start,
		 uintptr_t end)
{
	for (size_t i = 0; i < o->spans; i++)
		if (is_code(o, i) && o->span[i].start < end &&
		    start < o->span[i].end)
			return 1;
	return 0;
}

/* Whose code meets [start, end): its place, or count. */
static size_t find(uintptr_t start, uintptr_t end)
{
	size_t i = 0;

	while (i < count && !meets(&waiting[i].object, start, end))
		i++;
	return i;
}

int waiting_meets(uintptr_t start, uintptr_t end)
{
	return find(start, end) < count;
}

static int takes_time(uint64_t nr)
{
	switch (nr) {
	case __NR_poll:
	case __NR_ppoll:
	case __NR_select:
	case __NR_pselect6:
	case __NR_epoll_wait:
	case __NR_epoll_pwait:
	case __NR_epoll_pwait2:
	case __NR_nanosleep:
	case __NR_clock_nanosleep:
	case __NR_pause:
	case __NR_rt_sigsuspend:
	case __NR_rt_sigtimedwait:
	case __NR_wait4:
	case __NR_waitid:
	case __NR_accept:
	case __NR_accept4:
		return 1;
	default:
		return 0;
	}
}

enum waiting waiting_traps(uintptr_t site, uintptr_t rsp, int *due)
{
	size_t i = find(site, site + 1);

	*due = 0;
	if (i == count)
		return WAITING_NOT;
	*due = ++waiting[i].traps >= waiting[i].due ||
	       first_stack - rsp > STACK;
	return waiting[i].is_known || waiting[i].is_late ? WAITING_WHOLE
							 : WAITING_FUNCTIONS;
}

static int is_known_and_used(size_t i)
{
	return waiting[i].is_known && waiting[i].traps;
}

/* Debuggers are attached to programs that wait, and have them call functions of
 * libc: they would meet our signals there. */
int waiting_has_time(uint64_t nr)
{
	int any = 0;

	for (size_t i = 0; i < count; i++)
		any |= is_known_and_used(i);
	return any && takes_time(nr);
}

int waiting_child(uint32_t calls)
{
	int due = 0;

	for (size_t i = 0; i < count; i++)
		if (waiting[i].traps) {
			waiting[i].traps += calls;
			due |= waiting[i].traps >= waiting[i].due;
		}
	return due;
}

static void drop_waiter(size_t i)
{
	functions_close(&waiting[i].functions);
	waiting[i] = waiting[--count];
}

static void rewrite(size_t i)
{
	const struct link_map_object *o = &waiting[i].object;

	if (waiting[i].is_late)
		rewriter_range(o->span[0].start, o->span[0].end,
			       REWRITER_WHOLE);
	else
		rewriter_object(o);
	drop_waiter(i);
}

void waiting_rewrite_function(uintptr_t site)
{
	size_t i = find(site, site + 1);

	if (i < count)
		rewriter_function(&waiting[i].object, &waiting[i].functions,
				  site);
}

void waiting_rewrite(uintptr_t site)
{
	size_t i = find(site, site + 1);

	if (i < count)
		rewrite(i);
}

void waiting_rewrite_range(void *range)
{
	const struct waiting_range *r = range;

	for (size_t i = count; i-- > 0;)
		if (meets(&waiting[i].object, r->start, r->end))
			rewrite(i);
}

void waiting_forget(uintptr_t start, uintptr_t end)
{
	for (size_t i = count; i-- > 0;)
		if (meets(&waiting[i].object, start, end))
			drop_waiter(i);
}

void waiting_forget_within(uintptr_t start, uintptr_t end)
{
	for (size_t i = count; i-- > 0;) {
		const struct eh_span *code = &waiting[i].object.span[0];

		if (waiting[i].is_late && code->start >= start &&
		    code->end <= end)
			drop_waiter(i);
	}
}

/* Those that have trapped at least so often. */
static void rewrite_those(uint32_t traps)
{
	for (size_t i = count; i-- > 0;)
		if (waiting[i].traps >= traps)
			rewrite(i);
}

void waiting_rewrite_known(void)
{
	for (size_t i = count; i-- > 0;)
		if (is_known_and_used(i))
			rewrite(i);
}

void waiting_rewrite_used(void *unused)
{
	(void)unused;
	rewrite_those(1);
}

void waiting_rewrite_all(void *unused)
{
	(void)unused;
	rewrite_those(0);
}

void waiting_end(void)
{
	is_over = 1;
	while (count)
		drop_waiter(count - 1);
}

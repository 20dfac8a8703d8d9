/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Keeps the objects that are to be looked through later, and counts their
 * traps. */
#include "intercept/waiting.h"

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

/* A child that is about to execute a program, as most are, makes some calls
 * that its maker never makes. */
#define TRAPS_OF_CHILD 16

/* More than a stack has, and less than is between it and other memory. */
#define STACK (16ul << 20)

static struct {
	struct link_map_object object;
	struct functions functions; /* once a function of it is rewritten */
	uint32_t traps, due;
} waiting[OBJECTS] BIG_TABLE;
static size_t count;
static uintptr_t first_stack;

static int is_code(const struct link_map_object *o, size_t span)
{
	return o->executable >> span & 1;
}

void waiting_start(const void *stack)
{
	first_stack = (uintptr_t)stack;
}

int waiting_add(const struct link_map_object *o)
{
	size_t size = 0;

	if (count == OBJECTS)
		return 0;
	for (size_t i = 0; i < o->spans; i++)
		if (is_code(o, i))
			size += o->span[i].end - o->span[i].start;
	waiting[count].object = *o;
	waiting[count++].due = (uint32_t)(TRAPS + size / CODE_OF_TRAP);
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

int waiting_traps(uintptr_t site, uintptr_t rsp, int *due)
{
	size_t i = find(site, site + 1);

	*due = 0;
	if (i == count)
		return 0;
	*due = ++waiting[i].traps >= waiting[i].due ||
	       first_stack - rsp > STACK;
	return 1;
}

int waiting_fork(void)
{
	int due = 0;

	for (size_t i = 0; i < count; i++)
		if (waiting[i].traps) {
			waiting[i].traps += TRAPS_OF_CHILD;
			due |= waiting[i].traps >= waiting[i].due;
		}
	return due;
}

static void rewrite(size_t i)
{
	functions_close(&waiting[i].functions);
	rewriter_object(&waiting[i].object);
	waiting[i] = waiting[--count];
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

/* Those that have trapped at least so often. */
static void rewrite_those(uint32_t traps)
{
	for (size_t i = count; i-- > 0;)
		if (waiting[i].traps >= traps)
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
	while (count)
		functions_close(&waiting[--count].functions);
}

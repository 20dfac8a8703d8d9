/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Gives out hook stacks, and takes them back. */
#include "thread/stack.h"

#include <linux/mman.h>

#include "base/constants.h"
#include "base/filtered.h"
#include "base/pages.h"
#include "base/rawcall.h"

struct stack *stack_free;
uint32_t stack_spares;
unsigned char stack_apart;

/* Of threads that have ended, for those that have no other. */
static struct stack *left[STACK_SPARES];

static struct stack *map(void)
{
	char *p = filtered & FILTERED_MAPS ? NULL : pages_stack(STACK_SIZE);

	return p ? (struct stack *)(p + STACK_SIZE - 64) : NULL;
}

static void unmap(struct stack *s)
{
	pages_unmap((char *)s + 64 - STACK_SIZE, STACK_SIZE);
}

static void spare(struct stack *s)
{
	s->next = stack_free;
	stack_free = s;
	stack_spares++;
}

__attribute__((cold)) struct stack *stack_make(struct thread *t, size_t level)
{
	struct stack *s = NULL;

	for (size_t i = 0; i < STACK_SPARES && !s; i++)
		if (__atomic_load_n(&left[i], __ATOMIC_RELAXED))
			s = __atomic_exchange_n(&left[i], NULL,
						__ATOMIC_ACQUIRE);
	t->stack[level] = s ? s : map();
	return t->stack[level];
}

__attribute__((cold)) void stack_drop(struct thread *t, size_t level)
{
	struct stack *s = t->stack[level];

	t->stack[level] = NULL;
	if (filtered & FILTERED_MAPS)
		spare(s);
	else
		unmap(s);
}

static int put_aside(struct stack *s)
{
	for (size_t i = 0; i < STACK_SPARES; i++) {
		struct stack *none = NULL;

		if (__atomic_compare_exchange_n(&left[i], &none, s, 0,
						__ATOMIC_RELEASE,
						__ATOMIC_RELAXED))
			return 1;
	}
	return 0;
}

void stack_leave(struct thread *t)
{
	for (size_t i = 0; i < THREAD_LEVELS; i++) {
		struct stack *s = t->stack[i];

		if (!s)
			continue;
		if (!put_aside(s)) {
			if (filtered & FILTERED_MAPS) /* for the record's next
							 thread */
				continue;
			unmap(s);
		}
		t->stack[i] = NULL;
	}
}

static void unlock(const struct stack *s)
{
	if (s)
		pages_unlock((const char *)s + 64 + PAGE - STACK_SIZE,
			     STACK_SIZE - PAGE);
}

void stack_unlock(void)
{
	const struct thread *t = thread_records();

	for (const struct stack *s = stack_free; s; s = s->next)
		unlock(s);
	for (size_t i = 0; i < STACK_SPARES; i++)
		unlock(__atomic_load_n(&left[i], __ATOMIC_RELAXED));
	for (; t; t = t->next)
		for (size_t i = 0; i < THREAD_LEVELS; i++)
			unlock(__atomic_load_n(&t->stack[i], __ATOMIC_RELAXED));
}

void stack_reserve(size_t n)
{
	struct stack *s;

	while (n-- && (s = map())) {
		if (put_aside(s))
			continue;
		unmap(s);
		break;
	}
}

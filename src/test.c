/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A test of a string reads the program's memory into the thread's record: the
 * guard is up (readers.h), for a signal handler's own calls would use it as
 * well. All else is on the program's stack, and there is little of it.
 */
#include "test.h"

#include <linux/prctl.h>

#include "memory.h"
#include "syscall.h"
#include "text.h"
#include "thread.h"

#define PAGE 4096

static uint64_t argument(const struct SyscallRegs *regs, int place)
{
	switch (place) {
	case 0:
		return regs->rdi;
	case 1:
		return regs->rsi;
	case 2:
		return regs->rdx;
	case 3:
		return regs->r10;
	case 4:
		return regs->r8;
	default:
		return regs->r9;
	}
}

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

int hook_test_value(const struct hook_test *test, int64_t value)
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

static int any_glob(const struct hook_test *test, const char *text)
{
	for (size_t i = 0; i < test->count; i++)
		if (text_glob(test->globs[i], text))
			return 1;
	return 0;
}

/* Its frame is no part of what all tests need of the stack. */
__attribute__((noinline)) static int string_holds(const struct hook_test *test,
						  struct call *call, int source)
{
	const struct thread *t = call->thread;
	int ok;

	if (source == HOOK_COMM)
		ok = SYSCALL(__NR_prctl, PR_GET_NAME, t->text, 0, 0, 0, 0) == 0;
	else
		ok = read_string(argument(&call->regs, source), t->text,
				 THREAD_TEXT);
	return ok && any_glob(test, t->text) != test->negated;
}

static int pid_of(struct thread *t)
{
	if (t->vfork)
		return sys_getpid();
	if (!t->pid)
		t->pid = sys_getpid();
	return t->pid;
}

static int64_t value_of(const struct hook_test *test, const struct call *call,
			int source)
{
	if (source == HOOK_PID)
		return pid_of(call->thread);
	if (source == HOOK_TID)
		return call->thread->vfork ? sys_gettid() : call->thread->tid;
	return as_wide(argument(&call->regs, source), test->width);
}

int test_holds(const struct hook_test *test, struct call *call,
	       unsigned int index)
{
	int source = test->source;

	if (test->places)
		source = index < HOOK_PLACES ? test->places[index]
					     : HOOK_NO_ARGUMENT;
	if (source == HOOK_NO_ARGUMENT)
		return 0;
	if (test->op == HOOK_GLOBS)
		return string_holds(test, call, source);
	return hook_test_value(test, value_of(test, call, source));
}

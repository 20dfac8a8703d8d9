/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zpoline.h: what libraries with C hooks call. */
#include "zpoline.h"

#include <asm/errno.h>
#include <assert.h>
#include <stddef.h>

#include "base/log.h"
#include "entry/dispatch.h"
#include "hooks/c_hooks.h"
#include "hooks/hook.h"
#include "hooks/hook_stack.h"
#include "intercept/sled.h"
#include "rules/enabled.h"
#include "thread/lock.h"
#include "thread/thread.h"

struct change {
	struct thread *thread;
	enum c_hooks_kind kind;
	unsigned int index;
	zpoline_hook_fn fn; /* NULL: all of them, away */
	void *arg;
	int removes;
	int err;
};

static int change_table(const struct change *to)
{
	if (to->removes)
		return c_hooks_remove(to->kind, to->index, to->fn, to->arg);
	if (to->fn)
		return c_hooks_add(to->kind, to->index, to->fn, to->arg);
	c_hooks_clear(to->kind, to->index);
	return 0;
}

static int say_which(unsigned int index)
{
	int of_results = c_hooks_count(C_HOOKS_EXIT, index) != 0;

	return enabled_c_hooks(
		index, of_results || c_hooks_count(C_HOOKS_ENTER, index),
		of_results);
}

static void carry_out(struct change *to)
{
	if (change_table(to)) {
		to->err = -ENOMEM;
		return;
	}
	to->err = say_which(to->index);
	if (to->err && to->fn && !to->removes)
		c_hooks_remove(to->kind, to->index, to->fn, to->arg);
}

/* In a hook: the gate is changed by one at a time. */
static void carry_out_locked(void *change)
{
	struct change *to = change;

	thread_lock_common(to->thread);
	carry_out(to);
	thread_unlock_common(to->thread);
}

static int make_change(struct change to, int nr)
{
	if (nr < 0 || nr >= HOOK_NUMBERS)
		return -EINVAL;
	if (!sled_table())
		return -ENOSYS;
	to.index = (unsigned int)nr;
	to.thread = thread_self();
	if (!to.thread || hook_stack_run(to.thread, carry_out_locked, &to) != 0)
		carry_out(&to);
	return to.err;
}

int zpoline_hook(int nr, zpoline_hook_fn fn, void *arg)
{
	return make_change(
		(struct change){.kind = C_HOOKS_ENTER, .fn = fn, .arg = arg},
		nr);
}

int zpoline_hook_exit(int nr, zpoline_hook_fn fn, void *arg)
{
	return make_change(
		(struct change){.kind = C_HOOKS_EXIT, .fn = fn, .arg = arg},
		nr);
}

int zpoline_unhook(int nr, zpoline_hook_fn fn, void *arg)
{
	struct change to = {.fn = fn, .arg = arg, .removes = 1};
	int err;

	to.kind = C_HOOKS_ENTER;
	err = make_change(to, nr);
	to.kind = C_HOOKS_EXIT;
	return err ? err : make_change(to, nr);
}

static_assert(C_HOOKS_INDICES == HOOK_NUMBERS, "all of them");
static_assert(offsetof(struct call, regs) == 0, "what a hook is given");

long zpoline_call(struct SyscallRegs *regs)
{
	return dispatch_rest((struct call *)regs);
}

long zpoline_raw_syscall(const struct SyscallRegs *regs)
{
	return hook_raw(regs);
}

static void write_line(void *text)
{
	log_line("%s", (const char *)text);
}

/* On the hook stack, because a line needs more stack than a hook may use. */
void zpoline_log(const char *text)
{
	struct thread *t = thread_self();

	if (!t || hook_stack_run(t, write_line, (void *)text) != 0)
		write_line((void *)text);
}

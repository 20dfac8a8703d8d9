/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Executes another program, with the environment that it is to find. */
#include "emulate/exec.h"

#include <asm/errno.h>
#include <asm/unistd.h>
#include <linux/fcntl.h>

#include "base/gate.h"
#include "base/log.h"
#include "base/rawcall.h"
#include "emulate/exec/exec_door.h"
#include "emulate/exec/exec_env.h"
#include "emulate/exec/exec_file.h"
#include "emulate/exec/handed.h"
#include "emulate/exec/inherit.h"
#include "emulate/exec/shared_table.h"
#include "emulate/task.h"
#include "hooks/events.h"
#include "hooks/hook.h"
#include "signals/faults.h"
#include "signals/guard.h"
#include "signals/sigmask.h"
#include "thread/thread.h"

#define X_OK 1

/* Is there a file that may be executed? One call answers; what it cannot see
 * counts as yes. */
static int is_executable(const struct SyscallRegs *regs)
{
	int at = regs->rax == __NR_execveat;
	int flags = AT_EACCESS |
		    (at ? (int)regs->r8 & (AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW)
			: 0);
	long ret;

	ret = SYSCALL(__NR_faccessat2, at ? (int)regs->rdi : AT_FDCWD,
		      at ? regs->rsi : regs->rdi, X_OK, flags, 0, 0);
	return ret == 0 || ret == -ENOSYS;
}

/* Not by the door, while another thread may have it open. */
static long issue_apart(struct thread *t, const struct SyscallRegs *regs)
{
	long ret;

	if (!exec_door_is_open())
		return gate_issue(regs);
	shared_table_lock(t);
	ret = gate_issue(regs);
	shared_table_unlock(t);
	return ret;
}

/*
 * If the program ignores one of our signals, the kernel must ignore it when the
 * new program begins. While it does, a trap kills other threads, so this is not
 * done for an exec that fails, such as those along PATH.
 */
static long replace_program(struct thread *t, const struct SyscallRegs *regs,
			    int by_door, const char *handed)
{
	long ret;

	if (!t || (faults_ignores(t) && !is_executable(regs)))
		return gate_issue(regs);
	faults_before_exec(t);
	sigmask_before_exec(t);
	ret = by_door ? exec_door_issue(t, regs, handed) : issue_apart(t, regs);
	sigmask_after_failed_exec(t);
	faults_after_failed_exec(t);
	return ret;
}

/* Signals wait meanwhile: files are open here, and a handler that never returns
 * would leave them open. */
static int hand_on(struct thread *t, struct SyscallRegs *regs, int brief,
		   struct exec_env_block **blocks,
		   struct exec_file_verdict *verdict)
{
	int changed;

	if (!t)
		return exec_env_hand_on(regs, brief, blocks, NULL);
	guard_raise(t, THREAD_BUSY);
	changed = exec_env_hand_on(regs, brief, blocks, verdict);
	if (t->filters)
		inherit_hand_on(t, regs, blocks);
	guard_lower(t);
	return changed;
}

/* Memory for why the new program will not be hooked. NULL if nobody wants to
 * know. */
static struct exec_file_verdict *
room_for_verdict(const struct thread *t, struct exec_env_block **blocks)
{
	struct exec_file_verdict *verdict = NULL;

	if (t && (events_wants(HOOK_UNHOOKED) || exec_env_is_strict()))
		verdict = exec_env_room(blocks, sizeof(*verdict));
	if (verdict)
		verdict->why[0] = '\0';
	return verdict;
}

static int is_forbidden(const struct exec_file_verdict *verdict)
{
	return verdict && verdict->why[0] && exec_env_is_strict();
}

/* A script may have the process end instead. */
static void tell_verdict(struct thread *t,
			 const struct exec_file_verdict *verdict)
{
	struct call call = {.nr = HOOK_UNHOOKED, .thread = t};

	if (!verdict || !verdict->why[0] || !events_wants(HOOK_UNHOOKED))
		return;
	call.regs.rdi = (uintptr_t)verdict->path;
	call.regs.rsi = (uintptr_t)verdict->why;
	events_tell_call(&call);
	if (!call.done)
		return;
	task_ends_process(t);
	sys_exit_group((int)call.regs.rax);
}

/* With the library mapped into the new program, which finds its environment as
 * it is. A file that is not there or cannot be executed is not worth a helper.
 */
static long exec_by_door(struct thread *t, const struct SyscallRegs *given,
			 struct exec_env_block **blocks)
{
	struct SyscallRegs regs = *given;
	const char *handed = NULL;
	int takes;

	if (!is_executable(&regs))
		return gate_issue(&regs);
	guard_raise(t, THREAD_BUSY);
	takes = exec_door_takes(t, &regs);
	if (takes)
		handed = handed_take(&regs, blocks);
	guard_lower(t);
	return takes ? replace_program(t, &regs, 1, handed) : EXEC_DOOR_SHUT;
}

/* The kernel gets an environment that is not quite the program's own. If it is
 * too big for the kernel, a brief one is tried, and then the program's. */
long exec_issue(struct call *call)
{
	struct thread *t = call->thread;
	struct exec_env_block *none = NULL;
	struct exec_env_block **blocks = t ? &t->environments : &none;
	struct exec_env_block *before = *blocks;
	int changed = 1;
	long ret = -E2BIG;

	if (t)
		events_tell(t, HOOK_EXEC);
	log_end();
	if (t && exec_door_is_open()) {
		ret = exec_by_door(t, &call->regs, blocks);
		exec_env_release(blocks, before);
		if (ret != EXEC_DOOR_SHUT)
			return ret;
		ret = -E2BIG;
	}
	for (int brief = 0; brief < 2 && changed && ret == -E2BIG; brief++) {
		struct SyscallRegs regs = call->regs;
		struct exec_file_verdict *verdict =
			brief ? NULL : room_for_verdict(t, blocks);

		changed = hand_on(t, &regs, brief, blocks, verdict);
		tell_verdict(t, verdict);
		if (is_forbidden(verdict)) {
			ret = -EPERM;
			changed = 0;
		} else {
			ret = replace_program(t, &regs, 0, NULL);
		}
		exec_env_release(blocks, before);
	}
	if (changed && ret == -E2BIG)
		ret = replace_program(t, &call->regs, 0, NULL);
	return ret;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Makes, begins and ends tasks: fork, vfork, clone, exit. */
#include "emulate/task.h"

#include <asm/errno.h>
#include <linux/sched.h>

#include "base/frame.h"
#include "base/gate.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "emulate/exec/exec_door.h"
#include "emulate/exec/exec_env.h"
#include "emulate/exec/exec_file.h"
#include "emulate/exec/shared_table.h"
#include "emulate/fd_calls.h"
#include "emulate/rewrite_now.h"
#include "hooks/events.h"
#include "hooks/hook.h"
#include "hooks/hook_stack.h"
#include "intercept/sud.h"
#include "rules/stats.h"
#include "signals/faults.h"
#include "signals/guard.h"
#include "signals/held.h"
#include "signals/sigmask.h"
#include "signals/signals.h"
#include "thread/lock.h"
#include "thread/memory.h"
#include "thread/seccomp_filters.h"
#include "thread/stack.h"
#include "thread/thread.h"
#include "trace/ring.h"
#include "unwind/objects.h"

long task_fork(const struct SyscallRegs *regs, uint32_t *guard);
long task_clone(const struct frame *frame, const struct SyscallRegs *regs);
long task_vfork(const struct frame *frame, const struct SyscallRegs *regs,
		struct thread_vfork *save);

#define ARCH_SET_GS 0x1001
#define ARCH_SET_FS 0x1002
#define ARCH_GET_GS 0x1004

/* What clone, clone3, fork and vfork have in common. */
struct task {
	uint64_t flags;
	uint64_t tls;	    /* with CLONE_SETTLS */
	uint64_t stack_top; /* 0: the child goes on on the caller's stack */
};

static int read_task(const struct SyscallRegs *regs, struct task *task)
{
	struct clone_args args;

	switch (regs->rax) {
	case __NR_fork:
		*task = (struct task){0};
		return 0;
	case __NR_vfork:
		*task = (struct task){.flags = CLONE_VM | CLONE_VFORK};
		return 0;
	case __NR_clone:
		*task = (struct task){regs->rdi, regs->r8, regs->rsi};
		return 0;
	default:
		if (regs->rsi < CLONE_ARGS_SIZE_VER0 ||
		    memory_copy_in(&args, regs->rdi, CLONE_ARGS_SIZE_VER0) !=
			    CLONE_ARGS_SIZE_VER0)
			return -1; /* the kernel will say what is wrong */
		if (!args.stack != !args.stack_size)
			return -1;
		*task = (struct task){args.flags, args.tls,
				      args.stack ? args.stack + args.stack_size
						 : 0};
		return 0;
	}
}

/* How its child begins: see task_clone. */
static void prepare(struct task_home *home, const struct call *call,
		    const struct task *task)
{
	*home = (struct task_home){
		.start = {call->frame->rflags, call->frame->rip},
		.stack_top = task->stack_top,
		.flags = task->flags,
		.blocked = sigmask_ours_blocked(call->thread),
		.foreign_tid = call->thread->foreign_tid,
		.table_mark = shared_table_mark(),
	};
}

/* The record has room for what the outermost vfork saves. There may be no
 * memory for the inner ones, except for one. */
static struct thread_vfork kept_save BIG_TABLE;
static uint32_t kept_save_used;

static struct thread_vfork *begin_save(const struct thread *t)
{
	struct thread_vfork *save;

	if (!t->vfork)
		return &t->room->vfork;
	save = pages_map(sizeof(*save));
	if (!save && !__atomic_exchange_n(&kept_save_used, 1, __ATOMIC_ACQUIRE))
		save = &kept_save;
	return save;
}

/* Its own block, and those of children that were killed before theirs were
 * freed. */
static void end_save(struct thread *t, const struct thread_vfork *save)
{
	struct thread_vfork *inner, *outer = save->outer;

	while ((inner = t->vfork) != outer) {
		t->vfork = inner->outer;
		if (inner == &kept_save)
			__atomic_store_n(&kept_save_used, 0, __ATOMIC_RELEASE);
		else if (inner != &t->room->vfork)
			pages_unmap(inner, sizeof(*inner));
	}
}

static void prepare_lines(struct thread *t)
{
	const uint32_t in_hook = t->in_hook;

	guard_raise(t, THREAD_BUSY);
	ring_before_vfork(t);
	guard_put_back(t, in_hook);
}

/*
 * A child shares the caller's memory. All that the child will use of the record
 * is saved, and restored when the parent runs again, whatever happened to the
 * child. The child's stack may be anywhere, also within the caller's.
 */
static long vfork_on(struct thread *t, struct call *call,
		     const struct task *task)
{
	uint32_t level = t->level, in_hook = t->in_hook;
	uint32_t base_level = t->base_level;
	uintptr_t here = (uintptr_t)__builtin_frame_address(0),
		  calls = t->calls;
	struct thread_vfork *save = begin_save(t);
	long ret;

	if (!save)
		return -EAGAIN;
	save->outer = t->vfork;
	save->goes_on = 0;
	save->program_rsp = call->frame->rsp;
	save->child_rsp = task->stack_top;
	save->flags = task->flags;
	save->table_mark = shared_table_mark();
	save->tid = 0;
	memset(save->own_fds, 0, sizeof(save->own_fds));
	save->rip = call->frame->rip;
	save->rflags = call->frame->rflags;
	save->alt = t->alt;
	save->sud = t->sud;
	save->filters = t->filters;
	save->environments = t->environments;
	save->lines = t->lines;
	faults_vfork(save);
	signals_vfork(save);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	t->vfork = save;
	sigmask_vfork(t);
	t->sud.own[0] = 0;
	t->frame = call->frame->outer; /* the child is out of this call */
	t->base_level = t->level = level + 1;
	t->lines.base = t->lines.last;
	if (thread_on_calls(t, here))
		t->calls = (here - VFORK_SPAN_MAX) & ~(uintptr_t)63;
	ret = task_vfork(call->frame, &call->regs, save);
	sigmask_vfork_done(t);
	fd_calls_put_back(save);
	seccomp_filters_set(t, save->filters);
	t->alt = save->alt;
	t->sud = save->sud;
	t->lines = save->lines;
	t->calls = calls;
	exec_env_release(&t->environments, save->environments);
	t->frame = call->frame;
	if (t->in_hook && !in_hook) { /* the child was killed in a handler */
		if (thread_is_inside(t)) {
			stack_apart = 1;
			hook_lost();
		}
		objects_lost(t);
		t->reading.now += t->reading.now & 1;
		t->common = 0;
		thread_unlock_of(t);
	}
	guard_raise(t, THREAD_BUSY); /* signals were the parent's so far */
	end_save(t, save);
	t->level = level;
	t->base_level = base_level;
	guard_put_back(t, in_hook);
	rewrite_owed(t);
	return ret;
}

/* A vfork child has made this process. What the child has set up for signals is
 * the process's own now. */
static void leave_vfork(struct thread *t)
{
	if (!t->vfork)
		return;
	faults_fork(t->vfork);
	signals_fork(t->vfork);
	t->vfork = NULL;
}

/* Beside this task others may come to life unseen, with its gs. */
static void go_without_fallback(struct thread *t)
{
	t->sud.state |= THREAD_SUD_LEFT;
	thread_leave_gs();
	thread_is_multi = 1;
}

/* If its filters distinguish addresses, its calls may have to be made by the
 * program's instructions. If they refuse prctl, the task runs without the
 * fallback. */
static void begin_fallback(struct thread *t)
{
	if (t->sud.state & THREAD_EXACT || sud_arm() != 0)
		go_without_fallback(t);
	else
		t->sud.state &= ~(uint64_t)THREAD_SUD_LEFT;
}

/* What is pending stays with the maker. What came to this process is kept. */
static void forget_makers(struct thread *t)
{
	const unsigned long all = ~0ul; /* the fallback is off still */
	unsigned long mask = 0;
	int masked = ksignal_set_mask(&all, &mask) == 0;

	if (t->pending.forks)
		signals_forget(t, &mask);
	if (masked)
		ksignal_set_mask(&mask, NULL);
}

/* A task has got a table of descriptors, its own or its maker's. */
static void begin_table(uint64_t flags, uint32_t mark)
{
	if (!(flags & CLONE_FILES))
		exec_door_part(mark);
}

/* A process of its own, with the maker's record. The guard is up. */
static void begin_process(struct thread *t, uint64_t flags, uint32_t mark)
{
	const int was_unseen = (t->sud.state & THREAD_SUD_LEFT) != 0;

	forget_makers(t);
	begin_table(flags, mark);
	exec_door_after_fork();
	exec_file_after_fork();
	thread_after_fork(t);
	if (!thread_lock_after_fork(t)) {
		stack_apart = 1;
		hook_lost_in_copy();
	}
	objects_after_fork(t);
	log_after_fork();
	leave_vfork(t);
	ring_after_fork(t);
	t->sud.own[0] = 0;
	pages_lock(0);
	stats_restart();
	begin_fallback(t);
	if (!was_unseen) /* the kernel's mask is the program's already */
		sigmask_begin_unseen(t);
	if (flags & CLONE_CLEAR_SIGHAND)
		faults_forget(NULL);
}

void task_begin_vfork(struct thread_vfork *vfork)
{
	if (thread_found)
		vfork->tid = sys_gettid();
	if (vfork->flags & CLONE_CLEAR_SIGHAND)
		faults_forget(vfork);
	if (vfork->pending.kept.sig)
		ksignal_set_mask(&vfork->pending.kept.mask, NULL);
	if (!seccomp_filters_are_exact(vfork->filters))
		sud_arm();
	begin_table(vfork->flags, vfork->table_mark);
}

/*
 * Does the task stop other threads? Leak checkers (LeakSanitizer, gperftools)
 * stop all threads by a task that shares their memory, is not one of them and
 * must not be traced. It must not wait for what a stopped thread holds.
 */
static int stops_others(uint64_t flags)
{
	return (flags & CLONE_UNTRACED) && !(flags & CLONE_THREAD);
}

/* In a child with a stack of its own, before anything of the program runs. */
void task_begin(struct task_start *start)
{
	uintptr_t stack_top = (uintptr_t)(start + 1) + RED_ZONE;
	struct thread *t = thread_of_home(stack_top);

	*start = t->home.start;
	if (!(t->home.flags & CLONE_VM)) {
		leave_vfork(t);
		thread_restart(t);
		begin_process(t, t->home.flags, t->home.table_mark);
		guard_lower(t);
		events_tell(t, HOOK_FORK);
		return;
	}
	begin_fallback(t);
	t = thread_begin(t);
	begin_table(t->home.flags, t->home.table_mark);
	sigmask_begin(t, t->home.blocked);
	t->foreign_tid =
		t->home.foreign_tid ||
		(!(t->home.flags & CLONE_THREAD) && sys_getppid() == 0);
	if (stops_others(t->home.flags))
		hook_stack_bar(t);
	events_tell(t, HOOK_THREAD);
}

/*
 * While memory is copied, no other thread is in the interpreter, or with a
 * state for each thread none changes what is shared, so the copy is whole. The
 * guard is up meanwhile, because a signal handler would make calls of its own
 * and wait for the lock. A handler that was interrupted holds the lock already;
 * if there is only one thread, nobody else can. The lock is lent, because the
 * kernel may wait for what another thread answers, such as a supervisor of
 * system calls or a server of pages.
 */
static long fork_process(struct call *call, const struct task *task)
{
	struct thread *t = call->thread;
	const uint32_t forks = t->pending.forks; /* a handler of an outer's */
	const uint32_t mark = shared_table_mark();
	int locked = !t->in_hook && thread_is_multi;
	long ret;

	if (locked) {
		guard_raise(t, 1);
		thread_lock_state(t);
		thread_lock_common(t);
		thread_lend_for_fork();
	}
	rewrite_before_child(t, 0);
	pages_shared();
	t->pending.forks = 1;
	if (task->stack_top) {
		const struct task_home before = t->home;

		prepare(&t->home, call, task);
		ret = task_clone(call->frame, &call->regs);
		t->home = before;
	} else {
		ret = task_fork(&call->regs, &t->in_hook);
	}
	if (ret == 0) {
		begin_process(t, task->flags, mark);
		if (locked)
			thread_unlock_common(t);
		t->pending.forks = forks;
		guard_lower(t);
		events_tell(t, HOOK_FORK);
		return 0;
	}
	t->pending.forks = forks;
	if (locked) {
		thread_take_back(t);
		thread_unlock_common(t);
		thread_unlock_state();
		guard_lower(t);
	}
	return ret;
}

/* Another thread may give all threads one more meanwhile. */
static void inherit_filters(struct thread *child, const struct thread *t)
{
	const struct filter *f;

	do {
		f = __atomic_load_n(&t->filters, __ATOMIC_SEQ_CST);
		seccomp_filters_set(child, f);
	} while (f != __atomic_load_n(&t->filters, __ATOMIC_SEQ_CST));
}

static long new_thread(struct thread *t, struct call *call,
		       const struct task *task)
{
	struct thread *child = thread_reserve(task->stack_top);
	long ret;

	if (!child)
		return -EAGAIN;
	prepare(&child->home, call, task);
	child->clock.faults = t->clock.faults;
	inherit_filters(child, t);
	thread_new_storage(task->flags & CLONE_SETTLS ? task->tls : 0);
	thread_multi(t);
	ret = task_clone(call->frame, &call->regs);
	if (ret < 0)
		thread_release(child);
	return ret;
}

/* Without a record, for which there was no memory, no task is made: a child
 * would get none either. */
long task_make(struct call *call)
{
	struct thread *t = call->thread;
	struct task task;

	if (read_task(&call->regs, &task))
		return gate_issue(&call->regs);
	if (!t)
		return -EAGAIN;
	if (!(task.flags & CLONE_VM))
		return fork_process(call, &task);
	if (task.flags & CLONE_VFORK)
		rewrite_before_child(t, 1);
	else
		rewrite_now(t);
	if (!(task.flags & CLONE_FILES) &&
	    (thread_is_multi || !(task.flags & CLONE_VFORK)))
		fd_calls_part(call);
	if ((task.flags & CLONE_VFORK) || !task.stack_top) {
		prepare_lines(t);
		if (task.flags & CLONE_SETTLS) /* and our record */
			thread_new_storage(0);
		return vfork_on(t, call, &task);
	}
	return new_thread(t, call, &task);
}

long task_end_thread(struct call *call)
{
	struct thread *t = call->thread;
	uintptr_t start = 0, end = 0;

	if (t && !t->vfork) {
		start = t->unmapped.start;
		end = t->unmapped.end;
		hook_stack_thread_end(t);
		guard_raise(t, THREAD_BUSY);
		ring_close(t);
		guard_lower(t);
		thread_detach(t);
	}
	if (start != end)
		gate_end_thread(start, end - start, (long)call->regs.rdi);
	return gate_issue(&call->regs);
}

static void say_exit(struct thread *t)
{
	if (t->in_hook)
		return;
	guard_raise(t, THREAD_BUSY);
	ring_say_exit(t);
	guard_lower(t);
}

/* Exit callbacks belong to processes with memory of their own. */
void task_ends_process(struct thread *t)
{
	static uint32_t ended;

	if (t && !t->vfork &&
	    !__atomic_exchange_n(&ended, 1, __ATOMIC_RELAXED)) {
		events_tell(t, HOOK_EXIT);
		say_exit(t);
		stats_report();
		log_end();
	}
}

long task_end_process(struct call *call)
{
	task_ends_process(call->thread);
	return gate_issue(&call->regs);
}

/* For the program gs has the base that it has without us. */
static long ask_gs(const struct call *call)
{
	const uint64_t none = 0;

	if (thread_found == THREAD_BY_STORAGE || !thread_of_gs())
		return gate_issue(&call->regs);
	return memory_copy_out(call->regs.rsi, &none, sizeof(none)) ==
			       sizeof(none)
		       ? 0
		       : -EFAULT;
}

long task_set_storage(struct call *call)
{
	int sets = call->regs.rdi == ARCH_SET_FS;
	long ret;

	if (call->regs.rdi == ARCH_GET_GS)
		return ask_gs(call);
	if (call->regs.rdi == ARCH_SET_GS)
		thread_leave_gs();
	if (sets)
		thread_new_storage(call->regs.rsi);
	ret = gate_issue(&call->regs);
	if (sets && ret == 0 && call->thread)
		thread_changed_storage(call->thread);
	return ret;
}

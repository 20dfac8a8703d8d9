/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Other tasks. One at a time runs, and who waits for it makes no call for that,
 * or one that may fail.
 */
#include "run.h"

#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORD(at) ((volatile int *)(at))
#define NOT_YET 1 /* no task of ours has this number */

#define THREAD_FLAGS                                                           \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |    \
	 CLONE_SYSVSEM | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

static int in_vfork, in_task, in_child;

/* The kernel sets it to 0 when the main thread ends. */
void tasks_begin(void)
{
	*WORD(AREA_TID) = NOT_YET;
	self.me = self.tid =
		(pid_t)CALL(VIA_LIBC, SYS_set_tid_address, AREA_TID);
}

/* --- processes ---------------------------------------------------------------
 */

static void watch(pid_t child)
{
	int slot = shared->watches++;

	if (slot >= RUN_WATCHES)
		return;
	__atomic_store_n(&shared->watched[slot], child, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&shared->watched[slot], __ATOMIC_SEQ_CST))
		__builtin_ia32_pause();
}

static void child_ended(int via, long child)
{
	int *status = (void *)AREA_OUT;
	long ret;

	if (child < 0) {
		trace("  ] %ld", child);
		return;
	}
	watch((pid_t)child);
	*status = 0x5a;
	ret = CALL(via, SYS_wait4, child, status, 0, 0);
	if (ret == child)
		trace("  ] status %x", (unsigned int)*status & 0xff7f);
	else
		trace("  ] not waited for: %ld", ret);
}

static void child_begins(int via)
{
	in_task = 0;
	in_child = self.is_task = 1;
	self.is_helper = 0;
	self.me = self.tid = (pid_t)CALL(via, SYS_getpid, 0);
	trace("  [");
}

static int may_fork(void)
{
	return shared->forks++ < RUN_FORKS;
}

void fork_op(const struct op *op, int at, int end_at)
{
	long child;

	if (!may_fork())
		return;
	child = op->via == VIA_LIBC ? fork() : CALL(op->via, SYS_fork, 0);
	if (child == 0) {
		child_begins(op->via);
		run_ops(at, end_at);
		end(END_WELL);
	}
	child_ended(op->via, child);
}

void vfork_op(const struct op *op, int at, int end_at)
{
	static struct state saved;
	volatile int was_task = in_task, was_child = in_child;
	pid_t child;

	if (in_vfork || !may_fork())
		return;
	saved = self;
	child = vfork();
	if (child == 0) {
		in_vfork = 1;
		child_begins(op->via);
		run_ops(at, end_at);
		end(END_WELL);
	}
	in_vfork = 0;
	in_task = was_task;
	in_child = was_child;
	self = saved;
	child_ended(op->via, child);
}

/* The rest is done by the program after exec. */
static char **arguments(int at, int end_at)
{
	char **argv = (void *)AREA_ARGV;
	char *text = (void *)AREA_ARGS;

	snprintf(text, 32, "%d", at);
	snprintf(text + 32, 32, "%d", end_at);
	snprintf(text + 64, 32, "%lu", (unsigned long)plan.seed);
	snprintf(text + 96, 32, "%d", options);
	argv[0] = (void *)AREA_SELF;
	for (int i = 0; i < 4; i++)
		argv[1 + i] = text + 32 * i;
	argv[5] = NULL;
	return argv;
}

void exec_op(const struct op *op, int at, int end_at)
{
	char **argv = arguments(at, end_at);
	pid_t child;

	if (in_vfork || !may_fork())
		return;
	child = fork();
	if (child == 0) {
		child_begins(op->via);
		trace("  exec: %ld",
		      CALL(op->via, SYS_execve, AREA_SELF, argv, environ));
		end(END_WELL);
	}
	child_ended(op->via, child);
}

void spawn_op(const struct op *op, int at, int end_at)
{
	char **argv = arguments(at, end_at);
	pid_t child = 0;
	int error;

	if (in_vfork || !may_fork())
		return;
	error = posix_spawn(&child, (void *)AREA_SELF, NULL, NULL, argv,
			    environ);
	if (!error) /* it traces already */
		child_ended(op->via, child);
	trace("  spawn: %d", error);
}

/* --- threads -----------------------------------------------------------------
 */

static struct {
	int at, end;
} in_thread;

/* long task_start(long nr, long a, long b, long c, long d, long e) */
__asm__(".pushsection .text\n.balign 16\ntask_start:\n.cfi_startproc\n"
	"mov %rdi, %rax\n mov %rsi, %rdi\n mov %rdx, %rsi\n"
	"mov %rcx, %rdx\n mov %r8, %r10\n mov %r9, %r8\n"
	"syscall\n"
	"test %rax, %rax\n"
	"jz 1f\n"
	"ret\n"
	"1: xor %ebp, %ebp\n"
	"and $-16, %rsp\n"
	"call task_main\n"
	"ud2\n.cfi_endproc\n.popsection");
long task_start(long nr, long a, long b, long c, long d, long e);
void task_main(void);
static void helper_main(void);

static long start(const struct op *op, int is_helper, uintptr_t word)
{
	const uintptr_t stack =
		AREA_STACKS + (is_helper ? 0 : AREA_STACKS_SIZE);
	struct clone_args args = {
		.flags = THREAD_FLAGS,
		.parent_tid = word,
		.child_tid = word,
		.stack = stack,
		.stack_size = AREA_STACKS_SIZE,
	};

	*WORD(word) = NOT_YET;
	memcpy((void *)AREA_CLONE, &args, sizeof(args));
	if (op->how % 2)
		return task_start(SYS_clone3, AREA_CLONE, sizeof(args), 0, 0,
				  0);
	return task_start(SYS_clone, THREAD_FLAGS, (long)stack + 0x10000,
			  (long)word, (long)word, 0);
}

static int is_running(uintptr_t word)
{
	return *WORD(word) != 0 && *WORD(word) != NOT_YET;
}

static int starts_helper;

__attribute__((used)) void task_main(void)
{
	in_task = 1;
	if (starts_helper)
		helper_main();
	self.is_task = 1;
	self.tid = (pid_t)CALL(VIA_FIRST, SYS_gettid, 0);
	self.depth = 0;
	trace("  (");
	run_ops(in_thread.at, in_thread.end);
	trace("  )");
	CALL(VIA_FIRST, SYS_exit, 0);
	end(END_WELL);
}

void thread_op(const struct op *op, int at, int end_at)
{
	struct state before = self;
	long ret;

	if (in_vfork || in_task || !plan.is_raw) {
		pthread_op(at, end_at);
		return;
	}
	in_thread.at = at;
	in_thread.end = end_at;
	starts_helper = 0;
	ret = start(op, 0, AREA_TASK);
	while (is_running(AREA_TASK))
		__builtin_ia32_pause();
	self = before;
	in_task = 0;
	trace("  thread: %ld", ret > 0 ? 1 : ret);
}

static void *pthread_main(void *data)
{
	(void)data;
	self.is_task = 1;
	self.tid = (pid_t)CALL(VIA_FIRST, SYS_gettid, 0);
	trace("  (");
	run_ops(in_thread.at, in_thread.end);
	trace("  )");
	return NULL;
}

void pthread_op(int at, int end_at)
{
	struct state before = self;
	pthread_t thread;
	int error;

	if (in_vfork || in_task) {
		run_ops(at, end_at);
		return;
	}
	in_thread.at = at;
	in_thread.end = end_at;
	in_task = 1;
	error = pthread_create(&thread, NULL, pthread_main, NULL);
	if (!error)
		pthread_join(thread, NULL);
	in_task = 0;
	self = before;
	trace("  pthread: %d", error);
}

/* --- a thread that does what it is told --------------------------------------
 */

static struct {
	int go, at, end;
} told; /* go is atomic */

static void helper_main(void)
{
	pid_t tid = (pid_t)CALL(VIA_FIRST, SYS_gettid, 0);

	if (!plan.is_raw) /* as the kernel does for the others */
		CALL(VIA_FIRST, SYS_set_tid_address, AREA_HELPER);
	__atomic_store_n(&told.go, 0, __ATOMIC_SEQ_CST);
	for (;;) {
		while (!__atomic_load_n(&told.go, __ATOMIC_SEQ_CST)) {
			if (*WORD(AREA_TID) == 0)
				end(END_ALONE);
			__builtin_ia32_pause();
		}
		self.tid = tid;
		self.is_task = 1;
		run_ops(told.at, told.end);
		__atomic_store_n(&told.go, 0, __ATOMIC_SEQ_CST);
	}
}

static void *helper_pthread(void *data)
{
	(void)data;
	in_task = 1;
	helper_main();
	return NULL;
}

/* Filters may trap, or kill for, what it needs. */
static long start_pthread(void)
{
	pthread_t thread;
	int error;

	*WORD(AREA_HELPER) = NOT_YET + 1;
	error = pthread_create(&thread, NULL, helper_pthread, NULL);
	if (error)
		*WORD(AREA_HELPER) = 0;
	return error ? -error : 1;
}

static void await_helper(void)
{
	while (is_running(AREA_HELPER) &&
	       __atomic_load_n(&told.go, __ATOMIC_SEQ_CST))
		__builtin_ia32_pause();
}

void helper_op(const struct op *op)
{
	struct state before = self;
	long ret;

	if (self.is_helper || in_child || in_task)
		return;
	told.go = 1;
	starts_helper = 1;
	ret = plan.is_raw ? start(op, 1, AREA_HELPER) : start_pthread();
	await_helper();
	self = before;
	in_task = 0;
	self.is_helper = is_running(AREA_HELPER);
	trace("  helper: %ld", ret > 0 ? 1 : ret);
}

void tell_op(int at, int end_at)
{
	struct state before = self;

	if (!self.is_helper || in_task || in_child) {
		run_ops(at, end_at);
		return;
	}
	told.at = at;
	told.end = end_at;
	in_task = 1;
	self.depth = 0;
	__atomic_store_n(&told.go, 1, __ATOMIC_SEQ_CST);
	await_helper();
	in_task = 0;
	self = before;
	self.is_helper = is_running(AREA_HELPER);
}

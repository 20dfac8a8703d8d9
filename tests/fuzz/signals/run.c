/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Runs the steps of a plan. */
#include "run.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct plan plan;
struct state self;
struct try tries[RUN_TRIES];

static const struct timespec none;

/* SA_RESTORER and libc's restorer, for actions that are set without libc. */
static struct kernel_action like_libc(int sig)
{
	struct kernel_action act;
	struct sigaction old, new = {.sa_sigaction = handlers[0]};

	sigaction(sig, &new, &old);
	action_of(sig, &act);
	sigaction(sig, &old, NULL);
	return act;
}

static void action_op(const struct op *op)
{
	struct kernel_action act = {0}, old;
	long ret;

	if (op->slot >= 0) {
		static struct kernel_action model;

		if (!model.restorer)
			model = like_libc(SIGPWR);
		act = model;
		act.handler = handlers[op->slot];
		act.flags |= op->flags;
	} else {
		act.handler = (void (*)(int, siginfo_t *, void *))(
			uintptr_t)(op->slot == SLOT_IGNORE);
		act.flags = op->flags;
	}
	act.mask = op->mask;
	ret = CALL(op->via, SYS_rt_sigaction, op->sig, &act, &old, 8);
	trace("  %ld was handler %d flags %lx mask %lx", ret,
	      ret ? 0 : handlers_slot((void *)old.handler), ret ? 0 : old.flags,
	      ret ? 0 : old.mask);
}

static void mask_op(const struct op *op)
{
	uint64_t old = 0;
	long ret = CALL(op->via, SYS_rt_sigprocmask, op->how % 3, &op->mask,
			op->how / 3 % 4 ? &old : NULL, 8);

	trace("  %ld was %lx", ret, old);
}

/* Whether the program would end by it, which is not what it is about. */
static int is_end(const struct op *op, int sig)
{
	return !op->wild && !self.in_child && action_kills(sig);
}

static void send_op(const struct op *op)
{
	if (is_end(op, op->sends[0].sig))
		return;
	trace("  %ld", send_to(self.me, self.tid, &op->sends[0], op->via));
}

/* Several at once: they come when they are unblocked together. */
static void volley_op(const struct op *op)
{
	uint64_t set = op->how % 3 ? ~0ul : 0, old;

	for (int i = 0; i < op->count; i++)
		set |= plan_bit(op->sends[i].sig);
	old = mask_change(SIG_BLOCK, set);
	for (int i = 0; i < op->count; i++)
		if (!is_end(op, op->sends[i].sig))
			trace("  %ld", send_to(self.me, self.tid, &op->sends[i],
					       op->via));
	CALL(op->via, SYS_rt_sigprocmask, SIG_SETMASK, &old, NULL, 8);
}

static void suspend_op(const struct op *op)
{
	const struct send *send = &op->sends[0];
	const uint64_t set = op->mask & ~plan_bit(send->sig);
	struct kernel_action act;
	uint64_t old;

	action_of(send->sig, &act);
	if (!action_is_handler(&act))
		return;
	old = mask_change(SIG_BLOCK, plan_bit(send->sig));
	if (send_to(self.me, self.tid, send, op->via) == 0)
		trace("  %ld", CALL(op->via, SYS_rt_sigsuspend, &set, 8));
	mask_change(SIG_SETMASK, old);
}

static long poll_call(const struct op *op, const uint64_t *mask,
		      struct timespec *wait)
{
	const uint64_t pair[2] = {(uintptr_t)mask, 8};
	int ms = wait->tv_nsec != 0;
	struct epoll_event event;
	long ret;
	int fd;

	switch (op->how % 4) {
	case 0:
		return CALL(op->via, SYS_ppoll, NULL, 0, wait, mask, 8);
	case 1:
		return CALL(op->via, SYS_pselect6, 0, NULL, NULL, NULL, wait,
			    pair);
	case 2:
		fd = epoll_create1(0);
		ret = CALL(op->via, SYS_epoll_pwait, fd, &event, 1, ms, mask,
			   8);
		break;
	default:
		fd = epoll_create1(0);
		ret = CALL(op->via, SYS_epoll_pwait2, fd, &event, 1, wait, mask,
			   8);
	}
	close(fd);
	return ret;
}

static void poll_op(const struct op *op)
{
	struct timespec wait = {.tv_nsec = op->how / 4 % 2 ? 300000 : 0};

	trace("  %ld",
	      poll_call(op, op->how / 8 % 5 ? &op->mask : NULL, &wait));
}

static void take_op(const struct op *op)
{
	siginfo_t info;
	int told = op->how % 4 != 0;
	long ret = CALL(op->via, SYS_rt_sigtimedwait, &op->mask,
			told ? &info : NULL, &none, 8);

	trace("  %ld", ret);
	if (ret > 0 && told)
		trace_info(" ", &info);
}

static void pending_op(const struct op *op)
{
	uint64_t set = 0;
	long ret = CALL(op->via, SYS_rt_sigpending, &set, 8);

	trace("  %ld %lx", ret, set);
}

static void signalfd_op(const struct op *op)
{
	const uint64_t set = op->mask & ~plan_bit(SIGSYS); /* docs/limits.md */
	struct signalfd_siginfo infos[3];
	int fd = (int)CALL(op->via, SYS_signalfd4, -1, &set, 8, SFD_NONBLOCK);
	long ret = CALL(op->via, SYS_read, fd, infos, sizeof(infos));

	trace("  %ld", ret);
	for (long i = 0; i < ret / (long)sizeof(infos[0]); i++)
		trace("  signo %u code %d pid %s value %d", infos[i].ssi_signo,
		      infos[i].ssi_code,
		      infos[i].ssi_code == SI_TIMER
			      ? "-"
			      : trace_pid((pid_t)infos[i].ssi_pid),
		      infos[i].ssi_int);
	close(fd);
}

/* --- timers ------------------------------------------------------------------
 */

static void await_itimer(void)
{
	struct itimerval timer = {.it_value = {.tv_usec = 50}};
	const struct timespec moment = {.tv_nsec = 50000};

	setitimer(ITIMER_REAL, &timer, NULL);
	do {
		nanosleep(&moment, NULL);
		getitimer(ITIMER_REAL, &timer);
	} while (timer.it_value.tv_sec || timer.it_value.tv_usec);
}

static int await_timer(const struct op *op, int *id)
{
	struct itimerspec timer = {.it_value = {.tv_nsec = 50000}};
	const struct timespec moment = {.tv_nsec = 50000};
	struct sigevent event;
	long ret;

	memset(&event, 0, sizeof(event));
	event.sigev_notify = op->how % 3 ? SIGEV_THREAD_ID : SIGEV_SIGNAL;
	event.sigev_signo = op->sig;
	event.sigev_value.sival_int = op->sends[0].value;
	event._sigev_un._tid = self.tid;
	ret = CALL(op->via, SYS_timer_create, CLOCK_MONOTONIC, &event, id);
	if (ret)
		return (int)ret;
	CALL(op->via, SYS_timer_settime, *id, 0, &timer, NULL);
	do {
		nanosleep(&moment, NULL);
		CALL(op->via, SYS_timer_gettime, *id, &timer);
	} while (timer.it_value.tv_sec || timer.it_value.tv_nsec);
	return 0;
}

/* The signal is pending when the timer has run out; it is taken, or comes. */
/* Not with those of which a timer's signal is pending in the library: the
 * kernel takes it back with the timer. */
static void timer_op(const struct op *op)
{
	const uint64_t ours = plan_bit(SIGBUS) | plan_bit(SIGSEGV) |
			      plan_bit(SIGSYS);
	int by_timer = op->how % 4 && !(plan_bit(op->sig) & ours);
	int sig = by_timer ? op->sig : SIGALRM, id = -1, error = 0;
	const uint64_t set = plan_bit(sig);
	uint64_t old;
	siginfo_t info;

	if (is_end(op, sig))
		return;
	old = mask_change(SIG_BLOCK, set);
	if (by_timer)
		error = await_timer(op, &id);
	else
		await_itimer();
	trace("  timer %d pending %lx", error, pending_now());
	if (op->how / 4 % 2 == 0) {
		long ret = CALL(op->via, SYS_rt_sigtimedwait, &set, &info,
				&none, 8);

		trace("  %ld", ret);
		if (ret > 0)
			trace_info(" ", &info);
	}
	mask_change(SIG_SETMASK, old);
	if (id >= 0)
		CALL(op->via, SYS_timer_delete, id);
}

/* --- ways out ----------------------------------------------------------------
 */

static void jump_op(void)
{
	if (may_jump()) {
		trace("  jumps");
		jump();
	}
}

static void try_op(const struct op *op, int at, int end)
{
	volatile int before = self.tries;
	struct try *try = &tries[before];

	if (before == RUN_TRIES) {
		run_ops(at, end);
		return;
	}
	try->depth = self.depth;
	try->no_jump = self.no_jump;
	try->context = self.context;
	try->touching = self.touching;
	if (sigsetjmp(try->env, op->how % 5 != 0) == 0) {
		self.tries = before + 1;
		run_ops(at, end);
	} else {
		self.depth = tries[before].depth;
		self.no_jump = tries[before].no_jump;
		self.context = tries[before].context;
		self.touching = tries[before].touching;
		self.quiet = 0; /* there is no way out of a burst */
		trace("  landed");
	}
	self.tries = before;
}

/* --- processes ---------------------------------------------------------------
 */

static void child_begins(void)
{
	self.me = self.tid = (pid_t)syscall(SYS_getpid);
	self.in_child = 1;
	trace("[ child pending %lx", pending_now());
}

static char *const again[] = {(char *)"signals", (char *)"-r", NULL};

static void exec_again(void)
{
	execve("/proc/self/exe", again, environ);
	trace("  exec: %d", errno);
}

static void child_ended(pid_t child, uint64_t old)
{
	int status = -1;
	pid_t ret;

	while ((ret = waitpid(child, &status, 0)) == -1 && errno == EINTR)
		;
	if (ret != child)
		trace("] child %d", errno);
	else if (WIFSIGNALED(status))
		trace("] child killed by %d", WTERMSIG(status));
	else
		trace("] child ended with %d", WEXITSTATUS(status));
	mask_change(SIG_SETMASK, old);
}

static void fork_op(const struct op *op, int at, int end)
{
	uint64_t old;
	pid_t child;

	if (shared->forks++ >= RUN_FORKS)
		return;
	old = mask_change(SIG_BLOCK, plan_bit(SIGCHLD));
	child = fork();
	if (child == 0) {
		child_begins();
		self.tries = self.first_try = 0;
		mask_change(SIG_SETMASK, old);
		trace_report(0);
		run_ops(at, end);
		if (op->kind == OP_EXEC)
			exec_again();
		trace_report(0);
		_exit(op->how);
	}
	child_ended(child, old);
}

static void vfork_op(const struct op *op, int at, int end)
{
	static struct state saved[RUN_FORKS];
	volatile int level = shared->forks;
	volatile uint64_t old;
	pid_t child;

	if (shared->forks++ >= RUN_FORKS)
		return;
	saved[level] = self;
	old = mask_change(SIG_BLOCK, plan_bit(SIGCHLD));
	child = vfork();
	if (child == 0) {
		child_begins();
		self.in_vfork = 1;
		mask_change(SIG_SETMASK, old);
		trace_report(0);
		run_ops(at, end);
		trace_report(0);
		_exit(op->how);
	}
	self = saved[level];
	child_ended(child, old);
}

static void spawn_op(const struct op *op)
{
	uint64_t old = mask_change(SIG_BLOCK, plan_bit(SIGCHLD));
	posix_spawnattr_t attr;
	sigset_t set;
	pid_t child = 0;
	int error;

	memset(&set, 0, sizeof(set));
	memcpy(&set, &op->mask, sizeof(op->mask));
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &set);
	posix_spawnattr_setsigdefault(&attr, &set);
	posix_spawnattr_setflags(
		&attr, (short)((op->how & 1 ? POSIX_SPAWN_SETSIGMASK : 0) |
			       (op->how & 2 ? POSIX_SPAWN_SETSIGDEF : 0)));
	error = posix_spawn(&child, "/proc/self/exe", NULL, &attr, again,
			    environ);
	posix_spawnattr_destroy(&attr);
	if (error)
		trace("  spawn: %d", error);
	child_ended(child, old);
}

static void exec_op(const struct op *op, int at, int end)
{
	if (op->how / 4 % 2 == 0)
		fork_op(op, at, end);
	else if (shared->forks++ < RUN_FORKS)
		spawn_op(op);
}

/* --- another thread ----------------------------------------------------------
 */

struct thread_ops {
	int at, end;
	uint64_t mask;
};

static void *in_thread(void *data)
{
	const struct thread_ops *ops = data;

	self.tid = (pid_t)syscall(SYS_gettid);
	mask_change(SIG_SETMASK, ops->mask);
	trace_report(0);
	run_ops(ops->at, ops->end);
	trace_report(0);
	return NULL;
}

/* It is the only one that takes signals meanwhile. */
static void thread_op(int at, int end)
{
	struct thread_ops ops = {.at = at, .end = end};
	struct state before = self;
	pthread_attr_t attr;
	pthread_t thread;

	if (self.in_vfork || self.depth) {
		run_ops(at, end);
		return;
	}
	ops.mask = mask_change(SIG_BLOCK, ~0ul);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 1 << 18);
	self.first_try = self.tries;
	if (pthread_create(&thread, &attr, in_thread, &ops) == 0)
		pthread_join(thread, NULL);
	pthread_attr_destroy(&attr);
	self = before;
	mask_change(SIG_SETMASK, ops.mask);
}

static void limit_op(const struct op *op)
{
	struct rlimit limit;

	getrlimit(RLIMIT_SIGPENDING, &limit);
	limit.rlim_cur = op->how % 3 ? 0 : limit.rlim_max;
	trace("  %d", setrlimit(RLIMIT_SIGPENDING, &limit));
}

/* --- the lists ---------------------------------------------------------------
 */

static void run_simple(const struct op *op)
{
	switch (op->kind) {
	case OP_ACTION:
		action_op(op);
		break;
	case OP_MASK:
		mask_op(op);
		break;
	case OP_SEND:
		send_op(op);
		break;
	case OP_VOLLEY:
		volley_op(op);
		break;
	case OP_SUSPEND:
		suspend_op(op);
		break;
	case OP_POLL:
		poll_op(op);
		break;
	case OP_TAKE:
		take_op(op);
		break;
	case OP_PENDING:
		pending_op(op);
		break;
	case OP_SIGNALFD:
		signalfd_op(op);
		break;
	case OP_TIMER:
		timer_op(op);
		break;
	case OP_JUMP:
		jump_op();
		break;
	case OP_EDIT:
		edit_op(op);
		break;
	case OP_STACK:
		stacks_op(op);
		break;
	case OP_FAULT:
		faults_op(op);
		break;
	case OP_LIMIT:
		limit_op(op);
		break;
	case OP_FROM:
	case OP_BURST:
		burst_op(op, op->kind == OP_FROM);
		break;
	default:
		trace_report(0);
	}
}

/* Those that have others within them; where it goes on. */
static int run_op(int at, int end)
{
	const struct op *op = &plan.ops[at];
	int after = at + 1 + (op->count + 1) / 2;

	if (after > end)
		after = end;
	switch (op->kind) {
	case OP_TRY:
		try_op(op, at + 1, after);
		return after;
	case OP_FORK:
		fork_op(op, at + 1, after);
		return after;
	case OP_EXEC:
		exec_op(op, at + 1, after);
		return after;
	case OP_THREAD:
		thread_op(at + 1, after);
		return after;
	case OP_VFORK:
		vfork_op(op, at + 1, after);
		return after;
	default:
		run_simple(op);
		return at + 1;
	}
}

void run_ops(int at, int end)
{
	while (at < end) {
		if (!plan.kept[at]) {
			at++;
			continue;
		}
		trace("> %d %s", at, plan_name(&plan.ops[at]));
		at = run_op(at, end);
		trace("< mask %lx", mask_now());
	}
}

void run_list(int list)
{
	run_ops(plan.first[list], plan.first[list + 1]);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals from another process, another thread, or from where a script runs in
 * this one, while calls are made. The moment is nobody's: what counts is that
 * all arrive, here, in order, with their values, and under which mask.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run.h"

/* The argument of getppid with which a script sends what rsi leads to. */
#define SENT_BY_SCRIPT 0x5ca1ab1e

enum {
	WRONG_MASK = 1,
	WRONG_BEFORE = 2,
	WRONG_PROCESS = 4,
	WRONG_INFO = 8,
	WRONG_BLOCKED = 16
};

static long send_info(long nr, pid_t pid, pid_t tid, const struct send *send,
		      int via)
{
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_signo = send->sig;
	info.si_code = send->code;
	info.si_pid = (pid_t)syscall(SYS_getpid);
	info.si_uid = getuid();
	info.si_value.sival_int = send->value;
	if (nr == SYS_rt_tgsigqueueinfo)
		return CALL(via, nr, pid, tid, send->sig, &info);
	return CALL(via, nr, pid, send->sig, &info);
}

/* Of these docs/limits.md has more to say. */
static int is_ours(int sig)
{
	return sig == SIGBUS || sig == SIGSEGV || sig == SIGSYS;
}

/*
 * What a thread sends of ours to a process all threads of which block it may
 * come to the others first; where the kernel keeps no siginfo nothing says
 * whether one was sent to the process or to the thread.
 */
static int how_of(pid_t pid, pid_t tid, const struct send *send)
{
	struct rlimit limit;
	int is_limited;

	if (!is_ours(send->sig))
		return send->how;
	is_limited = getrlimit(RLIMIT_SIGPENDING, &limit) == 0 &&
		     limit.rlim_cur == 0;
	if (tid != pid)
		return is_limited ? SEND_COUNT : SEND_TGKILL;
	return is_limited ? SEND_KILL : send->how;
}

long send_to(pid_t pid, pid_t tid, const struct send *send, int via)
{
	union sigval value;

	memset(&value, 0, sizeof(value));
	value.sival_int = send->value;
	errno = 0; /* a handler may change the result, and not this */
	switch (how_of(pid, tid, send)) {
	case SEND_COUNT: /* not at all */
		return 0;
	case SEND_KILL:
		if (via == VIA_LIBC)
			return kill(pid, send->sig) ? -errno : 0;
		return CALL(via, SYS_kill, pid, send->sig);
	case SEND_RAISE:
		if (pid == self.me && via == VIA_LIBC)
			return raise(send->sig) ? -errno : 0;
		/* fall through */
	case SEND_TGKILL:
		return CALL(via, SYS_tgkill, pid, tid, send->sig);
	case SEND_SIGQUEUE:
		return sigqueue(pid, send->sig, value) ? -errno : 0;
	case SEND_QUEUEINFO:
		return send_info(SYS_rt_sigqueueinfo, pid, tid, send, via);
	default:
		return send_info(SYS_rt_tgsigqueueinfo, pid, tid, send, via);
	}
}

/* --- arrival -----------------------------------------------------------------
 */

void burst_note(int sig, const siginfo_t *info, const ucontext_t *context)
{
	struct burst *b = &shared->burst;
	uint64_t before = *(const uint64_t *)&context->uc_sigmask;
	uint64_t expected = before | b->mask[sig], now = mask_now();

	if (!(b->flags[sig] & SA_NODEFER))
		expected |= plan_bit(sig);
	expected &= ~(plan_bit(SIGKILL) | plan_bit(SIGSTOP));
	if (now != expected)
		b->wrong |= WRONG_MASK;
	if (b->base & ~before)
		b->wrong |= WRONG_BEFORE;
	if (before & plan_bit(sig))
		b->wrong |= WRONG_BLOCKED;
	if ((pid_t)syscall(SYS_getpid) != b->target)
		b->wrong |= WRONG_PROCESS;
	if (info && (info->si_signo != sig || info->si_code > 0 ||
		     (info->si_pid != b->helper && info->si_pid != b->target &&
		      !b->limited)))
		b->wrong |= WRONG_INFO;
	if (b->arrived[sig] < PLAN_SENDS + 2)
		b->values[sig][b->arrived[sig]] =
			info ? info->si_value.sival_int : -1;
	b->arrived[sig]++;
}

/* --- the other side ----------------------------------------------------------
 */

static void send_all(int via)
{
	struct burst *b = &shared->burst;

	for (int i = 0; i < b->count; i++)
		b->results[i] =
			(int)send_to(b->target, b->tid, &b->sends[i], via);
}

static void *helper(void *unused)
{
	(void)unused;
	while (!__atomic_load_n(&shared->burst.go, __ATOMIC_ACQUIRE))
		sched_yield();
	send_all(VIA_SYSCALL);
	__atomic_store_n(&shared->burst.done, 1, __ATOMIC_RELEASE);
	return NULL;
}

static pid_t start_process(void)
{
	pid_t child = (pid_t)syscall(SYS_clone, 0, 0, 0, 0, 0);

	if (child == 0) {
		helper(NULL);
		syscall(SYS_exit_group, 0);
	}
	return child;
}

static int start_thread(pthread_t *thread)
{
	pthread_attr_t attr;
	sigset_t all;
	int error;

	sigfillset(&all);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 65536);
	pthread_attr_setsigmask_np(&attr, &all);
	error = pthread_create(thread, &attr, helper, NULL);
	pthread_attr_destroy(&attr);
	return error;
}

/* Would it end a child of vfork in a handler? That takes the hooks of its
 * parent along (docs/limits.md). */
static int ends_vfork(const struct burst *b)
{
	for (int i = 0; self.in_vfork && i < b->count; i++)
		if (action_kills(b->sends[i].sig))
			return 1;
	return 0;
}

/* Where a script does not do it, the program does. */
static void send_inside(void)
{
	struct burst *b = &shared->burst;
	int by_script = getenv("SIGNALS_BY_SCRIPT") && !ends_vfork(b);

	if (!by_script)
		send_all(VIA_SYSCALL);
	CALL(VIA_SYSCALL, SYS_getppid, by_script ? SENT_BY_SCRIPT : 0, b->sends,
	     b->count, b->target, b->tid);
	b->done = 1;
}

/* --- this side ---------------------------------------------------------------
 */

static void loop_fork(void)
{
	pid_t child = fork();

	if (child == 0) {
		for (int i = 0; i < 3; i++)
			syscall(SYS_getppid);
		_exit(0);
	}
	while (waitpid(child, NULL, 0) == -1 && errno == EINTR)
		;
}

static void loop_vfork(void)
{
	pid_t child = vfork();

	if (child == 0)
		_exit(0);
	while (waitpid(child, NULL, 0) == -1 && errno == EINTR)
		;
}

static void loop_pipe(void)
{
	int ends[2];
	char c = 'x';

	if (pipe(ends))
		return;
	while (write(ends[1], &c, 1) == -1 && errno == EINTR)
		;
	while (read(ends[0], &c, 1) == -1 && errno == EINTR)
		;
	close(ends[0]);
	close(ends[1]);
}

static void loop_masks(uint64_t base)
{
	mask_change(SIG_BLOCK, ~0ul);
	syscall(SYS_getppid);
	mask_change(SIG_SETMASK, base);
}

static void loop_sleep(void)
{
	const struct timespec moment = {.tv_nsec = 20000};

	nanosleep(&moment, NULL);
}

static void loop(int kind)
{
	switch (kind) {
	case 1:
		loop_fork();
		break;
	case 2:
		loop_vfork();
		break;
	case 3:
		loop_pipe();
		break;
	case 4:
		loop_masks(shared->burst.base);
		break;
	case 5:
		loop_sleep();
		break;
	default:
		syscall(SYS_getppid);
	}
}

/* --- the operation -----------------------------------------------------------
 */

static int is_private(const struct send *send)
{
	return send->how == SEND_TGKILL || send->how == SEND_RAISE ||
	       send->how == SEND_TGQUEUEINFO;
}

/* What is sure to arrive, and to be handled. */
static int is_sure(const struct send *send, uint64_t mask)
{
	struct kernel_action act;

	action_of(send->sig, &act);
	shared->burst.mask[send->sig] = act.mask;
	shared->burst.flags[send->sig] = (uint32_t)act.flags;
	return action_is_handler(&act) && !(act.flags & SA_RESETHAND) &&
	       !(mask & plan_bit(send->sig)) && send->sig != SIGTSTP &&
	       send->sig != SIGCONT;
}

/* What comes from another process: that may not say that it is the kernel's;
 * and nothing tells of one of ours that it was queued to the thread. */
static struct send from_other(const struct send *drawn)
{
	struct send send = *drawn;

	if (send.code >= 0 || send.code == SI_TKILL)
		send.code = SI_QUEUE;
	if (send.how == SEND_TGQUEUEINFO && is_ours(send.sig))
		send.how = SEND_TGKILL;
	send.how = (uint8_t)how_of(self.me, self.tid, &send);
	return send;
}

static void prepare(const struct op *op, int single)
{
	struct burst *b = &shared->burst;
	struct rlimit limit;
	int private = 0;

	memset(b, 0, sizeof(*b));
	b->target = self.me;
	b->tid = self.tid;
	b->base = mask_now();
	b->limited = getrlimit(RLIMIT_SIGPENDING, &limit) == 0 &&
		     limit.rlim_cur == 0;
	for (int i = 0; i < (single ? 1 : op->count); i++) {
		struct send send = from_other(&op->sends[i]);

		/* with SIGSYS a trap may be under way, and it comes once */
		if (send.how == SEND_COUNT || send.sig == SIGSYS)
			continue;
		if (!single && !is_sure(&send, b->base)) {
			trace("  without %d", send.sig);
			continue;
		}
		if (single && !op->wild && !self.in_child &&
		    action_kills(send.sig))
			continue;
		private |= 1 << is_private(&send);
		b->sends[b->count++] = send;
	}
	b->unordered = private == 3;
	b->muted = !single;
}

static int by_value(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void trace_arrived(int sig)
{
	struct burst *b = &shared->burst;
	int count = b->arrived[sig];

	if (!count)
		return;
	if (sig < 34) {
		trace("  %d arrived", sig);
		return;
	}
	if (b->unordered || b->flags[sig] & SA_NODEFER)
		qsort(b->values[sig], (size_t)count, sizeof(int), by_value);
	trace("  %d arrived %d times", sig, count);
	for (int i = 0; i < count && i < PLAN_SENDS + 2; i++)
		trace("    value %d", b->values[sig][i]);
}

static void wait_for_all(int kind)
{
	struct burst *b = &shared->burst;

	/* what handlers look at is there before the first signal can come */
	__atomic_store_n(&b->go, 1, __ATOMIC_SEQ_CST);
	while (!__atomic_load_n(&b->done, __ATOMIC_ACQUIRE))
		loop(kind);
	for (int i = 0; i < 2; i++)
		syscall(SYS_getppid);
}

static void with_helper(int who, int kind)
{
	pthread_t thread;
	pid_t child = 0;
	int threaded = 0;

	self.no_jump++;
	if (who == 0)
		shared->burst.helper = child = start_process();
	else if (who == 1)
		threaded = start_thread(&thread) == 0;
	/* the first pthread_create() unblocks glibc's own signals */
	shared->burst.base = mask_now();
	shared->burst.on = 1;
	if (who == 2 || (who == 1 && !threaded))
		send_inside();
	wait_for_all(kind);
	shared->burst.on = 0;
	shared->burst.muted = 0;
	if (threaded)
		pthread_join(thread, NULL);
	while (child && waitpid(child, NULL, __WALL) == -1 && errno == EINTR)
		;
	self.no_jump--;
}

void burst_op(const struct op *op, int single)
{
	struct burst *b = &shared->burst;
	int who = op->how % 3, kind = single ? 0 : op->how / 3 % 7;
	uint64_t old = 0;

	if (self.in_vfork) {
		who = 2;
		kind = 0;
	}
	if (kind == 1 || kind == 2)
		old = mask_change(SIG_BLOCK, plan_bit(SIGCHLD));
	prepare(op, single);
	with_helper(who, kind);
	for (int i = 0; i < b->count; i++)
		trace("  sent %d: %d", b->sends[i].sig,
		      who == 2 ? 0 : b->results[i]);
	for (int sig = 1; sig <= 64 && !single; sig++)
		trace_arrived(sig);
	if (b->wrong)
		trace("  wrong %x", b->wrong);
	if (kind == 1 || kind == 2) {
		const uint64_t set = plan_bit(SIGCHLD);
		const struct timespec none = {0};

		CALL(VIA_SYSCALL, SYS_rt_sigtimedwait, &set, NULL, &none, 8);
		mask_change(SIG_SETMASK, old);
	}
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Tasks, masks and descriptors by int $0x80 from 64-bit code: children live,
 * their calls are caught, registers are as at the call, masks are what they are
 * told. Fails without entry_int80: the child of clone has nowhere to go on, a
 * mask with SIGSYS in it ends the program.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "sig.h"

#include "jit.h"

enum {
	I386_EXIT = 1,
	I386_FORK = 2,
	I386_CLOSE = 6,
	I386_DUP2 = 63,
	I386_SIGSUSPEND = 72,
	I386_CLONE = 120,
	I386_SIGPROCMASK = 126,
	I386_RT_SIGPROCMASK = 175,
	I386_RT_SIGSUSPEND = 179,
	I386_VFORK = 190,
	I386_PSELECT6 = 308,
	I386_PPOLL = 309,
	I386_EPOLL_PWAIT = 319,
	I386_PSELECT6_TIME64 = 413,
	I386_PPOLL_TIME64 = 414
};

/* What 32-bit pointers reach. */
static struct low {
	uint64_t mask, old;
	uint32_t old_mask, word;
	uint32_t pair[2];
	int32_t time[2];
	int64_t time64[2];
	struct pollfd poll;
	struct epoll_event event;
	fd_set set;
	char stack[65536] __attribute__((aligned(16)));
} * low;

static uint32_t of(const void *p)
{
	return (uint32_t)(uintptr_t)p;
}

/* With rcx as it is behind the call. */
static long i386_rcx(long nr, long b, long c, long d, long s, long di, long bp,
		     long *rcx)
{
	register long r8 __asm__("r8") = bp;
	long ret;

	__asm__ volatile("push %%rbp\n\t"
			 "mov %%r8, %%rbp\n\t"
			 "int $0x80\n\t"
			 "pop %%rbp"
			 : "=a"(ret), "+c"(c), "+r"(r8)
			 : "a"(nr), "b"(b), "d"(d), "S"(s), "D"(di)
			 : "r9", "r10", "r11", "memory", "cc");
	*rcx = c;
	return ret;
}

static long i386(long nr, long b, long c, long d, long s, long di, long bp)
{
	long rcx, ret = i386_rcx(nr, b, c, d, s, di, bp, &rcx);

	CHECK(rcx == c);
	return (int)ret;
}

static int end(long child)
{
	int status = -1;

	waitpid((pid_t)child, &status, 0);
	return status;
}

static void forks(void)
{
	for (int i = 0; i < 3; i++) {
		pid_t me = getpid();
		long child = i386(I386_FORK, 0, 0x77, 0, 0, 0, 0);

		if (child == 0) {
			CHECK(getppid() == me && jit0(SYS_getppid) == me);
			child = fork();
			if (child == 0)
				_exit(7);
			CHECK(end(child) == 7 << 8);
			i386(I386_EXIT, failed ? 1 : 9, 0, 0, 0, 0, 0);
		}
		printf("fork: %x\n", end(child));
	}
}

/* The child writes over all of the stack below its maker's, and ends by a call
 * of either kind. */
static void vforks(void)
{
	for (int i = 0; i < 3; i++) {
		long child;

		__asm__ volatile("int $0x80\n\t"
				 "test %%eax, %%eax\n\t"
				 "jnz 1f\n\t"
				 "mov $300, %%ecx\n"
				 "2: push $0x41414141\n\t"
				 "loop 2b\n\t"
				 "mov $7, %%ebx\n\t"
				 "mov $1, %%eax\n\t"
				 "int $0x80\n"
				 "1:"
				 : "=a"(child)
				 : "a"(I386_VFORK)
				 : "rbx", "rcx", "r8", "r9", "r10", "r11",
				   "memory", "cc");
		printf("vfork: %x\n", end(child));
	}
}

/* In the child all registers but rax are its maker's. */
static void clones(long flags)
{
	long child;
	char *top = low->stack + sizeof(low->stack) - 256;

	memset(low->stack, 0x5a, sizeof(low->stack));
	__asm__ volatile("mov $0x12345678, %%r12d\n\t"
			 "int $0x80\n\t"
			 "test %%eax, %%eax\n\t"
			 "jnz 1f\n\t"
			 "mov $40, %%edi\n\t"
			 "cmp %%rcx, %%rsp\n\t"
			 "jne 2f\n\t"
			 "inc %%edi\n\t"
			 "cmp $0x12345678, %%r12\n\t"
			 "jne 2f\n\t"
			 "inc %%edi\n\t"
			 "cmp $0x33, %%rdx\n\t"
			 "jne 2f\n\t"
			 "inc %%edi\n\t"
			 "cmp $0x44, %%rsi\n\t"
			 "jne 2f\n\t"
			 "mov $110, %%eax\n\t"
			 "syscall\n\t"
			 "mov $50, %%edi\n"
			 "2: mov %%edi, %%ebx\n\t"
			 "mov $1, %%eax\n\t"
			 "int $0x80\n"
			 "1:"
			 : "=a"(child)
			 : "a"(I386_CLONE), "b"(flags | SIGCHLD), "c"(top),
			   "d"(0x33l), "S"(0x44l), "D"(0x55l)
			 : "r8", "r9", "r10", "r11", "r12", "memory", "cc");
	printf("clone: %x, above its stack %x\n", end(child), (uint8_t)*top);
}

static volatile sig_atomic_t calls;
static volatile long seen;

static void on_signal(int sig)
{
	(void)sig;
	calls++;
	seen = jit0(SYS_getppid) == getppid(); /* SIGSYS is not blocked */
}

static void masks(void)
{
	low->mask = ~0ul;
	printf("rt_sigprocmask: %ld\n",
	       i386(I386_RT_SIGPROCMASK, SIG_SETMASK, of(&low->mask),
		    of(&low->old), 8, 0, 0));
	CHECK(jit0(SYS_getppid) == getppid());
	printf("%lx, blocked %lx\n", low->old, blocked());
	low->word = 1u << (SIGUSR1 - 1);
	printf("sigprocmask: %ld\n",
	       i386(I386_SIGPROCMASK, SIG_SETMASK, of(&low->word),
		    of(&low->old_mask), 0, 0, 0));
	printf("%x, blocked %lx\n", low->old_mask, blocked());
	low->word = 1u << (SIGSYS - 1);
	printf("sigprocmask: %ld, blocked %lx\n",
	       i386(I386_SIGPROCMASK, SIG_BLOCK, of(&low->word), 0, 0, 0, 0),
	       blocked());
	CHECK(jit0(SYS_getppid) == getppid());
	printf("no memory: %ld, %ld\n",
	       i386(I386_SIGPROCMASK, SIG_BLOCK, of(low + 1), 0, 0, 0, 0),
	       i386(I386_RT_SIGPROCMASK, SIG_BLOCK, of(low + 1), 0, 8, 0, 0));
	mask_call(SIG_SETMASK, 0);
}

static long wait_by(long nr)
{
	switch (nr) {
	case I386_SIGSUSPEND:
		return i386(nr, 0, 0, (long)(uint32_t)low->mask, 0, 0, 0);
	case I386_RT_SIGSUSPEND:
		return i386(nr, of(&low->mask), 8, 0, 0, 0, 0);
	case I386_PPOLL:
		return i386(nr, of(&low->poll), 1, of(low->time),
			    of(&low->mask), 8, 0);
	case I386_PPOLL_TIME64:
		return i386(nr, of(&low->poll), 1, of(low->time64),
			    of(&low->mask), 8, 0);
	case I386_PSELECT6:
		return i386(nr, low->poll.fd + 1, of(&low->set), 0, 0,
			    of(low->time), of(low->pair));
	case I386_PSELECT6_TIME64:
		return i386(nr, low->poll.fd + 1, of(&low->set), 0, 0,
			    of(low->time64), of(low->pair));
	default:
		return i386(nr, low->word, of(&low->event), 1, 10000,
			    of(&low->mask), 8);
	}
}

/* A signal that is blocked outside ends the wait, under a mask that has all
 * others; and a time of some ms ends it where no signal comes. */
static void waits(void)
{
	static const long numbers[] = {
		I386_SIGSUSPEND,      I386_RT_SIGSUSPEND, I386_PPOLL,
		I386_PPOLL_TIME64,    I386_PSELECT6,	  I386_EPOLL_PWAIT,
		I386_PSELECT6_TIME64,
	};
	int ends[2];
	long ret;

	if (pipe(ends))
		_exit(2);
	low->word = (uint32_t)epoll_create1(0);
	low->poll = (struct pollfd){.fd = ends[0], .events = POLLIN};
	low->pair[0] = of(&low->mask);
	low->pair[1] = 8;
	handle(SIGUSR1, (sig_handler)(void (*)(void))on_signal, 0);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		low->mask = ~bit(SIGUSR1);
		low->time[0] = 10, low->time[1] = 0;
		low->time64[0] = 10, low->time64[1] = 0;
		FD_ZERO(&low->set);
		FD_SET(ends[0], &low->set);
		mask_call(SIG_SETMASK, bit(SIGUSR1));
		calls = 0;
		seen = 0;
		kill(getpid(), SIGUSR1);
		ret = wait_by(numbers[i]);
		printf("%ld: %ld, handled %d, seen %ld, blocked %lx\n",
		       numbers[i], ret, (int)calls, seen, blocked());
		mask_call(SIG_SETMASK, 0);
		if (numbers[i] < I386_PSELECT6 ||
		    numbers[i] == I386_EPOLL_PWAIT)
			continue;
		low->time[0] = 0, low->time[1] = 3000000;
		low->time64[0] = 0, low->time64[1] = 3000000;
		FD_SET(ends[0], &low->set);
		ret = wait_by(numbers[i]);
		printf("in time: %ld, left %ld\n", ret,
		       (long)(numbers[i] < 400
				      ? low->time[0] + low->time[1]
				      : low->time64[0] + low->time64[1]));
	}
}

static void on_segv(int sig)
{
	(void)sig;
	_exit(77);
}

int main(void)
{
	jit_begin();
	signal(SIGSEGV, on_segv);
	if ((int)i386(20, 0, 0, 0, 0, 0, 0) != getpid())
		return 77;
	signal(SIGSEGV, SIG_DFL);
	low = mmap(NULL, sizeof(*low) + 4096, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	if (low == MAP_FAILED)
		return 77;
	munmap(low + 1, 4096);
	setvbuf(stdout, NULL, _IONBF, 0);
	forks();
	vforks();
	clones(0);
	clones(CLONE_VM);
	clones(CLONE_VM | CLONE_VFORK);
	masks();
	waits();
	printf("close: %ld, dup2: %ld\n", i386(I386_CLOSE, 77, 0, 0, 0, 0, 0),
	       i386(I386_DUP2, 77, 78, 0, 0, 0, 0));
	return failed;
}

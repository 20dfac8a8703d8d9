/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The calls of a plan. */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define OWN_PID (ARG_RUN | ARG_PID)
#define OWN_TID (ARG_RUN | ARG_TID)

#define IS(name, ...)                                                          \
	{                                                                      \
#name, SYS_##name, AS_IT_IS,                                   \
		{                                                              \
			__VA_ARGS__                                            \
		}                                                              \
	}
#define SIGN(name, ...)                                                        \
	{                                                                      \
#name, SYS_##name, IF_NEGATIVE,                                \
		{                                                              \
			__VA_ARGS__                                            \
		}                                                              \
	}
#define OWN(name, ...)                                                         \
	{                                                                      \
#name, SYS_##name, IF_OWN,                                     \
		{                                                              \
			__VA_ARGS__                                            \
		}                                                              \
	}

const struct call calls[] = {
	OWN(getpid, 0),
	OWN(gettid, 0),
	SIGN(getppid, 0),
	IS(getuid, 0),
	IS(geteuid, 0),
	SIGN(getpgid, 0),
	IS(sched_yield, 0),
	IS(umask, 022),
	IS(close, 99),
	IS(close, -1),
	IS(dup, FD_NULL),
	IS(dup2, FD_NULL, 50),
	IS(dup3, FD_NULL, 51, O_CLOEXEC),
	IS(close_range, 60, 70, 0),
	IS(fcntl, FD_NULL, F_GETFD),
	IS(fcntl, FD_NULL, F_DUPFD, 80),
	IS(fcntl, 99, F_GETFL),
	IS(ioctl, FD_NULL, 0x5401, AREA_OUT),
	IS(read, FD_NULL, AREA_OUT, 16),
	IS(read, FD_READ, AREA_OUT, 8),
	IS(read, FD_FILE, AREA_OUT, 64),
	IS(write, FD_NULL, AREA_IN, 4),
	IS(write, FD_WRITE, AREA_IN, 8),
	IS(write, FD_NULL, 1, 4),
	IS(write, 99, AREA_IN, 4),
	IS(readv, FD_FILE, AREA_VECTOR, 1),
	IS(writev, FD_NULL, AREA_VECTOR, 1),
	IS(pread64, FD_FILE, AREA_OUT, 8, 4),
	IS(pwrite64, FD_FILE, AREA_IN, 4, 20),
	IS(lseek, FD_FILE, 0, SEEK_SET),
	IS(ftruncate, FD_FILE, 100),
	IS(open, AREA_PATH, O_RDONLY),
	IS(open, AREA_NO_PATH, O_RDWR),
	IS(openat, AT_FDCWD, AREA_PATH, O_RDWR | O_CLOEXEC),
	IS(openat, AT_FDCWD, AREA_NO_PATH, O_RDONLY),
	IS(stat, AREA_PATH, AREA_OUT),
	IS(fstat, FD_FILE, AREA_OUT),
	IS(newfstatat, AT_FDCWD, AREA_PATH, AREA_OUT, 0),
	IS(access, AREA_PATH, R_OK),
	IS(readlink, AREA_PATH, AREA_OUT, 64),
	SIGN(getcwd, AREA_OUT, 4096),
	SIGN(mmap, 0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
	     -1, 0),
	IS(mmap, AREA_PLAY, 8192, PROT_READ | PROT_WRITE,
	   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
	IS(mmap, AREA_PLAY, 4096, PROT_READ | PROT_EXEC,
	   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
	IS(mmap, AREA_PLAY, 4096, PROT_READ, MAP_PRIVATE | MAP_FIXED, FD_FILE,
	   0),
	IS(mprotect, AREA_PLAY, 4096, PROT_READ),
	IS(mprotect, AREA_PLAY, 4096, PROT_READ | PROT_EXEC),
	IS(munmap, AREA_PLAY, 4096),
	IS(munmap, AREA_PLAY + 1, 4096),
	IS(mremap, AREA_PLAY, 4096, 4096, 0),
	IS(madvise, AREA_PLAY, 4096, MADV_NORMAL),
	IS(mincore, AREA_IN, 4096, AREA_OUT),
	SIGN(brk, 0),
	SIGN(memfd_create, AREA_PATH, MFD_CLOEXEC),
	IS(pipe2, AREA_OUT, O_CLOEXEC),
	IS(poll, AREA_POLL, 1, 0),
	IS(ppoll, AREA_POLL, 1, AREA_ZERO, AREA_SIGSET, 8),
	IS(pselect6, 0, 0, 0, 0, AREA_ZERO, 0),
	IS(select, 0, 0, 0, 0, AREA_ZERO),
	IS(epoll_create1, 0),
	IS(eventfd2, 0, 0),
	IS(nanosleep, AREA_SHORT, 0),
	IS(clock_nanosleep, CLOCK_MONOTONIC, 0, AREA_SHORT, 0),
	IS(clock_gettime, CLOCK_MONOTONIC, AREA_OUT),
	IS(clock_gettime, CLOCK_REALTIME, AREA_OUT),
	IS(gettimeofday, AREA_OUT, 0),
	SIGN(time, 0),
	IS(getitimer, 0, AREA_OUT),
	IS(alarm, 0),
	SIGN(times, AREA_OUT),
	IS(rt_sigaction, SIGUSR1, 0, AREA_OUT, 8),
	IS(rt_sigaction, SIGSYS, 0, AREA_OUT, 8),
	IS(rt_sigprocmask, SIG_BLOCK, 0, AREA_OUT, 8),
	IS(rt_sigpending, AREA_OUT, 8),
	IS(sigaltstack, 0, AREA_OUT),
	IS(rt_sigtimedwait, AREA_SIGSET, AREA_OUT, AREA_ZERO, 8),
	IS(kill, OWN_PID, 0),
	IS(tgkill, OWN_PID, OWN_TID, 0),
	IS(tkill, OWN_TID, 0),
	IS(futex, AREA_WORD, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1),
	IS(futex, AREA_WORD, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 5, 0),
	IS(futex, AREA_WORD, FUTEX_WAKE, 1),
	IS(getrandom, AREA_OUT, 8, 0),
	IS(uname, AREA_OUT),
	IS(prctl, PR_GET_DUMPABLE),
	IS(prctl, PR_GET_SECCOMP),
	IS(prctl, PR_GET_NO_NEW_PRIVS),
	IS(prctl, PR_SET_NAME, AREA_PATH),
	IS(prctl, 59, 0, 0, 0, 0), /* the dispatcher of calls: off */
	IS(arch_prctl, 0x1003, AREA_OUT),
	IS(sched_getaffinity, OWN_PID, 8, AREA_OUT),
	IS(getrusage, 0, AREA_OUT),
	IS(prlimit64, 0, 7, 0, AREA_OUT),
	IS(getrlimit, 7, AREA_OUT),
	IS(sysinfo, AREA_OUT),
	{"wait4", SYS_wait4, IF_OWN, {-1, AREA_OUT, 1}},
	IS(execve, AREA_NO_PATH, AREA_ARGV, 0),
	IS(execveat, AT_FDCWD, AREA_NO_PATH, AREA_ARGV, ARG_RUN | ARG_ENV, 0),
	IS(process_vm_readv, OWN_PID, AREA_VECTOR, 1, AREA_VECTOR, 1, 0),
	IS(membarrier, 0, 0, 0),
	IS(rseq, 0, 0, 0, 0),
	IS(socketpair, 1, 1, 0, AREA_OUT),
	IS(seccomp, 2, 0, AREA_PROGRAM), /* is an action there? */
	IS(seccomp, 1, 0x800, 0),
	{"number 600", 600, AS_IT_IS, {1, 2, 3}},
	{"number -1", -1, AS_IT_IS, {0}},
	{"x32 getpid", 0x40000000 | SYS_getpid, IF_NEGATIVE, {0}},
};
const int calls_count = sizeof(calls) / sizeof(calls[0]);

/* --- the ways of a call ------------------------------------------------------
 */

/* long NAME(long nr, long a, ... long f) */
#define ROUTINE(name)                                                          \
	__asm__(".pushsection .text\n.globl " #name ", " #name "_end\n"        \
		".balign 16\n" #name ":\n.cfi_startproc\n"                     \
		"mov %rdi, %rax\n mov %rsi, %rdi\n mov %rdx, %rsi\n"           \
		"mov %rcx, %rdx\n mov %r8, %r10\n mov %r9, %r8\n"              \
		"mov 8(%rsp), %r9\n"                                           \
		"syscall\n"                                                    \
		"ret\n.cfi_endproc\n" #name "_end:\n.popsection\n");           \
	extern const char name[] __attribute__((visibility("hidden")));        \
	extern const char name##_end[] __attribute__((visibility("hidden")))

ROUTINE(call_first);
ROUTINE(call_second);

typedef long (*call_fn)(long, long, long, long, long, long, long);

static call_fn ways(int via)
{
	return (call_fn)(via == VIA_FIRST    ? (uintptr_t)call_first
			 : via == VIA_SECOND ? (uintptr_t)call_second
					     : AREA_JIT);
}

long call6(int via, long nr, long a, long b, long c, long d, long e, long f)
{
	long ret;

	if (via == VIA_JIT && self.is_task)
		via = VIA_SECOND;
	if (via != VIA_LIBC)
		return ways(via)(nr, a, b, c, d, e, f);
	ret = syscall(nr, a, b, c, d, e, f);
	return ret == -1 ? -errno : ret;
}

const char *call_address_name(uintptr_t at)
{
	const uintptr_t length = (uintptr_t)(call_first_end - call_first);

	return at - (uintptr_t)call_first < length    ? "first"
	       : at - (uintptr_t)call_second < length ? "second"
	       : at - AREA_JIT < length		      ? "jit"
						      : "elsewhere";
}

void end(int status)
{
	CALL(VIA_FIRST, SYS_exit_group, status);
	CALL(VIA_FIRST, SYS_exit, status);
	__builtin_trap();
}

/* --- calls of plans ----------------------------------------------------------
 */

static long argument(long arg)
{
	if ((arg & ~0xfl) != ARG_RUN)
		return arg;
	return (arg & 0xf) == ARG_PID	? self.me
	       : (arg & 0xf) == ARG_TID ? self.tid
					: (long)environ;
}

void call_op(const struct op *op)
{
	const struct call *c = &calls[op->call];
	long a[6], ret;

	memset((void *)AREA_OUT, 0x5a, AREA_OUT_SIZE);
	for (int i = 0; i < 6; i++)
		a[i] = argument(c->args[i]);
	ret = call6(op->via, c->nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (c->result == IF_OWN && (ret == self.me || ret == self.tid))
		trace("  %s: own", c->name);
	else if (c->result == IF_NEGATIVE && (ret > 99 || ret < -4095))
		trace("  %s: some", c->name);
	else
		trace("  %s: %ld", c->name,
		      c->result == IF_OWN && ret > 0 ? 1 : ret);
}

/* --- what they need ----------------------------------------------------------
 */

static void put(uintptr_t at, const void *bytes, size_t n)
{
	memcpy((void *)at, bytes, n);
}

static void fill(void)
{
	const struct timespec some = {.tv_nsec = 1000};
	const struct pollfd fd = {.fd = FD_NULL, .events = POLLOUT};
	const struct iovec vector = {(void *)AREA_OUT, 16};
	const uint64_t set = 1ul << (SIGUSR2 - 1);
	const uint32_t action = 0x7fff0000;

	put(AREA_PATH, "/dev/null", 10);
	put(AREA_NO_PATH, "/nonexistent", 13);
	put(AREA_SHORT, &some, sizeof(some));
	put(AREA_POLL, &fd, sizeof(fd));
	put(AREA_VECTOR, &vector, sizeof(vector));
	put(AREA_SIGSET, &set, sizeof(set));
	put(AREA_PROGRAM, &action, sizeof(action));
	put(AREA_JIT, plans_call, sizeof(plans_call));
}

/* 0, or where it has failed. */
int area_begin(void)
{
	void *area = mmap((void *)AREA, AREA_SIZE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
			  0);

	if (area != (void *)AREA)
		return 1;
	fill();
	return mprotect((void *)AREA_JIT, 4096, PROT_READ | PROT_EXEC) ? 2 : 0;
}

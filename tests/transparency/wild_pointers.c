/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Pointers that lead nowhere give EFAULT, never a fault, in calls that the
 * library looks into as well. Fails without is_expected in faults.c, the fix-up
 * of memory.h's accesses.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"

static void calls(long wild)
{
	const long nrs[][7] = {
		{SYS_read, -2, wild, 16},
		{SYS_write, -1, wild, 16},
		{SYS_open, wild, 0, 0},
		{SYS_openat, AT_FDCWD, wild, O_RDONLY, 0},
		{SYS_execve, wild, wild, wild},
		{SYS_execveat, AT_FDCWD, wild, wild, wild},
		{SYS_stat, wild, wild},
		{SYS_pipe2, wild, 0},
		{SYS_nanosleep, wild, wild},
		{SYS_uname, wild},
		{SYS_rt_sigaction, SIGUSR1, wild, 0, 8},
		{SYS_rt_sigaction, SIGUSR1, 0, wild, 8},
		{SYS_rt_sigaction, SIGSEGV, wild, 0, 8},
		{SYS_rt_sigprocmask, SIG_BLOCK, wild, 0, 8},
		{SYS_rt_sigprocmask, SIG_BLOCK, 0, wild, 8},
		{SYS_rt_sigsuspend, wild, 8},
		{SYS_rt_sigpending, wild, 8},
		{SYS_rt_sigtimedwait, wild, 0, 0, 8},
		{SYS_sigaltstack, wild, 0},
		{SYS_sigaltstack, 0, wild},
		{SYS_ppoll, 0, 0, wild, 0, 8},
		{SYS_ppoll, 0, 0, 0, wild, 8},
		{SYS_pselect6, 0, 0, 0, 0, 0, wild},
		{SYS_epoll_pwait, -1, wild, 1, 0, wild, 8},
		{SYS_signalfd4, -1, wild, 8, 0},
		{SYS_clone3, wild, 88},
		{SYS_wait4, -1, wild, 1, 0},
		{SYS_futex, wild, 0, 0, 0},
		{SYS_arch_prctl, 0x1003, wild},
		{SYS_gettimeofday, wild, 0},
		{SYS_getcwd, wild, 100},
		{SYS_mprotect, wild, 4096, 1},
	};
	int fd[2];

	CHECK(pipe(fd) == 0);
	CHECK(write(fd[1], "abcd", 4) == 4);
	for (size_t i = 0; i < sizeof(nrs) / sizeof(nrs[0]); i++) {
		const long *n = nrs[i];
		long a = n[1] == -2 ? fd[0] : n[0] == SYS_write ? fd[1] : n[1];

		printf("%ld %zu: %ld\n", n[0], i,
		       raw6(n[0], a, n[2], n[3], n[4], n[5], n[6]));
	}
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	char *gone =
		mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	calls((long)gone);
	calls(-4096);
	calls((long)(1ul << 62));
	/* partly there: the last bytes of a page */
	mprotect(gone, 4096, PROT_READ | PROT_WRITE);
	calls((long)gone + 4094);
	return verdict();
}

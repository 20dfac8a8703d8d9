/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A filter that answers all but a few calls with an error of its own, and one
 * that sends SIGSYS for them: the program sees the number and the registers of
 * its own call. Fails when the runtime makes a call and believes its result,
 * or when sigcontext_show does not repair the context of SIGSYS.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <ucontext.h>
#include <unistd.h>

#include "check.h"
#include "raw.h"
#include "seccomp.h"

static const int list[] = {
	SYS_read,	  SYS_write,	    SYS_getpid,
	SYS_rt_sigaction, SYS_rt_sigreturn, SYS_rt_sigprocmask,
	SYS_exit_group,	  SYS_prctl,	    SYS_writev,
};
#define COUNT (sizeof(list) / sizeof(list[0]))

static uintptr_t behind;

static void on_sys(int sig, siginfo_t *info, void *context)
{
	ucontext_t *u = context;
	greg_t *reg = u->uc_mcontext.gregs;

	CHECK(sig == SIGSYS);
	printf("code %d: call %d, errno %d, rip %+ld, rax %lld\n",
	       info->si_code, info->si_syscall, info->si_errno,
	       (long)((uintptr_t)reg[REG_RIP] - behind), reg[REG_RAX]);
	fflush(stdout);
	reg[REG_RAX] = 4711;
}

static long trapped(long nr)
{
	long rax = nr;

	__asm__ volatile("lea 1f(%%rip), %%rdx\n\t"
			 "mov %%rdx, %1\n\t"
			 "syscall\n"
			 "1:"
			 : "+a"(rax), "=m"(behind)
			 : "D"(0), "S"(0)
			 : "rdx", "rcx", "r11", "memory");
	return rax;
}

static void child(int how)
{
	static const long refused[] = {SYS_getuid, 500, SYS_close};
	struct sigaction act = {.sa_sigaction = on_sys, .sa_flags = SA_SIGINFO};

	sigaction(SIGSYS, &act, NULL);
	if (seccomp_allow_only(list, COUNT,
			       how ? SECCOMP_RET_TRAP | 7
				   : SECCOMP_RET_ERRNO | 99))
		_exit(77);
	for (int i = 0; i < 3; i++)
		for (size_t k = 0; k < 3; k++)
			printf("%ld\n", trapped(refused[k]));
	CHECK(getpid() > 0);
	fflush(stdout);
	_exit(broken);
}

int main(void)
{
	for (int how = 0; how < 2; how++) {
		int status;
		pid_t pid;

		fflush(stdout);
		pid = fork();
		if (pid == 0)
			child(how);
		status = end_of(pid);
		if (status == 77 << 8)
			skip("no seccomp filters");
		printf("%d: status %#x\n", how, (unsigned int)status);
	}
	return verdict();
}

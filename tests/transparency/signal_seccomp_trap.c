/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A seccomp filter that traps: SIGSYS with the number, the architecture and
 * the address behind the instruction, and the handler makes up the result.
 * Fails without sigcontext_show() (sigcontext.c) for the registers;
 * si_call_addr is to be the program's address too.
 */
#define _GNU_SOURCE
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>

#include "sig.h"

static volatile sig_atomic_t calls, number, arch, code;
static volatile greg_t rip, rax, rdi;
static void *volatile addr;

static void on_sys(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)sig;
	calls++;
	number = info->si_syscall;
	arch = info->si_arch == AUDIT_ARCH_X86_64;
	code = info->si_code;
	addr = info->si_call_addr;
	rip = uc->uc_mcontext.gregs[REG_RIP];
	rax = uc->uc_mcontext.gregs[REG_RAX];
	rdi = uc->uc_mcontext.gregs[REG_RDI];
	getppid();
	uc->uc_mcontext.gregs[REG_RAX] = rdi + 1000;
}

int main(void)
{
	struct sock_filter code_[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_alarm, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = {4, code_};

	handle(SIGSYS, on_sys, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) {
		puts("no seccomp filters");
		return 77;
	}
	for (int i = 1; i <= 3; i++) {
		register long ret __asm__("rax") = SYS_alarm;
		uintptr_t behind;
		long result;

		__asm__ volatile("lea 1f(%%rip), %1\n\t"
				 "syscall\n"
				 "1:"
				 : "+r"(ret), "=&b"(behind)
				 : "D"((long)i)
				 : "rcx", "r11", "memory");
		result = ret;
		printf("returns %ld, signals %d, number %d, code %d, "
		       "arch %d\n",
		       result, calls, number, code, arch);
		printf("rax %lld, rdi %lld, rip %s, address %s\n", rax, rdi,
		       rip == (greg_t)behind ? "behind" : "elsewhere",
		       addr == (void *)behind ? "behind" : "elsewhere");
	}
	return failed;
}

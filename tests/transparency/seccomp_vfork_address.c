/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A vfork child, and then its maker, install a filter that lets a call through
 * from one address only, and refuses prctl. Fails if the child's filter makes
 * its maker one of several threads (engine sud).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include "check.h"

#define REFUSED 77

extern const char called_here[];

__attribute__((noinline)) static long ask(void)
{
	long ret;

	__asm__ volatile("syscall\n"
			 "called_here:"
			 : "=a"(ret)
			 : "a"(SYS_getppid)
			 : "rcx", "r11", "memory");
	return ret;
}

static int install(void)
{
	const uint32_t low = (uint32_t)(uintptr_t)called_here;
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 5, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, instruction_pointer)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, low, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | REFUSED),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
	};
	struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(void)
{
	const long parent = ask();
	pid_t pid;
	int status;

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	pid = vfork();
	if (pid == 0) {
		int err = install();

		_exit(err ? 77 : ask() < 0);
	}
	status = end_of(pid);
	if (status == 77 << 8)
		skip("no seccomp filters");
	CHECK(status == 0);
	CHECK(install() == 0);
	CHECK(ask() == parent);
	return verdict();
}

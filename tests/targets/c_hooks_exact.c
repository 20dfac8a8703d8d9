/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * c_hooks_exact [PART]: getppid is let through from one address only, with
 * errno 99 for all others. C hooks of it see the call, and it is made where it
 * may be: one hook, several, one of results, one around the rest. Without PART
 * no hook is installed. Prints `well`, or what the call has returned.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../include/zpoline.h"

long site(long nr);
extern const char site_behind[];
__asm__(".pushsection .text\n.globl site\n.type site, @function\nsite:\n"
	".cfi_startproc\nmov %rdi, %rax\nnop\nnop\nsyscall\nsite_behind:\n"
	"ret\n.cfi_endproc\n.size site, . - site\n.popsection\n");

static __typeof__(zpoline_call) *rest;
static volatile int asked, refused;

static int pass(struct SyscallRegs *regs, void *arg)
{
	(void)regs, (void)arg;
	asked++;
	return ZPOLINE_PASS;
}

static int around(struct SyscallRegs *regs, void *arg)
{
	(void)arg;
	asked++;
	refused = rest(regs) == -EINVAL;
	return ZPOLINE_PASS;
}

static void install_filter(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 8),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
			 (unsigned int)(uintptr_t)site_behind, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 99),
	};
	struct sock_fprog program = {.len = sizeof(code) / sizeof(code[0]),
				     .filter = code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0))
		exit(77);
}

int main(int argc, char **argv)
{
	const char *part = argc > 1 ? argv[1] : "";
	__typeof__(zpoline_hook) *hook, *hook_exit;
	long parent = getppid();

	*(void **)&hook = dlsym(RTLD_DEFAULT, "zpoline_hook");
	*(void **)&hook_exit = dlsym(RTLD_DEFAULT, "zpoline_hook_exit");
	*(void **)&rest = dlsym(RTLD_DEFAULT, "zpoline_call");
	if (*part && (!hook || !hook_exit || !rest))
		return 1;
	if (strcmp(part, "around") == 0)
		hook(SYS_getppid, around, NULL);
	else if (*part)
		hook(SYS_getppid, pass, NULL);
	if (strcmp(part, "several") == 0)
		hook(SYS_getppid, pass, argv);
	if (strcmp(part, "result") == 0)
		hook_exit(SYS_getppid, pass, NULL);
	install_filter();
	for (int i = 0; i < 5; i++) {
		long result = site(SYS_getppid);

		if (result != parent) {
			printf("%ld\n", result);
			return 1;
		}
	}
	if (*part && !asked)
		puts("nobody was asked");
	else if (strcmp(part, "around") == 0 && !refused)
		puts("a result that cannot be had");
	else
		puts("well");
	return 0;
}

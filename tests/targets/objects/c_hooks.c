/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * For ZPOLINE_HOOK: getppid gives 4711 more than is in $ADD, which libc's own
 * functions read, getpgid the error's number and EINVAL's. FAILING makes a
 * library that fails, NOTHING one without hooks, WITHOUT one that is none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>

#include "zpoline.h"

#ifdef FAILING
int zpoline_hook_init(void)
{
	return 7;
}
#elif defined(NOTHING)
int zpoline_hook_init(void)
{
	return 0;
}
#elif !defined(WITHOUT)
static int on_getppid(struct SyscallRegs *regs, void *arg)
{
	regs->rax = (uint64_t)(*(int *)arg);
	return ZPOLINE_ANSWER;
}

/* What the kernel says, and that it is not asked to end the process. */
static int on_getpgid(struct SyscallRegs *regs, void *arg)
{
	struct SyscallRegs exit_group = {.rax = SYS_exit_group};

	(void)arg;
	regs->rax = (uint64_t)(-zpoline_raw_syscall(regs) * 1000 +
			       zpoline_raw_syscall(&exit_group));
	return ZPOLINE_ANSWER;
}

int zpoline_hook_init(void)
{
	const char *add = getenv("ADD");
	int *value = malloc(sizeof(*value));
	int err;

	if (!value)
		return 1;
	*value = 4711 + (add ? atoi(add) : 0);
	err = zpoline_hook(SYS_getppid, on_getppid, value) ||
	      zpoline_hook(SYS_getpgid, on_getpgid, NULL) ||
	      zpoline_hook(4091, on_getppid, NULL) != -22;
	if (err)
		free(value);
	return err;
}
#endif

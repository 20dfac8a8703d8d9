/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * For ZPOLINE_HOOK: getppid gives 4711 more than is in $ADD, which libc's own
 * functions read. FAILING makes a library that fails, WITHOUT one that is none.
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
#elif !defined(WITHOUT)
static int on_getppid(struct SyscallRegs *regs, void *arg)
{
	regs->rax = (uint64_t)(*(int *)arg);
	return ZPOLINE_ANSWER;
}

int zpoline_hook_init(void)
{
	const char *add = getenv("ADD");
	int *value = malloc(sizeof(*value));

	if (!value)
		return 1;
	*value = 4711 + (add ? atoi(add) : 0);
	return zpoline_hook(SYS_getppid, on_getppid, value);
}
#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * short_reads.lua in C, for a program that reads very often:
 *
 *   cc -shared -fPIC -O2 -mgeneral-regs-only -Iinclude \
 *      -o short_reads.so examples/short_reads.c
 *   zpoline run --hook ./short_reads.so dd bs=8 count=1 if=README.md
 *
 * The handler itself must not use libc or floating point (zpoline.h says why).
 * The function that installs it may use everything.
 */
#include <stdlib.h>
#include <sys/syscall.h>

#include <zpoline.h>

static int on_read(struct SyscallRegs *regs, void *arg)
{
	const uint64_t *min = arg;

	if (regs->rdx >= *min)
		regs->rdx /= 2;
	return ZPOLINE_PASS;
}

int zpoline_hook_init(void)
{
	static uint64_t min = 2;
	const char *text = getenv("SHORT_MIN");

	if (text)
		min = strtoull(text, NULL, 10);
	return zpoline_hook(SYS_read, on_read, &min);
}

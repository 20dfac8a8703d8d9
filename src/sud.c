/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "sud.h"

#include <asm/sigcontext.h>
#include <linux/audit.h>
#include <linux/prctl.h>

#include "gate.h"
#include "syscall.h"
#include "trampoline.h"

#define SYS_USER_DISPATCH 2

void entry_trap(void);

static int on;
static int alone; /* new tasks are not armed */

static int set(int mode, uintptr_t start, size_t size)
{
	return (int)SYSCALL(__NR_prctl, PR_SET_SYSCALL_USER_DISPATCH, mode,
			    start, size, 0, 0);
}

static int arm(void)
{
	size_t size;
	uintptr_t start = trampoline_code(&size);

	return set(PR_SYS_DISPATCH_ON, start, size);
}

int sud_start(void)
{
	int err = arm();

	on = err == 0;
	return err;
}

void sud_arm(void)
{
	if (on && !alone)
		arm();
}

void sud_filtered(void)
{
	alone = 1;
}

void sud_leave(void)
{
	if (on)
		set(PR_SYS_DISPATCH_OFF, 0, 0);
}

int sud_is_on(void)
{
	return on;
}

/*
 * The registers are those of the program at the instruction: rcx, which it
 * has overwritten, holds its return address. int $0x80 overwrites nothing, and
 * its numbers are not ours: it is only made from where it may be.
 */
int sud_arrived(const siginfo_t *info, struct sigcontext *regs)
{
	if (info->si_code != SYS_USER_DISPATCH)
		return 0;
	if (info->si_arch == AUDIT_ARCH_X86_64) {
		regs->rcx = regs->rip;
		regs->rip = (uintptr_t)entry_trap;
	} else {
		regs->r11 = regs->rip;
		regs->rip = (uintptr_t)gate_int80;
	}
	return 1;
}

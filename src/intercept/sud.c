/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Arms Syscall User Dispatch, and answers its traps. */
#include "intercept/sud.h"

#include <asm/errno.h>
#include <asm/sigcontext.h>
#include <linux/audit.h>
#include <linux/prctl.h>

#include "base/constants.h"
#include "base/gate.h"
#include "base/rawcall.h"
#include "intercept/entry_labels.h"
#include "intercept/i386.h"
#include "intercept/sled.h"
#include "intercept/stub_slots.h"
#include "thread/thread.h"

#define SYS_USER_DISPATCH 2
#define URETPROBE 335 /* newer than some headers */
#define UPROBE 336

static int on;

static int set_dispatch(int mode, uintptr_t start, size_t size)
{
	return (int)SYSCALL(__NR_prctl, PR_SET_SYSCALL_USER_DISPATCH, mode,
			    start, size, 0, 0);
}

static int arm(void)
{
	size_t size;
	uintptr_t start = sled_code(&size);

	return set_dispatch(PR_SYS_DISPATCH_ON, start, size);
}

/* The kernel looks at the selector last, and this one is no address. */
int sud_try(void)
{
	int err = (int)SYSCALL(__NR_prctl, PR_SET_SYSCALL_USER_DISPATCH,
			       PR_SYS_DISPATCH_ON, 0, 0, ~0ul, 0);

	return err == -EFAULT ? 0 : err;
}

int sud_start(void)
{
	int err = arm();

	on = err == 0;
	return err;
}

int sud_arm(void)
{
	return on ? arm() : 0;
}

int sud_leave(void)
{
	return on ? set_dispatch(PR_SYS_DISPATCH_OFF, 0, 0) : 0;
}

void sud_perish(void)
{
	if (on && set_dispatch(PR_SYS_DISPATCH_ON, 0, 0) == 0)
		sys_getpid();
}

int sud_is_on(void)
{
	return on;
}

/*
 * Is it a call that the kernel itself put into its page for probes (uprobes)?
 * It accepts these calls from that page only, so the fallback is off until the
 * thread comes to us again.
 */
static int is_probes(const struct sigcontext *regs)
{
	return regs->rax == URETPROBE || regs->rax == UPROBE;
}

static void let_pass(struct thread *t, struct sigcontext *regs)
{
	set_dispatch(PR_SYS_DISPATCH_OFF, 0, 0);
	regs->rip -= SITE_SIZE;
	if (t)
		t->sud.state |= THREAD_SUD_PAUSED;
}

/*
 * A call that was trapped goes on in entry_trap, with the registers as the
 * instruction leaves them: rcx holds the address behind it. int $0x80
 * overwrites none, and its numbers are those of the i386 table.
 */
int sud_arrived(struct thread *t, const siginfo_t *info,
		struct sigcontext *regs)
{
	if (info->si_code != SYS_USER_DISPATCH)
		return 0;
	if (info->si_arch == AUDIT_ARCH_X86_64 && is_probes(regs)) {
		let_pass(t, regs);
	} else if (info->si_arch == AUDIT_ARCH_X86_64) {
		regs->rax = stub_slots_number(regs->rip - SITE_SIZE, regs->rax);
		regs->rcx = regs->rip;
		regs->rip = (uintptr_t)entry_trap;
	} else {
		regs->r11 = regs->rip;
		/* filters judge it as it is */
		regs->rip = !(t && t->filters) && i386_is_ours(regs)
				    ? (uintptr_t)entry_int80
				    : (uintptr_t)gate_int80;
	}
	return 1;
}

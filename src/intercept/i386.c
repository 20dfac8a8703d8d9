/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Knows which calls of the i386 table change what we keep of the process. */
#include "intercept/i386.h"

#include <asm/sigcontext.h>
#include <asm/unistd.h>
#include <linux/sched.h>

#include "base/ksignal.h"
#include "thread/memory.h"

int i386_same_call(unsigned int nr)
{
	switch (nr) {
	case I386_EXIT:
		return __NR_exit;
	case I386_CLOSE:
		return __NR_close;
	case I386_DUP:
		return __NR_dup;
	case I386_DUP2:
		return __NR_dup2;
	case I386_MUNMAP:
		return __NR_munmap;
	case I386_MPROTECT:
		return __NR_mprotect;
	case I386_RT_SIGPROCMASK:
		return __NR_rt_sigprocmask;
	case I386_RT_SIGPENDING:
		return __NR_rt_sigpending;
	case I386_RT_SIGSUSPEND:
		return __NR_rt_sigsuspend;
	case I386_MADVISE:
		return __NR_madvise;
	case I386_EXIT_GROUP:
		return __NR_exit_group;
	case I386_EPOLL_PWAIT:
		return __NR_epoll_pwait;
	case I386_SIGNALFD:
		return __NR_signalfd;
	case I386_SIGNALFD4:
		return __NR_signalfd4;
	case I386_DUP3:
		return __NR_dup3;
	case I386_PPOLL_TIME64:
		return __NR_ppoll;
	case I386_CLONE3:
		return __NR_clone3;
	case I386_CLOSE_RANGE:
		return __NR_close_range;
	case I386_EPOLL_PWAIT2:
		return __NR_epoll_pwait2;
	default:
		return -1;
	}
}

/* Does it wait under a mask with signals of ours? */
static int has_our_mask(uint64_t at)
{
	uint64_t set;

	return at && memory_peek(at, &set) == 0 && (set & KSIGNAL_OURS);
}

uint64_t i386_pair_mask(uint64_t at)
{
	uint32_t pair[2];

	return at && memory_copy_in(pair, at, sizeof(pair)) == sizeof(pair) &&
			       pair[1] == I386_MASK_SIZE
		       ? pair[0]
		       : 0;
}

int i386_is_ours(const struct sigcontext *regs)
{
	unsigned int nr = (unsigned int)regs->rax;

	switch (nr) {
	case I386_FORK:
	case I386_VFORK:
	case I386_SIGPROCMASK:
	case I386_SIGSUSPEND:
		return 1;
	case I386_CLONE: /* its thread-local storage is that of 32-bit code */
		return !(regs->rbx & CLONE_SETTLS);
	case I386_PPOLL:
		return has_our_mask((uint32_t)regs->rsi);
	case I386_PSELECT6:
	case I386_PSELECT6_TIME64:
		return has_our_mask(i386_pair_mask((uint32_t)regs->rbp));
	default:
		return i386_same_call(nr) >= 0;
	}
}

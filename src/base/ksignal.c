/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* System calls about signals, past what the program is shown. */
#include "base/ksignal.h"

#include <asm/errno.h>
#include <asm/signal.h>
#include <stddef.h>

#include "base/rawcall.h"

#define MASK_SIZE 8

int ksignal_is_handler(void (*handler)(void))
{
	return handler != (void (*)(void))SIG_DFL &&
	       handler != (void (*)(void))SIG_IGN;
}

void ksignal_get(int sig, struct action *act)
{
	*act = (struct action){0};
	SYSCALL(__NR_rt_sigaction, sig, 0, act, MASK_SIZE, 0, 0);
}

long ksignal_set(int sig, const struct action *act, struct action *old)
{
	return SYSCALL(__NR_rt_sigaction, sig, act, old, MASK_SIZE, 0, 0);
}

long ksignal_set_mask(const unsigned long *mask, unsigned long *old)
{
	return SYSCALL(__NR_rt_sigprocmask, SIG_SETMASK, mask, old, MASK_SIZE,
		       0, 0);
}

long ksignal_queue(int pid, int tid, int sig, const void *info)
{
	long ret = SYSCALL(__NR_rt_tgsigqueueinfo, pid, tid, sig, info, 0, 0);

	/* a filter's answer: better without its siginfo than not at all */
	return ret == -ENOSYS ? SYSCALL(__NR_tgkill, pid, tid, sig, 0, 0, 0)
			      : ret;
}

unsigned long ksignal_known_flags(int sig, unsigned long flags)
{
	const unsigned long usual = SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO |
				    KSIGNAL_SA_RESTORER | SA_ONSTACK |
				    SA_RESTART | SA_NODEFER | SA_RESETHAND;
	struct action now;

	if (!(flags & ~usual))
		return flags;
	ksignal_get(sig, &now);
	return flags & (now.flags | usual);
}

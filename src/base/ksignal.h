/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The kernel's view of signals: its struct sigaction, and its system calls
 * without what we show to the program instead. Callable from any context.
 */
#ifndef KSIGNAL_H
#define KSIGNAL_H

#define KSIGNAL_MAX 64
#define KSIGNAL_BIT(sig) (1ul << ((sig)-1))
#define KSIGNAL_SA_RESTORER 0x04000000ul

/* Our signals: SIGBUS, SIGSEGV, SIGSYS. See sigmask.h. */
#define KSIGNAL_OURS (1ul << 6 | 1ul << 10 | 1ul << 30)

/* The kernel's struct sigaction. */
struct action {
	void (*handler)(void);
	unsigned long flags;
	void (*restorer)(void);
	unsigned long mask;
};

/* Neither SIG_DFL nor SIG_IGN. */
int ksignal_is_handler(void (*handler)(void));

/* Each returns 0 or -errno. ksignal_queue() sends sig with this siginfo to the
 * calling thread, which is tid of pid. */
void ksignal_get(int sig, struct action *act);
long ksignal_set(int sig, const struct action *act, struct action *old);
long ksignal_set_mask(const unsigned long *mask, unsigned long *old);
long ksignal_queue(int pid, int tid, int sig, const void *info);

/* Which of these flags the kernel has kept, now that they are installed for
 * sig. */
unsigned long ksignal_known_flags(int sig, unsigned long flags);

#endif

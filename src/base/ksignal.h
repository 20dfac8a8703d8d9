/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The kernel's view of signals: its struct, and its calls as it has them, past
 * all that the program is shown. Any context.
 */
#ifndef KSIGNAL_H
#define KSIGNAL_H

#define KSIGNAL_MAX 64
#define KSIGNAL_BIT(sig) (1ul << ((sig)-1))
#define KSIGNAL_SA_RESTORER 0x04000000ul

/* Those that are ours: SIGBUS, SIGSEGV, SIGSYS. See sigmask.h. */
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

/* queue() sends sig with this siginfo to the calling thread, which is tid of
 * pid. All return 0 or
 * -errno, where they return. */
void ksignal_get(int sig, struct action *act);
long ksignal_set(int sig, const struct action *act, struct action *old);
long ksignal_set_mask(const unsigned long *mask, unsigned long *old);
long ksignal_queue(int pid, int tid, int sig, const void *info);

/* What the kernel keeps of these flags, now that they are installed for sig. */
unsigned long ksignal_known_flags(int sig, unsigned long flags);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The kernel's view of signals: its struct, and its calls as it has them, past
 * all that the program is shown. Any context.
 */
#ifndef SIGCALL_H
#define SIGCALL_H

#define SIGCALL_MAX 64
#define SIGCALL_BIT(sig) (1ul << ((sig)-1))
#define SIGCALL_SA_RESTORER 0x04000000ul

/* The kernel's struct sigaction. */
struct action {
	void (*handler)(void);
	unsigned long flags;
	void (*restorer)(void);
	unsigned long mask;
};

/* Neither SIG_DFL nor SIG_IGN. */
int sigcall_is_handler(void (*handler)(void));

/* queue() sends sig with this siginfo to the calling thread. All return 0 or
 * -errno, where they return. */
void sigcall_get(int sig, struct action *act);
long sigcall_set(int sig, const struct action *act, struct action *old);
long sigcall_set_mask(const unsigned long *mask, unsigned long *old);
long sigcall_queue(int tid, int sig, const void *info);

/* What the kernel keeps of these flags, now that they are installed for sig. */
unsigned long sigcall_known_flags(int sig, unsigned long flags);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What programs have in common that run plans drawn from a seed (plans.sh): the
 * kernel's view of an action, a trace, options that leave operations out.
 */
#ifndef PLANS_H
#define PLANS_H

#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* The kernel's struct sigaction. */
struct kernel_action {
	void (*handler)(int, siginfo_t *, void *);
	unsigned long flags;
	void (*restorer)(void);
	uint64_t mask;
};

/* syscall() of libc but for errno, to be copied to where code is made at run
 * time. */
#define PLANS_CALL_SIZE 26
extern const unsigned char plans_call[PLANS_CALL_SIZE];

/* A line behind the length bytes of text, if there is room in size. Returns how
 * long the text is then. */
int plans_trace(char *text, int length, int size, const char *fmt, va_list args)
	__attribute__((format(printf, 4, 0)));

/* kept becomes 1 for the operations in a list like "1,2,5", 0 for all others of
 * count. */
void plans_keep(uint8_t *kept, int count, const char *list);

/* Is the name one of those in a list like "fork,exec"? */
int plans_is_in(const char *list, const char *name);

#endif

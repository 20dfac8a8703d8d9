/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's seccomp filters, as the kernel has them: a thread's newest
 * filter points to those before it, which other threads may share. They tell
 * what happens to a call before it is made. Callable from any context.
 *
 * Once there is a filter, each call of ours (rawcall.h) is checked here first.
 * A call that the filters would not let through is not made, and fails with
 * -ENOSYS.
 */
#ifndef SECCOMP_FILTERS_H
#define SECCOMP_FILTERS_H

#include <asm/errno.h>
#include <stdint.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include "zpoline.h"

struct thread;

/* The result of a call of ours that is not made. */
#define SECCOMP_FILTERS_REFUSED (-ENOSYS)

struct filter {
	const struct filter *before; /* what the thread had already */
	const struct filter *other;  /* of all that were ever kept */
	uint32_t length;
	uint32_t is_gone;	/* it was refused: it counts for no one */
	uint16_t reads_address; /* it, or one of those before it */
	uint16_t notifies;	/* likewise: by a supervisor, or a tracer */
	struct sock_filter code[];
};

/* 1: some thread of this process has filters, or had. */
extern unsigned char seccomp_filters_any;

/* Copy the program at this address, as a filter in front of those before. It is
 * not in force yet. listens: it has a supervisor, or may have one. NULL: there
 * is no memory, or it is no program. */
const struct filter *seccomp_filters_copy(const struct filter *before,
					  uintptr_t address, uint32_t length,
					  int listens);

/* The filter that strict mode is. */
const struct filter *seccomp_filters_strict(const struct filter *before);

/* keep: the filter is about to be in force; 0: it already is, in some thread.
 * drop: it has come to nothing, after keep has returned 1. */
int seccomp_filters_keep(const struct filter *f);
void seccomp_filters_drop(const struct filter *f);

/* A filter that lets nothing through, in place of one that could not be copied.
 */
extern const struct filter seccomp_filters_unknown;

/* Do the filters depend on the call's address, or tell it to a supervisor? */
static inline int seccomp_filters_are_exact(const struct filter *f)
{
	return f && (f->reads_address || f->notifies);
}

/* Set the thread's filters. */
void seccomp_filters_set(struct thread *t, const struct filter *f);

/* From now on calls of ours are checked. */
void seccomp_filters_begin(void);

/* All threads are about to have the filter. When this returns, each call that
 * was checked without it has been made. NULL: they have the filters in their
 * records again. */
void seccomp_filters_expect(const struct filter *f, const struct thread *self);

/* The kernel's answer: an action and its data. */
uint32_t seccomp_filters_answer(const struct filter *f,
				const struct seccomp_data *data);

/* Describe the call as a filter sees it; its instruction is in front of this
 * address. */
void seccomp_filters_describe(struct seccomp_data *data,
			      const struct SyscallRegs *regs,
			      uintptr_t address);

static inline int seccomp_filters_lets(uint32_t answer)
{
	uint32_t action = answer & SECCOMP_RET_ACTION_FULL;

	return action == SECCOMP_RET_ALLOW || action == SECCOMP_RET_LOG;
}

/*
 * Would this call be let through if we made it? By t's filters; if t is NULL,
 * by all that there are.
 */
int seccomp_filters_may(const struct thread *t, const struct SyscallRegs *regs);

/* The same for f and number nr, with arguments that are 0. */
int seccomp_filters_may_ever(const struct filter *f, long nr);

/* Would the kernel end t's process for a call with this number? Not known
 * behind a filter that could not be copied. */
int seccomp_filters_kill_for(const struct thread *t, long nr);

#endif

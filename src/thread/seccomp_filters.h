/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's seccomp filters, as the kernel has them: a thread's newest one
 * leads to those before it, which it may have in common with others. By them
 * it is known what becomes of a call before it is made. Callable from any
 * context.
 *
 * Once there is a filter each call of ours (rawcall.h) is asked for here first:
 * one that would not be let through is not made, and fails with -ENOSYS.
 */
#ifndef SECCOMP_FILTERS_H
#define SECCOMP_FILTERS_H

#include <stdint.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include "zpoline.h"

struct thread;

/* What a call is answered that is not made. */
#define SECCOMP_FILTERS_REFUSED (-38) /* ENOSYS */

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

/* A copy of the program at this address, in front of those before, and not in
 * force yet. listens: it has a supervisor, or may have. NULL: there is no
 * memory, or it is none. */
const struct filter *seccomp_filters_copy(const struct filter *before,
					  uintptr_t address, uint32_t length,
					  int listens);

/* The one of strict mode. */
const struct filter *seccomp_filters_strict(const struct filter *before);

/* It is about to be in force; 0: it is, in some thread. It has come to nothing:
 * after seccomp_filters_keep() has said 1. */
int seccomp_filters_keep(const struct filter *f);
void seccomp_filters_drop(const struct filter *f);

/* One that lets nothing through, for what could not be copied. */
extern const struct filter seccomp_filters_unknown;

/* Do they tell addresses apart, or a supervisor the address? */
static inline int seccomp_filters_are_exact(const struct filter *f)
{
	return f && (f->reads_address || f->notifies);
}

/* These are the thread's. */
void seccomp_filters_set(struct thread *t, const struct filter *f);

/* From now on calls of ours are asked for. */
void seccomp_filters_begin(void);

/* All threads are about to have it: whoever has asked for a call without it has
 * made that when this returns. Or, NULL, they have what is in their records. */
void seccomp_filters_expect(const struct filter *f, const struct thread *self);

/* The kernel's answer: an action and its data. */
uint32_t seccomp_filters_answer(const struct filter *f,
				const struct seccomp_data *data);

/* The call as a filter sees it, made behind this address. */
void seccomp_filters_describe(struct seccomp_data *data,
			      const struct SyscallRegs *regs,
			      uintptr_t address);

static inline int seccomp_filters_lets(uint32_t answer)
{
	uint32_t action = answer & SECCOMP_RET_ACTION_FULL;

	return action == SECCOMP_RET_ALLOW || action == SECCOMP_RET_LOG;
}

/*
 * Would this call be let through if we made it? The answer of t's filters; if t
 * is NULL, of all that there are.
 */
int seccomp_filters_may(const struct thread *t, const struct SyscallRegs *regs);

/* The same of f; args are 0. */
int seccomp_filters_may_ever(const struct filter *f, long nr);

/* Would the kernel end t's process for it? Not known behind a filter that could
 * not be copied. */
int seccomp_filters_kill_for(const struct thread *t, long nr);

#endif

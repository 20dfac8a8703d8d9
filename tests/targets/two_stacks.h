/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Two alternate signal stacks, the first at the lower address. */
#ifndef TWO_STACKS_H
#define TWO_STACKS_H

#include <signal.h>

#define STACK_SIZE 65536
#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31)
#endif

static char stacks[2][STACK_SIZE] __attribute__((aligned(16)));

/* As sigaltstack(). */
static inline int set_stack(int index, unsigned int flags)
{
	const stack_t stack = {.ss_sp = stacks[index],
			       .ss_flags = (int)flags,
			       .ss_size = STACK_SIZE};

	return sigaltstack(&stack, NULL);
}

#endif

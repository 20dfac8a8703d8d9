/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Who wants the calls of each number: the core, rules, a C hook, handlers. What
 * nobody wants passes at its site; what changes here changes stubs, gate and
 * vDSO.
 */
#ifndef WANTS_H
#define WANTS_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "hooks/hook.h"
#include "rules/rules.h"

/* What a call meets, by hook_index(): one look tells. */
#define WANTS_HANDLERS 3 /* an enum hook_wanted */
#define WANTS_ENTER 4	 /* rules at its entry, */
#define WANTS_KERNEL 8	 /* around the kernel's part, */
#define WANTS_RESULT 16	 /* behind it */
#define WANTS_C_HOOK 32
#define WANTS_CORE 64	 /* process_issue() has more to do than to issue it, */
#define WANTS_CARE 128	 /* and not only because it looks at all; */
#define WANTS_TESTED 256 /* it has, if the prefilter's tests hold */
extern uint16_t wants_of[HOOK_INDICES];

static_assert(WANTS_HANDLERS == HOOK_ALWAYS &&
		      WANTS_ENTER == RULES_ENTER << 2 &&
		      WANTS_KERNEL == RULES_KERNEL << 2 &&
		      WANTS_RESULT == RULES_RESULT << 2,
	      "the bits of others");

static inline uint16_t wants_get(unsigned int index)
{
	return __atomic_load_n(&wants_of[index], __ATOMIC_RELAXED);
}

/* These numbers come to dispatch() even if nobody asks for them. */
void wants_core(const unsigned short *numbers, size_t count);

/* These do where prefilter_core() says so. Again: for other tests. With calls
 * running; one caller at a time. Returns 0 or -errno. */
int wants_tested(const unsigned short *numbers, size_t count);

/* And from now on all of them do, for the core. */
void wants_core_all(void);

/* All of them do, to be looked at: what is decided before C is not any more. */
void wants_everything(void);

/* The rules of this index are of these stages (rules.h) now. Returns 0 or
 * -errno as trampoline_want(). */
int wants_rules(unsigned int index, uint8_t stages);

/* There are C hooks of this index, or none. As wants_rules(); then there are
 * none. */
int wants_c_hooks(unsigned int index, int any);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Who wants the calls of each number: the core, rules, a C hook, handlers. What
 * nobody wants passes at its site; what changes here changes stubs, gate and
 * vDSO.
 */
#ifndef ENABLED_H
#define ENABLED_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "hooks/rule.h"
#include "rules/rules.h"

/* What a call meets, by hook_index(). One read says all. */
#define ENABLED_HANDLERS 3 /* an enum hook_wanted */
#define ENABLED_ENTER 4	   /* rules at its entry, */
#define ENABLED_KERNEL 8   /* around the kernel's part, */
#define ENABLED_RESULT 16  /* behind it */
#define ENABLED_TRACE 32   /* around all of it, */
#define ENABLED_C_HOOK 64
#define ENABLED_CORE 128   /* issue_call() has more to do than to issue it, */
#define ENABLED_CARE 256   /* and not only because it looks at all; */
#define ENABLED_TESTED 512 /* it has, if the prefilter's tests hold */
#define ENABLED_C_RESULT 1024 /* some of the C hooks are for results */
extern uint16_t enabled_of[HOOK_INDICES];

static_assert(ENABLED_HANDLERS == HOOK_ALWAYS &&
		      ENABLED_ENTER == RULES_ENTER << 2 &&
		      ENABLED_KERNEL == RULES_KERNEL << 2 &&
		      ENABLED_RESULT == RULES_RESULT << 2 &&
		      ENABLED_TRACE == RULES_TRACE << 2,
	      "the bits of others");

static inline uint16_t enabled_get(unsigned int index)
{
	return __atomic_load_n(&enabled_of[index], __ATOMIC_RELAXED);
}

/* This number comes to dispatch() even if nobody asks for it. */
void enabled_core(unsigned int nr);

/* From now on these numbers come to dispatch() if prefilter_core() says so.
 * Call it again if the tests are others. With calls running; one caller at a
 * time. Returns 0 or -errno. */
int enabled_tested(const unsigned short *numbers, size_t count);

/* And from now on all of them do, for the core. */
void enabled_core_all(void);

/* From now on all numbers come to dispatch(), and nothing is decided before C
 * any more. */
void enabled_everything(void);

/* The rules of this index are of these stages (rules.h) now. Returns 0 or
 * -errno as sled_want(). */
int enabled_rules(unsigned int index, uint8_t stages);

/* There are C hooks of this index, some of them for results, or there are not.
 * As enabled_rules(); if it fails there are none. */
int enabled_c_hooks(unsigned int index, int any, int of_results);

#endif

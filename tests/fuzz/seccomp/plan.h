/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A plan: seccomp filters and calls, drawn from a seed. The first list is the
 * program's, the others are what its handlers do. Everything is drawn before
 * anything is left out, so a plan with fewer operations is otherwise the same.
 */
#ifndef PLAN_H
#define PLAN_H

#include <stdint.h>

#include <linux/filter.h>

#define PLAN_OPS 96
#define PLAN_LISTS 4 /* the program's, and those of three handlers */
#define PLAN_FILTERS 5
#define PLAN_CODE 96

enum op_kind {
	OP_FILTER,
	OP_CALL,
	OP_ACTION,
	OP_MASK,
	OP_RAISE,
	OP_STACK,
	OP_PENDING,
	OP_TAKE,
	OP_FAULT,
	OP_FORK,
	OP_VFORK,
	OP_THREAD,
	OP_PTHREAD,
	OP_HELPER,
	OP_TELL,
	OP_EXEC,
	OP_SPAWN,
	OP_KINDS
};

/* By which code a call is made: libc's, two sites of the program's, code made
 * at run time. */
enum via { VIA_LIBC, VIA_FIRST, VIA_SECOND, VIA_JIT, VIA_COUNT };

#define SLOTS (PLAN_LISTS - 1)
#define SLOT_DEFAULT (-1)
#define SLOT_IGNORE (-2)

struct op {
	uint8_t kind, via, sig, how;
	uint8_t count; /* of the operations that follow: its own */
	uint8_t filter;
	int8_t slot;
	uint16_t call;
	uint32_t flags;
	uint64_t mask;
};

/* How it is handed to the kernel. */
enum filter_how { HOW_PRCTL, HOW_SECCOMP, HOW_TSYNC, HOW_LOGS, HOW_COUNT };

struct plan_filter {
	uint8_t how, wrong; /* so that the kernel does not take it */
	uint16_t length;
	struct sock_filter code[PLAN_CODE];
};

struct plan {
	uint64_t seed;
	int is_raw; /* threads share the thread-local storage of their maker */
	int count;
	struct op ops[PLAN_OPS];
	uint8_t first[PLAN_LISTS + 1];
	uint8_t kept[PLAN_OPS];
	struct plan_filter filters[PLAN_FILTERS];
};

#define PLAN_NO_JIT 1
#define PLAN_NET_ONLY 2
/* Drawn, not options: */
#define PLAN_RAW 4
/* Which of rt_sigreturn, rt_sigaction and rt_sigprocmask no filter refuses:
 * without all of them SIGSYS ends the process by another signal
 * (docs/limits.md). */
#define PLAN_RETURNS 8
#define PLAN_ACTS 16
#define PLAN_MASKS 32

void plan_draw(struct plan *plan, uint64_t seed, int options);
void plan_print(const struct plan *plan);
const char *plan_name(const struct op *op);

/* What is drawn comes from here. */
uint32_t draw_any(void);
int draw_below(int n);
int draw_percent(int n);

/* filter.c */
void filter_draw(struct plan_filter *f, int with);
void filter_print(const struct plan_filter *f);

/* calls.c: the calls of plans, with the same arguments in each run but for
 * those that are the process's own. */
#define ARG_RUN                                                                \
	0x7e57000000000000 /* only known when it runs; the lowest bits: */
enum arg { ARG_PID, ARG_TID, ARG_ENV };

struct call {
	const char *name;
	int nr;
	int result; /* enum result */
	long args[6];
};

enum result { AS_IT_IS, IF_NEGATIVE, IF_OWN };

extern const struct call calls[];
extern const int calls_count;

#endif

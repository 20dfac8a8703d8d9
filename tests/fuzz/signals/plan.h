/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A plan: operations on signals, drawn from a seed. The first list is the
 * program's, the others are what its handlers do. Everything is drawn before
 * anything is left out, so a plan with fewer operations is otherwise the same.
 */
#ifndef PLAN_H
#define PLAN_H

#include <stdint.h>

#define PLAN_OPS 96
#define PLAN_SLOTS 8 /* handlers */
#define PLAN_LISTS (PLAN_SLOTS + 1)
#define PLAN_POOL 8
#define PLAN_SENDS 6

enum op_kind {
	OP_ACTION,
	OP_MASK,
	OP_SEND,
	OP_VOLLEY,
	OP_SUSPEND,
	OP_POLL,
	OP_TAKE,
	OP_PENDING,
	OP_SIGNALFD,
	OP_TIMER,
	OP_TRY,
	OP_JUMP,
	OP_EDIT,
	OP_STACK,
	OP_FORK,
	OP_VFORK,
	OP_EXEC,
	OP_THREAD,
	OP_FAULT,
	OP_LIMIT,
	OP_FROM,
	OP_BURST,
	OP_REPORT,
	OP_KINDS
};

/* By which code a call is made. */
enum via { VIA_LIBC, VIA_SYSCALL, VIA_TEXT, VIA_JIT, VIA_COUNT };

enum send_how {
	SEND_KILL,
	SEND_TGKILL,
	SEND_RAISE,
	SEND_SIGQUEUE,
	SEND_QUEUEINFO,
	SEND_TGQUEUEINFO,
	SEND_COUNT
};

struct send {
	uint8_t how, sig;
	int16_t value;
	int16_t code;
};

/* The handler that takes no siginfo. */
#define PLAN_PLAIN_SLOT (PLAN_SLOTS - 1)

#define SLOT_DEFAULT (-1)
#define SLOT_IGNORE (-2)

struct op {
	uint8_t kind, via, sig, how;
	uint8_t count; /* of the operations that follow, or of the sends */
	uint8_t wild;  /* done even where it is likely to end the process */
	int8_t slot;
	uint32_t flags;
	uint64_t mask;
	struct send sends[PLAN_SENDS];
};

struct plan {
	uint64_t seed;
	int count;
	struct op ops[PLAN_OPS];
	uint8_t first[PLAN_LISTS + 1]; /* list 0: the program; slot + 1 */
	uint8_t kept[PLAN_OPS];
	uint8_t pool[PLAN_POOL];
};

static inline uint64_t plan_bit(int sig)
{
	return 1ul << (sig - 1);
}

#define PLAN_NO_JIT 1
#define PLAN_NO_FAULTS 2
#define PLAN_FORGED 4
void plan_draw(struct plan *plan, uint64_t seed, int options);
void plan_print(const struct plan *plan);
const char *plan_name(const struct op *op);

#endif

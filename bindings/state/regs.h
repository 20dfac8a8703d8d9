/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SyscallRegs as Lua sees it: the block of the userdata. Each level has one,
 * which each call of its fills in. In a handler.
 */
#ifndef REGS_H
#define REGS_H

#include "bindings/interp/interp.h"

/* The registers of struct SyscallRegs: the arguments are in order. */
enum regs_register { RAX, RDI, RSI, RDX, R10, R8, R9, RIP, RSP, REGISTERS };

static inline uint64_t *regs_register(struct SyscallRegs *regs, int place)
{
	return (uint64_t *)regs + place;
}

struct regs {
	struct call *call; /* NULL: the handler has returned */
	struct level *level;
	int index;   /* the running hook's place in level->chain */
	int exiting; /* it is its exit handler that runs */
	int changed; /* by that handler, and this is how they were before */
	long nr;
	struct SyscallRegs before;
};

/* Hooks of one call that can keep a regs.data each, in a user value; one more
 * keeps the coroutine. */
#define REGS_DATA_MAX 32
#define REGS_THREAD (REGS_DATA_MAX + 1)

/* Push a new userdata onto L. */
struct regs *regs_new(lua_State *L);

/* While a handler waits for regs:call() those of other threads, and of signal
 * handlers, run. They could come by its regs, but the call is not theirs, and
 * may be over for good, with the thread, and the frame it is in. */
static inline int regs_are_usable(lua_State *L, const struct regs *r)
{
	const struct level *level = interp_of(L)->current;

	return level && r == level->regs && r->call;
}

/* The error for those that are not: what is at arg may be of any type. */
void regs_refuse(lua_State *L, int arg);

/* Argument arg must be a SyscallRegs whose call is under way. */
struct regs *regs_check(lua_State *L, int arg);

/* An error, in the name of who, where a handler cannot have the call's result:
 * hook_may_wait(). */
void regs_check_wait(lua_State *L, const struct regs *r, const char *who);

/* To be said before the running handler changes the call. */
static inline void regs_change(struct regs *r)
{
	if (r->changed)
		return;
	r->changed = 1;
	r->nr = r->call->nr;
	r->before = r->call->regs;
}

/* It has failed: the call is as it was before. */
static inline void regs_restore(struct regs *r)
{
	if (!r->changed)
		return;
	r->call->nr = r->nr;
	r->call->regs = r->before;
}

#endif

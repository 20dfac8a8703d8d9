/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A Lua state, and the levels in it. One state for the process, or one for
 * each thread; every thread runs its handlers in coroutines of its own, one per
 * nesting level, so that a handler whose original call is under way (or never
 * came back) is not disturbed by what runs meanwhile.
 */
#ifndef INTERP_H
#define INTERP_H

#include <lauxlib.h>
#include <lua.h>

#include "bindings/interp/errors.h"
#include "bindings/runtime/alloc.h"
#include "hooks/hook.h"

/* Of one number: hooks that are enabled, and what shared_rules_want() was last
 * told.
 */
struct counts {
	uint16_t hooks, filtered, results;
	uint16_t wanted;
};

/* A name of regs, interned, by its address: see regs_fields.c. */
#define INTERP_FIELDS 64
struct interp_field {
	const char *name; /* NULL: none is here */
	int field;
};

/* Functions of debug that are called where they may be. */
struct interp_debug {
	lua_CFunction getlocal, getmetatable, getupvalue, setlocal,
		setmetatable, setupvalue, upvalueid, upvaluejoin;
};

/* A Lua state, and what belongs to it. Used by one thread at a time. */
struct interp {
	lua_State *L;
	struct heap heap;
	int handler; /* registry reference of the message handler */
	int abort_on_error;
	int budget; /* Lua instructions of a call's handlers; 0: any number */
	int spent;  /* they are over: see limits.c */
	int barred; /* while scripts are loaded, as in struct level */
	struct level *current; /* set while a handler runs; none while scripts
				  are loaded */
	lua_CFunction taker;   /* is about to be called with it */
	void *given;
	struct interp_field field[INTERP_FIELDS];
	struct errors_warning warning;
	const luaL_Reg *parts; /* in C, of built-in modules */
	/* Lua's own, which functions of ours end in. */
	lua_CFunction load, empty_box;
	struct interp_debug debug;

	/* state_clone.c: all above is set when the state is open, nothing below
	 */
	struct hook *first, **last; /* in order of registration */
	uint32_t hooks;		    /* that there were ever */
	struct shared_rule *rules;
	uint32_t loaded_rules; /* asked for while scripts were loaded */

	struct interp *next;
	void **slot;	     /* of its thread; where it is not shared */
	uint64_t serial;     /* never used again */
	uint32_t generation; /* of the scripts */
	int loading;	     /* the scripts are running */
	int is_open;	     /* has its libraries */
	int pending;	     /* a new one beside one that is in force */
	int told;	     /* that it has no memory for another level */
	int users; /* levels with a call under way, and being in force */

	/* Numbers are small as a rule: most of these pages are never there. */
	uint64_t asked[HOOK_WORDS];	    /* those that are or were */
	struct counts counts[HOOK_INDICES]; /* by hook_index() */
	struct chain *chains[HOOK_INDICES]; /* likewise */
};

static inline struct interp *interp_of(lua_State *L)
{
	return *(struct interp **)lua_getextraspace(L);
}

/* One nesting level of one thread. Stays; the state that it is in may go. */
struct level {
	struct interp *in;
	uint64_t serial; /* of in, which may be another now, or gone */
	lua_State *L;
	int ref;	     /* anchor of regs, and so of L, in the registry */
	int busy;	     /* a handler runs, or was abandoned while it ran */
	struct regs *regs;   /* the userdata that handlers see */
	struct chain *chain; /* hooks of the call under way */
	struct call *owner;  /* that call */
	int bound;	     /* hooks of it that were entered */
	uint32_t data_used;  /* hooks that set regs.data, one bit each */
	int64_t counted;     /* instructions of its handlers, see limits.c */
	int renewed;	     /* since they began */
	int barred;	     /* in a hook of debug.sethook: no system calls */
	struct scratch *scratch; /* what zp.mem.put() handed out */
	char apart[64]; /* the next one, another thread's, is in other lines
			   of the cache */
};

/* What is between these may wait for another thread of the program: a handler
 * lends the interpreter, which is as it was when it has it back. */
static inline struct level *interp_lend(lua_State *L)
{
	struct level *level = interp_of(L)->current;

	if (level)
		hook_lend();
	return level;
}

static inline void interp_take_back(lua_State *L, struct level *level)
{
	if (level)
		hook_take_back();
	interp_of(L)->current = level;
}

/* What a function of ours works with that is called protected. It is no
 * argument of Lua's: scripts find such functions by debug.getinfo(), and may
 * call them with anything. */
static inline void interp_give(struct interp *in, lua_CFunction taker,
			       void *given)
{
	in->taker = taker;
	in->given = given;
}
/* A Lua error for who was given nothing. */
void *interp_take(lua_State *L, lua_CFunction taker);

/* Push the method of that name; 0: there is none. */
int interp_method(lua_State *L, const luaL_Reg *methods, const char *name);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the files of bindings/ share. One Lua state for the process; every
 * thread runs its handlers in coroutines of its own, one per nesting level,
 * so that a handler whose original call is under way (or never came back) is
 * not disturbed by what runs meanwhile.
 */
#ifndef INTERP_H
#define INTERP_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "hook.h"

/* Registered by zp.hook: the block of its handle. */
struct hook {
	struct hook *next; /* in order of registration */
	int enter, exit;   /* registry references, LUA_NOREF: none */
	int label;	   /* reference of "'write' (hook.lua:3)" */
	int anchor;	   /* reference of the handle itself */
	int enabled;
	int removed;
	int uses; /* chains that lead to it */
	uint64_t hits;
	uint64_t errors;
	struct hook_rule *rule;	     /* its filter; NULL: none */
	const struct hook_test *ret; /* of results, for the exit handler */
	size_t rets;
	uint64_t numbers[(HOOK_INDICES + 63) / 64]; /* bits by hook_index() */
};

/* What a selector means. */
struct selection {
	uint64_t numbers[(HOOK_INDICES + 63) / 64];
	int exact; /* by names and numbers alone */
};

/* A table of tests, read. */
#define FILTERS_MAX 8
struct filters {
	struct hook_test test[FILTERS_MAX], ret[FILTERS_MAX];
	size_t count, rets;
};

/* The hooks of one number, in order. Not changed once made; freed when no
 * call runs through it and a newer one has taken its place. */
struct chain {
	int uses;
	int stale;
	int count;
	struct hook *hook[];
};

struct scratch;

/* One nesting level of one thread. */
struct level {
	lua_State *L;
	int ref;	     /* L's anchor in the registry */
	int busy;	     /* a handler runs, or was abandoned while it ran */
	struct regs *regs;   /* the userdata that handlers see */
	struct chain *chain; /* hooks of the call under way */
	struct call *owner;  /* that call */
	int bound;	     /* hooks of it that were entered */
	uint32_t data_used;  /* hooks that set regs.data, one bit each */
	struct scratch *scratch; /* what zp.mem.put() handed out */
};

/* SyscallRegs as Lua sees it: the block of the userdata. */
struct regs {
	struct call *call; /* NULL: the handler has returned */
	struct level *level;
	int index; /* the running hook's place in level->chain */
};

/* Hooks of one call that can keep a regs.data each. */
#define REGS_DATA_MAX 32

/* Coroutine stack slots that stay: message handler, regs. */
#define SLOT_HANDLER 1
#define SLOT_REGS 2

extern lua_State *interp_main;
extern int interp_abort_on_error;
extern int interp_handler; /* registry reference of the message handler */

/* alloc.c: lua_newstate's allocator, pages from the core; no more than
 * alloc_limit bytes are given out */
extern size_t alloc_limit;
void *alloc_lua(void *ud, void *p, size_t old, size_t size);

/* interp.c: the level of this call, made or renewed as needed; NULL: no
 * memory (said once). */
struct level *interp_level(struct call *call);
/* Push the method of that name; 0: there is none. */
int interp_method(lua_State *L, const luaL_Reg *methods, const char *name);
/* Log "zpoline: " and these strings as one line. Takes no memory of the
 * interpreter's. */
#define interp_say(...)                                                        \
	interp_say_parts((const char *const[]){__VA_ARGS__, NULL})
void interp_say_parts(const char *const *parts);
/* Log the message on top of L, popped. */
void interp_report(lua_State *L);

/* selector.c: the selector at index, or a Lua error. */
void selector_read(lua_State *L, int index, struct selection *s);

/* filters.c: the table at index, for the function who, or a Lua error. */
void filters_read(lua_State *L, int index, const char *who,
		  const struct selection *selection, struct filters *f);
/* A rule for them that is not in force yet. */
struct hook_rule *filters_rule(lua_State *L, enum hook_rule_kind kind,
			       const struct selection *selection,
			       const struct filters *f);
/* From now on, or a Lua error. */
void filters_enforce(lua_State *L, struct hook_rule *rule);
/* A copy that stays; NULL: of none. */
struct hook_test *filters_keep(lua_State *L, const struct hook_test *test,
			       size_t count);

/* counters.c: zp.count and zp.hist into the table on top; inject.c: zp.inject
 */
void counters_open(lua_State *L);
void inject_open(lua_State *L);

/* backtrace.c: zp.backtrace into the table on top */
void backtrace_open(lua_State *L);

/* shared.c: zp.shared into the table on top */
void shared_open(lua_State *L);

/* handles.c */
void handles_open(lua_State *L);
int handles_register(lua_State *L); /* zp.hook */

/* hooks.c: one more, the last of all */
void hooks_add(struct hook *h);
/* One less, for good. It and what it refers to go when no call needs them. */
void hooks_remove(struct hook *h);
/* h has come, was enabled or disabled: from the next call on. Returns 0 or
 * -errno as hook_want(). */
int hooks_changed(const struct hook *h);
/* "'write' (hook.lua:3)" */
const char *hooks_label(lua_State *L, const struct hook *h);
/* Run the rest of the chain behind regs->index and the call; its result. */
long hooks_call(lua_State *L, struct regs *regs);
void hooks_summary(lua_State *L);

/* limits.c */
int limits_options(lua_State *L); /* zp.options */
/* The handlers of one call, or of an event, begin to run in L. */
void limits_begin(lua_State *L);
/* One of them failed; others may follow. */
void limits_failed(lua_State *L);

/* regs.c: make the metatable; push a new userdata onto L */
void regs_open(lua_State *L);
struct regs *regs_new(lua_State *L);
/* Argument arg must be a SyscallRegs whose call is under way. */
struct regs *regs_check(lua_State *L, int arg);

/* mem.c: push the zp.mem table; forget what put() handed out */
void mem_open(lua_State *L);
void mem_release(struct level *level);

/* modules.c: require, dofile, loadfile; scripts */
void modules_open(lua_State *L);
/* Push the compiled file; on failure push a message and return nonzero. */
int modules_load(lua_State *L, const char *path);
/* Where require looks first: the folder of this script. */
void modules_script_folder(lua_State *L, const char *script);
/* ZPOLINE_PATH, may be NULL. */
void modules_path(lua_State *L, const char *path);
/* What require(name) returns: the value on top, popped. */
void modules_set(lua_State *L, const char *name);
/* Push require(name). */
void modules_require(lua_State *L, const char *name);

/* zp.c: the zp table, a global and require "zpoline" */
void zp_open(lua_State *L);
void zp_event(lua_State *L, enum hook_event event);
void zp_configure(lua_State *L, const struct hook_config *config);
/* print and zp.log's way out: the bytes and a line end, in one write */
void zp_write_line(lua_State *L, int index);

/* catalogue.c: zp.errno and zp.syscalls */
void catalogue_open(lua_State *L);
/* Number for the name at index, or a Lua error that suggests the nearest. */
long catalogue_number(lua_State *L, int index);

/* The current thread's level, set while a handler runs. Scripts have none
 * while they load. */
extern struct level *interp_current;

#endif

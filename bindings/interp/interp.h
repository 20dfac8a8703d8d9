/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the files of bindings/ share. One Lua state for the process, or one for
 * each thread; every thread runs its handlers in coroutines of its own, one per
 * nesting level, so that a handler whose original call is under way (or never
 * came back) is not disturbed by what runs meanwhile.
 */
#ifndef INTERP_H
#define INTERP_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "bindings/runtime/alloc.h"
#include "hooks/hook.h"

/* A function of a script that runs before calls, or behind them. */
struct handler {
	int ref;   /* in the registry; LUA_NOREF: there is none */
	int takes; /* parameters: it is given no more */
};

/* regs and the arguments */
#define HANDLER_MOST 7

/* Registered by zp.hook: the block of its handle. */
struct hook {
	struct hook *next; /* in order of registration */
	struct handler enter, exit;
	uint64_t hits;
	struct claim *claim;	     /* on its filter; NULL: none */
	struct claim *results;	     /* on its results, without enter handler */
	struct claim *timing;	     /* on their times */
	const struct hook_test *ret; /* of results, for the exit handler */
	size_t rets;
	uint32_t since;	      /* of its filter */
	uint8_t bit;	      /* likewise */
	uint8_t filtered;     /* it has one */
	uint8_t only_results; /* it has results */
	uint64_t errors;
	uint64_t told;		 /* hits that its failure knows of */
	struct failure *failure; /* NULL: it never failed */
	int label;		 /* reference of "'write' (hook.lua:3)" */
	int anchor;		 /* reference of the handle itself */
	int enabled;
	int removed;
	int uses;		      /* chains that lead to it */
	uint32_t number;	      /* the script's first is 0, and so on */
	uint64_t numbers[HOOK_WORDS]; /* bits by hook_index() */
};

/* The number of all that were registered once the script was loaded: there may
 * be any number of them. Those that are alike fail as one. */
#define HOOK_LATE UINT32_MAX

/* What a selector means. */
struct selection {
	uint64_t numbers[HOOK_WORDS];
	int exact; /* by names and numbers alone */
};

/* A table of tests, read. */
#define FILTERS_MAX 8
struct filters {
	struct hook_test test[FILTERS_MAX], ret[FILTERS_MAX];
	int timed; /* a test of ret asks how long the call took */
	size_t count, rets;
};

/* The hooks of one number, in order. Not changed once made; freed when no
 * call runs through it and a newer one has taken its place. */
struct chain {
	int uses; /* calls, and being in its place */
	long nr;  /* the number, how many arguments it has, and of what width */
	int nargs;
	unsigned int widths; /* tables_widths() */
	int exits;	     /* hooks with an exit handler */
	int count;
	struct hook *hook[];
};

/* Of one number: hooks that are enabled, and what shared_rules_want() was last
 * told.
 */
struct counts {
	uint16_t hooks, filtered, results;
	uint16_t wanted;
};

struct scratch;
struct level;

/* What Lua warns of, in the making, and the last error of a finalizer. */
struct warning {
	size_t length;
	char text[1024], before[1024];
};

/* A name of regs, interned, by its address: see regs.c. */
#define INTERP_FIELDS 64
struct interp_field {
	const char *name; /* NULL: none is here */
	int field;
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
	struct warning warning;

	/* state_clone.c: all above is set when the state is open, nothing below
	 */
	struct hook *first, **last; /* in order of registration */
	uint32_t hooks;		    /* that there were ever */
	struct claim *claims;
	uint32_t claimed; /* rules asked for while scripts were loaded */

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

/* The registers of struct SyscallRegs: the arguments are in order. */
enum interp_register { RAX, RDI, RSI, RDX, R10, R8, R9, RIP, RSP, REGISTERS };

static inline uint64_t *interp_register(struct SyscallRegs *regs, int place)
{
	return (uint64_t *)regs + place;
}

/* SyscallRegs as Lua sees it: the block of the userdata. */
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

/* Coroutine stack slots that stay: message handler, regs. */
#define SLOT_HANDLER 1
#define SLOT_REGS 2

/* interp.c: the level of this call in that state, made or renewed as needed;
 * NULL: no memory (said once). */
struct level *interp_make_level(struct interp *in, struct call *call);
static inline struct level *interp_level(struct interp *in, struct call *call)
{
	struct level *level = *call->level;

	if (__builtin_expect(
		    level && !level->busy && level->serial == in->serial, 1))
		return level;
	return interp_make_level(in, call);
}

/* A script can reset it with coroutine.close() from another thread. */
void interp_fill_slots(struct level *level);
static inline void interp_check_slots(struct level *level)
{
	if (__builtin_expect(lua_gettop(level->L) != SLOT_REGS, 0))
		interp_fill_slots(level);
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

/* Libraries and zp into L, protected; the message on top if that fails. */
int interp_open(lua_State *L);

/*
 * states.c: the state that this call's handlers run in, made if need be; NULL:
 * there is none.
 */
extern struct interp *states_shared __attribute__((visibility("hidden")));
struct interp *states_of_thread(const struct call *call);
static inline struct interp *states_of(const struct call *call)
{
	return __builtin_expect(states_shared != NULL, 1)
		       ? states_shared
		       : states_of_thread(call);
}

/* Nobody is in it any more. */
void states_destroy(struct interp *in);
/* A call's handlers will run in it again, or not any more: with the last one a
 * retired state goes. */
static inline void states_hold(struct interp *in)
{
	in->users++;
}

static inline void states_let_go(struct interp *in)
{
	if (__builtin_expect(--in->users == 0, 0))
		states_destroy(in);
}

/* Is it there, and the one that it was? */
int states_exist(const struct interp *in, uint64_t serial);
/* zp.options{state=}: while the first state loads its script. 0: it is too
 * late. */
int states_set_own(int own);
/* In the child of a fork: those of other threads are gone. */
void states_after_fork(const struct call *call);

/*
 * state_clone.c: a copy of this state, which interp_open() has just made, is
 * kept, unless there is one. in, which has nothing yet, becomes such a state;
 * 0: there is none to be had.
 */
void state_clone_keep(const struct interp *in);
int state_clone_open(struct interp *in);

/*
 * script_cache.c: files, read once by each generation of the scripts, so that
 * all its states run the same text wherever the program has gone meanwhile.
 * Push the text; on failure push nothing and return -errno.
 */
long script_cache_read(lua_State *L, const char *path);
/* The working directory as it is now: relative paths are from there. */
void script_cache_open(void);
/* A file that scripts of that generation have read is another one now. */
int script_cache_changed(uint32_t generation);

/* Children that do not follow a script's changes in time are to have these, if
 * what they find then does not load: the texts of that generation. */
void script_cache_hand_on(uint32_t generation);
/* Start: what was handed on to this program. */
void script_cache_take(const char *handed);
/* One of those files that is empty now; NULL: none. */
const char *script_cache_half_written(void);
/* The scripts that were read, as generation 0, have not loaded: they become
 * generation 1, and what was handed on is 0 from here on. 0: it is no other. */
int script_cache_go_back(void);

/* shared_rules.c: what a state has asked for that all have in common. */
struct claim {
	struct claim *next, **at;
	struct hook_rule *rule;
	int enabled;
	int dropped; /* with its state, in which handles may be left */
	uint8_t bit; /* of the rule */
	uint32_t since;
};
/* A rule like the model is in force from now on, or one that another state has
 * asked for at the same place of the script; it is the claim's. Or a Lua error.
 */
struct claim *shared_rules_make(lua_State *L, const struct hook_rule *model);
void shared_rules_enable(struct interp *in, struct claim *claim, int enabled);
/* The claim is gone, and with the last one of it the rule. */
void shared_rules_drop(struct interp *in, struct claim *claim);
/* in->counts[index].wanted becomes that. 0, or -errno as hook_want(). */
int shared_rules_want(struct interp *in, unsigned int index,
		      enum hook_wanted now);
/* What was held back while the scripts were loaded is in force. */
void shared_rules_enforce(struct interp *in);
/* Locked: scripts that came after its are in force. What it does to its own
 * thread's calls stays, and ends with it. */
void shared_rules_withdraw(struct interp *in);
/* All that it has asked for is given up. */
void shared_rules_give_up(struct interp *in);

/* failures.c: handlers that failed; they outlive states. */
struct failure {
	struct failure *next;
	const char *label;
	uint32_t generation, number; /* of the scripts, of the hook */
	uint64_t errors, hits;
};
/* h has failed once more. 1: it has not before, nor has another state's. */
int failures_count(lua_State *L, struct hook *h);
/* What h was called since; before h or its state goes, and before they are
 * told.
 */
void failures_account(struct hook *h);
void failures_tell(lua_State *L);
/* Push the method of that name; 0: there is none. */
int interp_method(lua_State *L, const luaL_Reg *methods, const char *name);
/* Log "zpoline: " and these strings as one line. Takes no memory of the
 * interpreter's. */
#define interp_say(...)                                                        \
	interp_say_parts((const char *const[]){__VA_ARGS__, NULL})
void interp_say_parts(const char *const *parts);
/* Log the message on top of L, popped; of an error by its status. */
void interp_report(lua_State *L);
void interp_report_error(lua_State *L, int status);

/* That message, as text; it stays. */
const char *interp_message(lua_State *L, int status);
/* What to do about LUA_ERRMEM. */
#define INTERP_NO_MEMORY                                                       \
	"out of memory: zp.options{memory=} is the limit, in MiB (256 by "     \
	"default). Remedy: keep less, or raise it"

/* selector.c: the selector at index, or a Lua error. */
void selector_read(lua_State *L, int index, struct selection *s);

/* filters.c: the table at index, for the function who, or a Lua error. What it
 * leads to is kept by a table that is pushed. */
void filters_read(lua_State *L, int index, const char *who,
		  const struct selection *selection, struct filters *f);
/* A model of a rule for them; f is to stay as long. */
void filters_model(struct hook_rule *model, enum hook_rule_kind kind,
		   const struct selection *selection, const struct filters *f);
/* Do they ask for the same? */
int filters_same(const struct hook_rule *a, const struct hook_rule *b);

/* blocks.c: how many bytes tests take with all that they lead to, and a copy of
 * them at to, which has so many. */
size_t blocks_tests_size(const struct hook_test *test, size_t count);
struct hook_test *blocks_put_tests(void *to, const struct hook_test *test,
				   size_t count);
/* A rule like the model, not in force, which has counted nothing. Or a Lua
 * error: the state has no room for it. */
struct hook_rule *blocks_make(lua_State *L, const struct hook_rule *model);
/* Locked: it was never in force. */
void blocks_free(struct hook_rule *rule);
/* Locked: in force, as hook_rule_add(), and not any more. In either case it is
 * freed when no call looks at it. */
int blocks_add(struct hook_rule *rule);
void blocks_remove(struct hook_rule *rule);
/* Locked: those that can be are freed. */
void blocks_collect(void);

/* counters.c: zp.count and zp.hist into the table on top; inject.c: zp.inject
 */
void counters_open(lua_State *L);
void inject_open(lua_State *L);

/* backtrace.c: zp.backtrace into the table on top */
void backtrace_open(lua_State *L);

/* shared.c: zp.shared into the table on top */
void shared_open(lua_State *L);

/* hook_handle.c */
void hook_handle_open(lua_State *L);
int hook_handle_register(lua_State *L); /* zp.hook */

/* hooks.c: one more, the last of all */
void hooks_add(struct interp *in, struct hook *h);
/* One less, for good. It and what it refers to go when no call needs them. */
void hooks_remove(struct interp *in, struct hook *h);
/* What it refers to: no chain leads to it any more, nor will one. */
void hooks_forget(struct interp *in, struct hook *h);
/* h has come, was enabled or disabled: from the next call on. Once for each
 * change of h->enabled. Returns 0 or -errno as hook_want(). */
int hooks_changed(struct interp *in, const struct hook *h);
/* "'write' (hook.lua:3)" */
const char *hooks_label(lua_State *L, const struct hook *h);
/* Run the rest of the chain behind regs->index and the call; its result. What
 * that needs stays on L. */
long hooks_call(lua_State *L, struct regs *regs);
/* Nothing of the call that the level had is needed any more. */
void hooks_finish(struct level *level);
void hooks_summary(lua_State *L);

/* limits.c */
int limits_options(lua_State *L); /* zp.options */
/* A Lua error if there is no room for so much more beside Lua's own memory. */
void limits_room(lua_State *L, size_t size);
/* From here on the instructions of L are counted. */
void limits_count(struct level *level, lua_State *L);
/* The handlers of one call, or of an event, begin to run in L. */
static inline void limits_begin(struct level *level, lua_State *L)
{
	/* counting makes each instruction dearer */
	if (__builtin_expect(level->in->budget != 0, 0))
		limits_count(level, L);
}

/* One of them failed; others may follow. */
void limits_failed(lua_State *L);
/* L counts from here on in place of what it was hooked for. */
void limits_count_on(lua_State *L);

/* regs.c: make the metatable; push a new userdata onto L */
void regs_open(lua_State *L);
struct regs *regs_new(lua_State *L);
/* To be said before the running handler changes the call. */
void regs_change(struct regs *regs);
/* It has failed: the call is as it was before. */
void regs_restore(struct regs *regs);
/* Argument arg must be a SyscallRegs whose call is under way. */
struct regs *regs_check(lua_State *L, int arg);

/* An error, in the name of who, where a handler cannot have the call's result:
 * hook_may_wait(). */
void regs_check_wait(lua_State *L, const struct regs *r, const char *who);

/* debug.c: push the debug library, as far as it is safe */
int debug_open(lua_State *L);
/* For those that make system calls, before they do: a Lua error in a hook of
 * debug.sethook. */
void interp_check_call(lua_State *L, const char *who);

/* mem.c: push the zp.mem table; forget what put() handed out */
void mem_open(lua_State *L);
void mem_release(struct level *level);

/* strict.c: what happens to names that are not there. An unknown name in the
 * table on top is an error from now on; known: those there are, or NULL. */
void strict_make(lua_State *L, const char *who, const char *known);
/* That error, in an __index function. */
int strict_unknown(lua_State *L, const char *who, const char *known);
/* Push the metatable of that name; when the first object of its kind is made,
 * fill puts into the table on top what belongs there. */
void strict_type(lua_State *L, const char *name, void (*fill)(lua_State *L));
/* Nothing can be assigned to what has the metatable on top. */
void strict_fixed(lua_State *L, const char *who);

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

/* The function require. */
void modules_push_require(lua_State *L);

/* standard.c: push the table of names that our own modules find. */
void standard_push(lua_State *L);

/* files.c: push what lua/zpoline/io.lua works with */
int files_open(lua_State *L);
int format_open(lua_State *L);
int format_open_constants(lua_State *L);

/* environment.c: keep a copy; push it as a table */
void environment_keep(char *const *envp);
int environment_open(lua_State *L);

/* siginfo.c: the number of "SIGUSR1" or "USR1", 0: there is no such signal;
 * push what is known of a HOOK_SIGNAL */
int siginfo_number(const char *name);
void siginfo_push(lua_State *L, const struct call *call);

/* zp.c: the zp table, a global and require "zpoline" */
void zp_open(lua_State *L);
int zp_clock_open(lua_State *L);  /* zpoline.clock, for os.lua */
void zp_push_print(lua_State *L); /* the function print */
void zp_event(lua_State *L, struct call *call, enum hook_event event);

/* The functions of the event "error" are called: a handler has failed for the
 * first time, with that message. */
void zp_tell_error(lua_State *L, const char *message);
void zp_configure(lua_State *L, const struct hook_config *config);

/* Make zp.args anew of the words in text (ZPOLINE_ARGS, or NULL): those that
 * are for that script, counted from 1, or, if it is 0, all. */
void words_set(lua_State *L, const char *text, int script);
/* print and zp.log's way out: the bytes and a line end, in one write */
void zp_write_line(lua_State *L, int index);

/* names.c: zp.errno and zp.syscalls */
void names_open(lua_State *L);
/* Number for the name at index, or a Lua error that suggests the nearest. */
long names_number(lua_State *L, int index);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * How a call runs through the handlers.
 *
 * The hooks of a number form a chain, in order of registration. Enter
 * handlers run down the chain until one answers or the end is reached, then
 * the kernel, then the exit handlers of all that were entered, back up. A
 * handler that uses regs:call() has the rest of that happen inside it. A hook
 * whose filter does not hold for the call is passed over.
 */
#include "bindings/state/handlers.h"

#include "bindings/interp/limits.h"
#include "bindings/interp/message.h"
#include "bindings/state/events.h"
#include "bindings/state/failures.h"
#include "bindings/state/hook_record.h"
#include "bindings/state/level.h"
#include "bindings/state/scratch.h"
#include "tables/tables.h"

/* h fails for the first time, with the message on top of L. */
static void say_failure(lua_State *L, const struct hook *h, int status)
{
	if (status == LUA_ERRMEM)
		message_say("handler on ", hook_record_label(L, h), ": ",
			    MESSAGE_NO_MEMORY);
	else if (status == LUA_OK)
		message_say("handler on ", hook_record_label(L, h),
			    " returned a ", luaL_typename(L, -1),
			    "; return an integer to answer, or nothing");
	else {
		lua_pushvalue(L, -1);
		message_report(L);
	}
}

/*
 * The values for a handler, which is on top: regs from top, then the result or
 * the arguments, as many as it takes. Returns how many.
 */
static int push_values(lua_State *L, int top, const struct chain *chain,
		       struct call *call, int takes, int exiting)
{
	int first = exiting ? RAX : RDI;
	unsigned int widths = exiting		      ? 0
			      : call->nr == chain->nr ? chain->widths
						      : tables_widths(call->nr);
	int n = exiting			? 2
		: call->nr == chain->nr ? 1 + chain->nargs
					: 1 + tables_syscall_nargs(call->nr);

	if (n > takes)
		n = takes;
	if (n)
		lua_pushvalue(L, top);
	for (int i = 0; i < n - 1; i++)
		lua_pushinteger(L, tables_value(widths, i,
						*regs_register(&call->regs,
							       first + i)));
	return n;
}

/* The first of the values that a handler returned is the answer, if it is
 * anything. */
static int take_answer(lua_State *L, int index, struct call *call)
{
	int type = lua_type(L, index), is_integer;
	lua_Integer value;

	if (type == LUA_TNIL)
		return 0;
	value = lua_tointegerx(L, index, &is_integer);
	if (!is_integer || type != LUA_TNUMBER)
		return -1;
	call->regs.rax = (uint64_t)value;
	call->done = 1;
	return 0;
}

/* The message of a failed handler, or what it returned that is no answer, is
 * behind top. Said once; the count says the rest. */
__attribute__((cold, noinline)) static void
fail_handler(lua_State *L, int top, struct hook *h, int status)
{
	int first;

	h->errors++;
	lua_settop(L, top + 1);
	first = failures_count(L, h);
	if (first)
		say_failure(L, h, status);
	limits_failed(L);
	if (first)
		events_tell_error(L, status == LUA_OK ? "a handler has "
							"returned "
							"something "
							"that is not "
							"an answer"
						      : message_of(L, status));
	lua_settop(L, top);
	if (interp_of(L)->abort_on_error)
		hook_abort();
}

/*
 * Run one handler of hook i, with messages and regs on top of L, which is top
 * values high. A failing one leaves the call as it was before.
 */
static void run_handler(lua_State *L, int top, struct level *level,
			struct call *call, int i, int exiting)
{
	struct hook *h = level->chain->hook[i];
	const struct handler *handler = exiting ? &h->exit : &h->enter;
	int done = call->done;
	int n, status;

	level->regs->index = i;
	level->regs->exiting = exiting;
	level->regs->changed = 0;
	lua_rawgeti(L, LUA_REGISTRYINDEX, handler->ref);
	n = push_values(L, top, level->chain, call, handler->takes, exiting);
	status = lua_pcall(L, n, LUA_MULTRET, top - 1);
	if (status == LUA_OK && lua_gettop(L) == top)
		return; /* most return nothing */
	if (status == LUA_OK && take_answer(L, top + 1, call) == 0) {
		lua_settop(L, top);
		return;
	}
	fail_handler(L, top, h, status);
	/* issued already: its result stands, whatever the handler made of it */
	if (call->done == done)
		regs_restore(level->regs);
}

/* Its filter holds for the call. */
static int is_asked(const struct hook *h, const struct call *call)
{
	return !h->filtered ||
	       (call->passed >> h->bit & 1 && h->since <= call->since);
}

/* Is the result one that the hook's exit handler wants to see? */
static int wants_result(const struct hook *h, const struct call *call)
{
	for (size_t i = 0; i < h->rets; i++)
		if (!hook_test_result(&h->ret[i], call))
			return 0;
	return 1;
}

/* Enter handlers from i on; afterwards level->bound hooks were entered. */
static void enter_from(lua_State *L, int top, struct level *level,
		       struct call *call, int i)
{
	struct chain *chain = level->chain;

	for (; i < chain->count && !call->done; i++) {
		struct hook *h = chain->hook[i];

		if (!is_asked(h, call))
			continue;
		h->hits += !h->only_results;
		level->bound = i + 1;
		if (h->enter.ref != LUA_NOREF)
			run_handler(L, top, level, call, i, 0);
	}
}

/* Exit handlers of the hooks entered, the last first, down to index least. */
static void exit_to(lua_State *L, int top, struct level *level,
		    struct call *call, int least)
{
	for (int i = level->bound - 1; i >= least; i--) {
		struct hook *h = level->chain->hook[i];

		if (h->exit.ref == LUA_NOREF || !is_asked(h, call) ||
		    !wants_result(h, call))
			continue;
		h->hits += h->only_results;
		run_handler(L, top, level, call, i, 1);
	}
	level->bound = least;
}

static int exits_due(const struct level *level, const struct call *call)
{
	if (!level->chain->exits)
		return 0;
	for (int i = 0; i < level->bound; i++)
		if (level->chain->hook[i]->exit.ref != LUA_NOREF &&
		    is_asked(level->chain->hook[i], call))
			return 1;
	return 0;
}

static void begin_level(struct level *level, struct call *call)
{
	level_check_slots(level);
	level->busy = 1;
	level->regs->call = call;
	level->in->current = level;
	limits_begin(level, level->L);
}

static void end_level(struct level *level)
{
	level->regs->call = NULL;
	level->busy = 0;
	level->in->current = NULL;
}

/* The level of the call, with its chain; NULL: no memory. */
static struct level *take_level(struct call *call)
{
	unsigned int index = hook_index(call->nr);
	struct interp *in = states_of(call);
	struct level *level = in ? level_of(in, call) : NULL;
	struct chain *chain;

	if (!level)
		return NULL;
	chain = in->chains[index];
	if (!chain)
		chain = chain_make(in, index);
	if (!chain)
		return NULL;
	if (level->scratch)
		scratch_release(level);
	if (level->chain) /* its call was left by siglongjmp */
		level_finish(level);
	chain->uses++;
	states_hold(in);
	level->chain = chain;
	level->owner = call;
	level->bound = 0;
	return level;
}

/* This and hook_exit() each in one piece: every hooked call runs through them.
 */
__attribute__((flatten)) void hook_enter(struct call *call)
{
	struct level *level = take_level(call);

	if (!level)
		return;
	begin_level(level, call);
	enter_from(level->L, SLOT_REGS, level, call, 0);
	end_level(level);
	call->exits = exits_due(level, call);
	if (!call->exits)
		level_finish(level);
}

/* A task that a signal handler switched to may have taken the level for a call
 * of its own: then this one's handlers are gone. */
__attribute__((flatten)) void hook_exit(struct call *call)
{
	struct level *level = *call->level;

	call->exits = 0;
	if (level->owner != call)
		return;
	begin_level(level, call);
	exit_to(level->L, SLOT_REGS, level, call, 0);
	end_level(level);
	level_finish(level);
}

void hook_result(struct call *call)
{
	struct level *level = take_level(call);

	if (!level)
		return;
	level->bound = level->chain->count;
	begin_level(level, call);
	exit_to(level->L, SLOT_REGS, level, call, 0);
	end_level(level);
	level_finish(level);
}

long handlers_call(lua_State *L, struct regs *regs)
{
	struct level *level = regs->level;
	struct call *call = regs->call;
	int index = regs->index;
	int top = lua_gettop(L);

	luaL_checkstack(L, 16, "regs:call()");
	call->regs.rax = (uint64_t)call->nr;
	call->done = 0;
	lua_rawgeti(L, LUA_REGISTRYINDEX, interp_of(L)->handler);
	lua_pushvalue(L, 1);
	enter_from(L, top + 2, level, call, index + 1);
	if (!call->done) {
		hook_kernel(call);
		level->in->current = level;
	}
	exit_to(L, top + 2, level, call, index + 1);
	regs->index = index;
	regs->exiting = 0;
	return (long)call->regs.rax;
}

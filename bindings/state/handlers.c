/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Registered handlers and how a call runs through them.
 *
 * The hooks of a number form a chain, in order of registration. Enter
 * handlers run down the chain until one answers or the end is reached, then
 * the kernel, then the exit handlers of all that were entered, back up. A
 * handler that uses regs:call() has the rest of that happen inside it. A hook
 * whose filter does not hold for the call is passed over.
 */
#include <string.h>

#include "bindings/interp/interp.h"
#include "tables/tables.h"

/* --- chains ------------------------------------------------------------ */

static int has(const struct hook *h, unsigned int index)
{
	return h->numbers[index / 64] >> (index % 64) & 1;
}

static size_t chain_size(int count)
{
	return sizeof(struct chain) + (size_t)count * sizeof(struct hook *);
}

void hooks_forget(struct interp *in, struct hook *h)
{
	const int refs[] = {h->enter.ref, h->exit.ref, h->label, h->anchor};

	for (size_t i = 0; i < sizeof(refs) / sizeof(refs[0]); i++)
		luaL_unref(in->L, LUA_REGISTRYINDEX, refs[i]);
	h->enter.ref = h->exit.ref = h->label = h->anchor = LUA_NOREF;
}

__attribute__((cold, noinline)) static void chain_free(struct interp *in,
						       struct chain *c)
{
	for (int i = 0; i < c->count; i++)
		if (--c->hook[i]->uses == 0 && c->hook[i]->removed)
			hooks_forget(in, c->hook[i]);
	alloc(&in->heap, c, chain_size(c->count), 0);
}

static void chain_drop(struct interp *in, struct chain *c)
{
	if (__builtin_expect(--c->uses == 0, 0))
		chain_free(in, c);
}

/* Its hooks have changed: it goes now, or at its last use. */
static void forget_chain(struct interp *in, unsigned int index)
{
	struct chain *c = in->chains[index];

	if (!c)
		return;
	in->chains[index] = NULL;
	chain_drop(in, c);
}

__attribute__((cold, noinline)) static struct chain *
chain_make(struct interp *in, unsigned int index)
{
	struct chain *c;
	int count = 0;

	for (struct hook *h = in->first; h; h = h->next)
		count += h->enabled && has(h, index);
	c = alloc(&in->heap, NULL, 0, chain_size(count));
	if (!c)
		return NULL;
	*c = (struct chain){
		.uses = 1,
		.nr = index,
		.nargs = tables_syscall_nargs(index),
		.widths = tables_widths(index),
	};
	for (struct hook *h = in->first; h; h = h->next)
		if (h->enabled && has(h, index)) {
			h->uses++;
			c->exits += h->exit.ref != LUA_NOREF;
			c->hook[c->count++] = h;
		}
	in->chains[index] = c;
	return c;
}

/* --- running ----------------------------------------------------------- */

const char *hooks_label(lua_State *L, const struct hook *h)
{
	const char *text;

	lua_rawgeti(L, LUA_REGISTRYINDEX, h->label);
	text = lua_tostring(L, -1); /* the registry keeps it */
	lua_pop(L, 1);
	return text;
}

/* h fails for the first time, with the message on top of L. */
static void explain(lua_State *L, const struct hook *h, int status)
{
	if (status == LUA_ERRMEM)
		interp_say("handler on ", hooks_label(L, h), ": ",
			   INTERP_NO_MEMORY);
	else if (status == LUA_OK)
		interp_say("handler on ", hooks_label(L, h), " returned a ",
			   luaL_typename(L, -1),
			   "; return an integer to answer, or nothing");
	else {
		lua_pushvalue(L, -1);
		interp_report(L);
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
						*interp_register(&call->regs,
								 first + i)));
	return n;
}

/* The first of the values that a handler returned is the answer, if it is
 * anything. */
static int answer(lua_State *L, int index, struct call *call)
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
__attribute__((cold, noinline)) static void failed(lua_State *L, int top,
						   struct hook *h, int status)
{
	int first;

	h->errors++;
	lua_settop(L, top + 1);
	first = failures_count(L, h);
	if (first)
		explain(L, h, status);
	limits_failed(L);
	if (first)
		zp_tell_error(L, status == LUA_OK ? "a handler has returned "
						    "something that is "
						    "not an answer"
						  : interp_message(L, status));
	lua_settop(L, top);
	if (interp_of(L)->abort_on_error)
		hook_abort();
}

/*
 * Run one handler of hook i, with messages and regs on top of L, which is top
 * values high. A failing one leaves the call as it was before.
 */
static void run(lua_State *L, int top, struct level *level, struct call *call,
		int i, int exiting)
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
	if (status == LUA_OK && answer(L, top + 1, call) == 0) {
		lua_settop(L, top);
		return;
	}
	failed(L, top, h, status);
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
			run(L, top, level, call, i, 0);
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
		run(L, top, level, call, i, 1);
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

__attribute__((cold, noinline)) static void forget_data(struct level *level)
{
	lua_State *L = level->L;
	uint32_t used = level->data_used;

	lua_rawgeti(L, LUA_REGISTRYINDEX, level->ref);
	for (int i = 0; used; i++, used >>= 1)
		if (used & 1) {
			lua_pushnil(L);
			lua_setiuservalue(L, -2, i + 1);
		}
	lua_pop(L, 1);
	level->data_used = 0;
}

void hooks_finish(struct level *level)
{
	struct chain *chain = level->chain;
	struct interp *in = level->in;

	if (level->data_used)
		forget_data(level);
	level->chain = NULL;
	level->owner = NULL;
	chain_drop(in, chain);
	states_let_go(in);
}

static void begin(struct level *level, struct call *call)
{
	interp_check_slots(level);
	level->busy = 1;
	level->regs->call = call;
	level->in->current = level;
	limits_begin(level, level->L);
}

static void end(struct level *level)
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
	struct level *level = in ? interp_level(in, call) : NULL;
	struct chain *chain;

	if (!level)
		return NULL;
	chain = in->chains[index];
	if (!chain)
		chain = chain_make(in, index);
	if (!chain)
		return NULL;
	if (level->scratch)
		mem_release(level);
	if (level->chain) /* its call was left by siglongjmp */
		hooks_finish(level);
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
	begin(level, call);
	enter_from(level->L, SLOT_REGS, level, call, 0);
	end(level);
	call->exits = exits_due(level, call);
	if (!call->exits)
		hooks_finish(level);
}

/* A task that a signal handler switched to may have taken the level for a call
 * of its own: then this one's handlers are gone. */
__attribute__((flatten)) void hook_exit(struct call *call)
{
	struct level *level = *call->level;

	call->exits = 0;
	if (level->owner != call)
		return;
	begin(level, call);
	exit_to(level->L, SLOT_REGS, level, call, 0);
	end(level);
	hooks_finish(level);
}

void hook_result(struct call *call)
{
	struct level *level = take_level(call);

	if (!level)
		return;
	level->bound = level->chain->count;
	begin(level, call);
	exit_to(level->L, SLOT_REGS, level, call, 0);
	end(level);
	hooks_finish(level);
}

long hooks_call(lua_State *L, struct regs *regs)
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

/* --- which there are -------------------------------------------------------
 */

static enum hook_wanted wanted_of(const struct counts *n)
{
	return !n->hooks		 ? HOOK_NONE
	       : n->results == n->hooks	 ? HOOK_RESULTS
	       : n->filtered == n->hooks ? HOOK_FILTERED
					 : HOOK_ALWAYS;
}

/* It is enabled from now on, or not any more. */
int hooks_changed(struct interp *in, const struct hook *h)
{
	uint16_t by = h->enabled ? 1 : (uint16_t)-1;
	int err = 0;

	for (unsigned int i = hook_next(h->numbers, 0); i < HOOK_INDICES;
	     i = hook_next(h->numbers, i + 1)) {
		struct counts *n = &in->counts[i];
		int ret;

		n->hooks = (uint16_t)(n->hooks + by);
		n->results = (uint16_t)(n->results + by * h->only_results);
		n->filtered = (uint16_t)(n->filtered + by * h->filtered);
		forget_chain(in, i);
		ret = shared_rules_want(in, i, wanted_of(n));
		err = err ? err : ret;
	}
	return err;
}

void hooks_add(struct interp *in, struct hook *h)
{
	h->number = in->loading ? in->hooks++ : HOOK_LATE;
	*in->last = h;
	in->last = &h->next;
}

void hooks_remove(struct interp *in, struct hook *h)
{
	struct hook **at = &in->first;

	h->uses++; /* not before the end of this */
	if (h->enabled) {
		h->enabled = 0;
		hooks_changed(in, h);
	}
	while (*at != h)
		at = &(*at)->next;
	*at = h->next;
	if (in->last == &h->next)
		in->last = at;
	h->removed = 1;
	failures_account(h);
	if (--h->uses == 0)
		hooks_forget(in, h);
}

void hooks_summary(lua_State *L)
{
	for (struct hook *h = interp_of(L)->first; h; h = h->next)
		failures_account(h);
	interp_of(L)->heap.limit += MEBIBYTE; /* for what is said */
	failures_tell(L);
}

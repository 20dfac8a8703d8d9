/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.hook, and the handle that it returns: the block of a struct hook.
 */
#include "bindings/api/hook_handle.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/interp/interp.h"
#include "bindings/rules/filters.h"
#include "bindings/rules/filter_tests.h"
#include "bindings/rules/selector.h"
#include "bindings/rules/shared_rules.h"
#include "bindings/runtime/strict.h"
#include "bindings/state/hook_list.h"
#include "bindings/state/hook_record.h"

#define HANDLE "Hook"

/* Where zp.hook has the handlers on its stack, and the handle. */
#define FN_ENTER 4
#define FN_EXIT 5
#define HANDLE_AT 7

static int function_field(lua_State *L, int index, const char *name)
{
	int type = lua_getfield(L, index, name);

	if (type != LUA_TFUNCTION && type != LUA_TNIL)
		luaL_error(L, "zp.hook: %s must be a function, not a %s", name,
			   luaL_typename(L, -1));
	return type == LUA_TFUNCTION;
}

/* Leaves enter and exit (function or nil) on the stack. */
static void push_handlers(lua_State *L, int index)
{
	if (lua_isfunction(L, index)) {
		lua_pushvalue(L, index);
		lua_pushnil(L);
		return;
	}
	lua_pushnil(L);
	while (lua_next(L, index)) {
		const char *key = lua_type(L, -2) == LUA_TSTRING
					  ? lua_tostring(L, -2)
					  : "";

		if (strcmp(key, "enter") != 0 && strcmp(key, "exit") != 0)
			luaL_error(L,
				   "zp.hook: unknown handler '%s' (enter and "
				   "exit are known)",
				   key);
		lua_pop(L, 1);
	}
	if (!(function_field(L, index, "enter") |
	      function_field(L, index, "exit")))
		luaL_error(L, "zp.hook: neither enter nor exit is given");
}

static void push_label(lua_State *L, int selector)
{
	lua_Debug where;
	const char *name;

	if (lua_istable(L, selector))
		name = lua_pushliteral(L, "a list of calls");
	else
		name = luaL_tolstring(L, selector, NULL);
	if (lua_getstack(L, 1, &where) && lua_getinfo(L, "Sl", &where))
		lua_pushfstring(L, "'%s' (%s:%d)", name, where.short_src,
				where.currentline);
	else
		lua_pushfstring(L, "'%s'", name);
	lua_remove(L, -2);
}

static int make_reference(lua_State *L, int index)
{
	lua_pushvalue(L, index);
	return luaL_ref(L, LUA_REGISTRYINDEX);
}

/* The function at index, or nil. */
static void set_handler(lua_State *L, int index, struct handler *handler)
{
	lua_Debug function;

	if (lua_isnil(L, index))
		return;
	lua_pushvalue(L, index);
	lua_getinfo(L, ">u", &function);
	handler->takes = function.isvararg ? HANDLER_MOST : function.nparams;
	handler->ref = make_reference(L, index);
}

static struct hook *new_hook(lua_State *L, const struct selection *selection)
{
	struct hook *h = lua_newuserdatauv(L, sizeof(*h), 1);

	*h = (struct hook){
		.enter.ref = LUA_NOREF,
		.exit.ref = LUA_NOREF,
		.label = LUA_NOREF,
		.anchor = LUA_NOREF,
		.enabled = 1,
		.removed = 1, /* so far */
	};
	memcpy(h->numbers, selection->numbers, sizeof(h->numbers));
	luaL_setmetatable(L, HANDLE);
	return h;
}

/* What the filter says of results alone. */
static void result_model(struct hook_rule *model,
			 const struct selection *selection,
			 const struct filters *f, struct filters *results)
{
	*results = (struct filters){.count = f->rets};
	memcpy(results->test, f->ret, sizeof(results->test));
	filters_model(model, HOOK_RULE_RESULT, selection, results);
	model->covered = f->count > 0;
}

/* What results the exit handler wants to see, as long as the handle, which is
 * on top, is there. */
static void keep_results(lua_State *L, struct hook *h, const struct filters *f)
{
	void *to;

	if (!f->rets)
		return;
	to = lua_newuserdatauv(L, filter_tests_size(f->ret, f->rets), 0);
	lua_setiuservalue(L, -2, 1);
	h->ret = filter_tests_copy(to, f->ret, f->rets);
	h->rets = f->rets;
}

/* The filter at 2, or nil, what keeps it on top. */
static void read_filter(lua_State *L, const struct selection *selection,
			struct filters *f)
{
	*f = (struct filters){0};
	if (lua_isnil(L, 2))
		lua_pushnil(L);
	else
		filters_read(L, 2, "zp.hook", selection, f);
	if (f->rets && lua_isnil(L, FN_EXIT))
		luaL_error(L,
			   "zp.hook: '%s' is known after the call: it "
			   "filters exit handlers",
			   f->timed ? "took" : "ret");
}

struct registration {
	struct hook *hook;
	const struct selection *selection;
	const struct filters *filters;
};

static void make_rules(lua_State *L, const struct registration *r, int enters)
{
	const struct filters *f = r->filters;
	struct hook *h = r->hook;
	struct hook_rule model;
	struct filters results;

	if (f->count) {
		filters_model(&model, HOOK_RULE_FILTER, r->selection, f);
		h->filter = shared_rules_make(L, &model);
		h->filtered = 1;
		h->bit = h->filter->bit;
		h->since = h->filter->since;
	}
	if (f->rets && !enters) {
		result_model(&model, r->selection, f, &results);
		h->results = shared_rules_make(L, &model);
		h->only_results = 1;
	}
	if (f->timed) {
		filters_model(&model, HOOK_RULE_TIMED, r->selection, f);
		h->timing = shared_rules_make(L, &model);
	}
}

/* Runs protected: enter, exit, handle and label become the hook's. */
static int fill_hook(lua_State *L)
{
	const struct registration *r = interp_take(L, fill_hook);
	struct hook *h = r->hook;

	set_handler(L, 1, &h->enter);
	set_handler(L, 2, &h->exit);
	h->anchor = make_reference(L, 3);
	h->label = make_reference(L, 4);
	make_rules(L, r, h->enter.ref != LUA_NOREF);
	return 0;
}

static void drop_rules(struct interp *in, struct hook *h)
{
	struct shared_rule *rules[] = {h->filter, h->results, h->timing};

	h->filter = h->results = h->timing = NULL;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i])
			shared_rules_drop(in, rules[i]);
}

static void remove_hook(struct interp *in, struct hook *h)
{
	hook_list_remove(in, h);
	drop_rules(in, h);
}

/* Handle and label are on top; pops the label. */
static void complete_hook(lua_State *L, struct registration *r)
{
	struct interp *in = interp_of(L);

	interp_give(in, fill_hook, r);
	lua_pushcfunction(L, fill_hook);
	lua_pushvalue(L, FN_ENTER);
	lua_pushvalue(L, FN_EXIT);
	lua_pushvalue(L, HANDLE_AT);
	lua_pushvalue(L, HANDLE_AT + 1);
	if (lua_pcall(L, 4, 0, 0) != LUA_OK) {
		hook_record_forget(in, r->hook);
		drop_rules(in, r->hook);
		lua_error(L);
	}
	lua_pop(L, 1);
	r->hook->removed = 0;
	hook_list_add(in, r->hook);
	if (hook_list_changed(in, r->hook) == 0)
		return;
	remove_hook(in, r->hook);
	luaL_error(L, "the process forbids changing code: hooks must be "
		      "registered while the script loads");
}

static void check_handlers(lua_State *L, int arg)
{
	luaL_argexpected(L, lua_isfunction(L, arg) || lua_istable(L, arg), arg,
			 "a function or a table with enter and exit");
}

/* zp.hook(selector [, filter], fn | {enter=, exit=}): a handle */
static int zp_hook(lua_State *L)
{
	struct selection selection;
	struct filters filters;
	struct registration r = {NULL, &selection, &filters};

	if (lua_gettop(L) < 3) {
		check_handlers(L, 2);
		lua_settop(L, 2);
		lua_pushnil(L);
		lua_insert(L, 2);
	} else {
		luaL_checktype(L, 2, LUA_TTABLE);
		check_handlers(L, 3);
	}
	lua_settop(L, 3);
	push_handlers(L, 3); /* FN_ENTER, FN_EXIT */
	selector_read(L, 1, &selection);
	read_filter(L, &selection, &filters);
	r.hook = new_hook(L, &selection);
	keep_results(L, r.hook, &filters);
	push_label(L, 1);
	complete_hook(L, &r);
	return 1;
}

/* --- handles -----------------------------------------------------------------
 */

static struct hook *check_handle(lua_State *L)
{
	return luaL_checkudata(L, 1, HANDLE);
}

static void enable_hook(lua_State *L, int enabled)
{
	struct interp *in = interp_of(L);
	struct hook *h = check_handle(L);

	if (h->removed || h->enabled == enabled)
		return;
	h->enabled = enabled;
	if (h->filter)
		shared_rules_enable(in, h->filter, enabled);
	if (h->results)
		shared_rules_enable(in, h->results, enabled);
	if (h->timing)
		shared_rules_enable(in, h->timing, enabled);
	hook_list_changed(in, h);
}

static int handle_enable(lua_State *L)
{
	enable_hook(L, 1);
	return 0;
}

static int handle_disable(lua_State *L)
{
	enable_hook(L, 0);
	return 0;
}

static int handle_remove(lua_State *L)
{
	struct hook *h = check_handle(L);

	if (!h->removed)
		remove_hook(interp_of(L), h);
	return 0;
}

static int handle_index(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"disable", handle_disable},
		{"enable", handle_enable},
		{"remove", handle_remove},
		{NULL, NULL},
	};
	const struct hook *h = check_handle(L);
	const char *key = luaL_checkstring(L, 2);

	if (interp_method(L, methods, key))
		return 1;
	if (strcmp(key, "hits") == 0)
		lua_pushinteger(L, (lua_Integer)h->hits);
	else if (strcmp(key, "errors") == 0)
		lua_pushinteger(L, (lua_Integer)h->errors);
	else if (strcmp(key, "enabled") == 0)
		lua_pushboolean(L, h->enabled);
	else
		return luaL_error(L,
				  "a hook has no '%s' (hits, errors, enabled, "
				  "enable, disable and remove are known)",
				  key);
	return 1;
}

static int handle_tostring(lua_State *L)
{
	const struct hook *h = check_handle(L);

	if (h->label == LUA_NOREF)
		lua_pushliteral(L, "hook (removed)");
	else
		lua_pushfstring(L, "hook on %s", hook_record_label(L, h));
	return 1;
}

void hook_handle_open(lua_State *L)
{
	static const luaL_Reg metamethods[] = {
		{"__index", handle_index},
		{"__tostring", handle_tostring},
		{NULL, NULL},
	};

	lua_pushcfunction(L, zp_hook);
	lua_setfield(L, -2, "hook");
	luaL_newmetatable(L, HANDLE);
	strict_fixed(L, "a hook");
	luaL_setfuncs(L, metamethods, 0);
	lua_pushliteral(L, HANDLE);
	lua_setfield(L, -2, "__metatable");
	lua_pop(L, 1);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.hook, and the handle that it returns: the block of a struct hook.
 */
#include <string.h>

#include "interp.h"

#define HANDLE "Hook"

/* Where zp.hook has the handlers on its stack. */
#define FN_ENTER 4
#define FN_EXIT 5

static int function_field(lua_State *L, int index, const char *name)
{
	int type = lua_getfield(L, index, name);

	if (type != LUA_TFUNCTION && type != LUA_TNIL)
		luaL_error(L, "zp.hook: %s must be a function, not a %s", name,
			   luaL_typename(L, -1));
	return type == LUA_TFUNCTION;
}

/* Leaves enter and exit (function or nil) on the stack. */
static void handlers(lua_State *L, int index)
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
	const char *name = "a list of calls";

	if (!lua_istable(L, selector))
		name = luaL_tolstring(L, selector, NULL);
	if (lua_getstack(L, 1, &where) && lua_getinfo(L, "Sl", &where))
		lua_pushfstring(L, "'%s' (%s:%d)", name, where.short_src,
				where.currentline);
	else
		lua_pushfstring(L, "'%s'", name);
}

static int reference(lua_State *L, int index)
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
	handler->ref = reference(L, index);
}

static struct hook *new_hook(lua_State *L, const struct selection *selection)
{
	struct hook *h = lua_newuserdatauv(L, sizeof(*h), 0);

	*h = (struct hook){
		.enter.ref = LUA_NOREF,
		.exit.ref = LUA_NOREF,
		.label = LUA_NOREF,
		.anchor = LUA_NOREF,
		.enabled = 1,
	};
	memcpy(h->numbers, selection->numbers, sizeof(h->numbers));
	luaL_setmetatable(L, HANDLE);
	return h;
}

/* What the filter says of results alone. */
static struct hook_rule *result_rule(lua_State *L,
				     const struct selection *selection,
				     const struct filters *f)
{
	struct filters results = {.count = f->rets};
	struct hook_rule *rule;

	memcpy(results.test, f->ret, sizeof(results.test));
	rule = filters_rule(L, HOOK_RULE_RESULT, selection, &results);
	rule->covered = f->count > 0;
	return rule;
}

/* The filter, if there is one, of index. */
static void set_filter(lua_State *L, struct hook *h, int index,
		       const struct selection *selection)
{
	struct filters f;

	if (lua_isnil(L, index))
		return;
	filters_read(L, index, "zp.hook", selection, &f);
	if (f.rets && lua_isnil(L, FN_EXIT))
		luaL_error(L, "zp.hook: 'ret' is known after the call: it "
			      "filters exit handlers");
	h->ret = filters_keep(L, f.ret, f.rets);
	h->rets = f.rets;
	if (f.count)
		h->claim = claims_make(L, filters_rule(L, HOOK_RULE_FILTER,
						       selection, &f));
	if (f.rets && lua_isnil(L, FN_ENTER))
		h->results = claims_make(L, result_rule(L, selection, &f));
}

static void check_handlers(lua_State *L, int arg)
{
	luaL_argexpected(L, lua_isfunction(L, arg) || lua_istable(L, arg), arg,
			 "a function or a table with enter and exit");
}

/* zp.hook(selector [, filter], fn | {enter=, exit=}): a handle */
int handles_register(lua_State *L)
{
	struct interp *in = interp_of(L);
	struct selection selection;
	struct hook *h;

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
	handlers(L, 3); /* FN_ENTER, FN_EXIT */
	selector_read(L, 1, &selection);
	h = new_hook(L, &selection);
	push_label(L, 1);
	h->label = luaL_ref(L, LUA_REGISTRYINDEX);
	set_handler(L, FN_ENTER, &h->enter);
	set_handler(L, FN_EXIT, &h->exit);
	h->anchor = reference(L, 6);
	set_filter(L, h, 2, &selection);
	hooks_add(in, h);
	lua_settop(L, 6);
	if (hooks_changed(in, h))
		return luaL_error(L, "the process forbids changing code: hooks "
				     "must be registered while the script "
				     "loads");
	return 1;
}

/* --- handles -----------------------------------------------------------------
 */

static struct hook *check(lua_State *L)
{
	return luaL_checkudata(L, 1, HANDLE);
}

static void enable(lua_State *L, int enabled)
{
	struct interp *in = interp_of(L);
	struct hook *h = check(L);

	if (h->removed || h->enabled == enabled)
		return;
	h->enabled = enabled;
	if (h->claim)
		claims_enable(in, h->claim, enabled);
	if (h->results)
		claims_enable(in, h->results, enabled);
	hooks_changed(in, h);
}

static int handle_enable(lua_State *L)
{
	enable(L, 1);
	return 0;
}

static int handle_disable(lua_State *L)
{
	enable(L, 0);
	return 0;
}

static int handle_remove(lua_State *L)
{
	struct hook *h = check(L);

	if (h->removed)
		return 0;
	hooks_remove(interp_of(L), h);
	if (h->claim)
		claims_drop(interp_of(L), h->claim);
	if (h->results)
		claims_drop(interp_of(L), h->results);
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
	const struct hook *h = check(L);
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
	const struct hook *h = check(L);

	if (h->label == LUA_NOREF)
		lua_pushliteral(L, "hook (removed)");
	else
		lua_pushfstring(L, "hook on %s", hooks_label(L, h));
	return 1;
}

void handles_open(lua_State *L)
{
	static const luaL_Reg metamethods[] = {
		{"__index", handle_index},
		{"__tostring", handle_tostring},
		{NULL, NULL},
	};

	luaL_newmetatable(L, HANDLE);
	members_fixed(L, "a hook");
	luaL_setfuncs(L, metamethods, 0);
	lua_pushliteral(L, HANDLE);
	lua_setfield(L, -2, "__metatable");
	lua_pop(L, 1);
}

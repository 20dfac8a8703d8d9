/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.inject: what C is to do to some of the calls that match, in strace's
 * words. It takes place where the kernel would act, so hooks see what comes of
 * it.
 */
#include "bindings/rules/inject.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/rules/filters.h"
#include "bindings/rules/selector.h"
#include "bindings/rules/shared_rules.h"
#include "bindings/runtime/siginfo.h"
#include "bindings/runtime/strict.h"
#include "bindings/runtime/time_units.h"
#include "tables/tables.h"

#define HANDLE "Injection"
#define ALL ((uint64_t)1 << 32) /* of 2^32 */

struct handle {
	struct shared_rule *shared; /* NULL: removed, and this is what it had
				       done */
	uint64_t hits, done;
};

static void fill_injection(lua_State *L);

/* --- the words, each with its value on top ---------------------------------
 */

static void set_answer(lua_State *L, struct hook_inject *inject, int64_t result)
{
	if (inject->answers)
		luaL_error(L, "zp.inject: error and retval exclude each other");
	inject->answers = 1;
	inject->result = result;
}

static void set_error(lua_State *L, struct hook_inject *inject)
{
	int value = 0;

	if (lua_isinteger(L, -1))
		value = (int)lua_tointeger(L, -1);
	else if (lua_type(L, -1) == LUA_TSTRING)
		value = tables_errno_value(lua_tostring(L, -1));
	if (value < 1 || value > 4095)
		luaL_error(L,
			   "zp.inject: error is the name of an error, like "
			   "'EIO', or its number, not '%s'",
			   luaL_tolstring(L, -1, NULL));
	set_answer(L, inject, -value);
}

static void set_retval(lua_State *L, struct hook_inject *inject)
{
	if (!lua_isinteger(L, -1))
		luaL_error(L, "zp.inject: retval is an integer");
	set_answer(L, inject, lua_tointeger(L, -1));
}

/* "20ms": ns. */
static uint64_t read_duration(lua_State *L, const char *word)
{
	const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)
							  : "";
	size_t digits = strspn(text, "0123456789");
	uint64_t n = 0, unit;

	for (size_t i = 0; i < digits; i++)
		n = n * 10 + (uint64_t)(text[i] - '0');
	unit = (uint64_t)time_units_ns(text + digits, strlen(text + digits));
	if (digits && digits < 12 && unit)
		return n * unit;
	luaL_error(L,
		   "zp.inject: %s is a whole number with its unit (ns, us, ms "
		   "or s), like '20ms'",
		   word);
	return 0;
}

static void set_delay_enter(lua_State *L, struct hook_inject *inject)
{
	inject->enter_ns = read_duration(L, "delay_enter");
}

static void set_delay_exit(lua_State *L, struct hook_inject *inject)
{
	inject->exit_ns = read_duration(L, "delay_exit");
}

static void set_signal(lua_State *L, struct hook_inject *inject)
{
	const char *name = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)
							  : "";

	inject->signal = lua_isinteger(L, -1) ? (int)lua_tointeger(L, -1)
					      : siginfo_number(name);
	if (inject->signal < 1 || inject->signal > 64)
		luaL_error(L,
			   "zp.inject: signal is the name of a signal, like "
			   "'SIGUSR1', or its number, not '%s'",
			   luaL_tolstring(L, -1, NULL));
}

static uint64_t read_number(const char **text)
{
	uint64_t n = 0;

	for (; **text >= '0' && **text <= '9'; (*text)++)
		n = n * 10 + (uint64_t)(**text - '0');
	return n;
}

/* first[..last][+[step]] */
static int read_when(const char *text, struct hook_inject *inject)
{
	inject->first = read_number(&text);
	inject->last = inject->first;
	inject->step = 1;
	if (strncmp(text, "..", 2) == 0) {
		text += 2;
		inject->last = read_number(&text);
		if (inject->last < inject->first)
			return 0;
	} else if (*text == '+') {
		inject->last = UINT64_MAX;
	}
	if (*text == '+' && *++text)
		inject->step = read_number(&text);
	return inject->first && inject->step && !*text;
}

static void set_when(lua_State *L, struct hook_inject *inject)
{
	if (!(lua_isinteger(L, -1) || lua_type(L, -1) == LUA_TSTRING) ||
	    !read_when(luaL_tolstring(L, -1, NULL), inject))
		luaL_error(L, "zp.inject: when is first[..last][+step], from 1 "
			      "on: '3', '3+', '3+2', '2..6', '2..6+2'");
	lua_pop(L, 1);
}

static void set_prob(lua_State *L, struct hook_inject *inject)
{
	lua_Number p = lua_tonumber(L, -1);

	if (lua_type(L, -1) != LUA_TNUMBER || !(p >= 0 && p <= 1))
		luaL_error(L, "zp.inject: prob is a number from 0 to 1");
	inject->chance = (uint64_t)(p * (lua_Number)ALL);
}

static void set_seed(lua_State *L, struct hook_inject *inject)
{
	if (!lua_isinteger(L, -1))
		luaL_error(L, "zp.inject: seed is an integer");
	/* never 0, and small seeds far from each other */
	inject->random =
		((uint64_t)lua_tointeger(L, -1) + 1) * 0x9e3779b97f4a7c15 | 1;
}

static void set_per(lua_State *L, struct hook_inject *inject)
{
	const char *word = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)
							  : "";

	inject->per_thread = strcmp(word, "thread") == 0;
	if (!inject->per_thread && strcmp(word, "process") != 0)
		luaL_error(L, "zp.inject: per is 'process' or 'thread'");
}

static const struct {
	const char *name;
	void (*set)(lua_State *L, struct hook_inject *inject);
} words[] = {
	{"delay_enter", set_delay_enter},
	{"delay_exit", set_delay_exit},
	{"error", set_error},
	{"per", set_per},
	{"prob", set_prob},
	{"retval", set_retval},
	{"seed", set_seed},
	{"signal", set_signal},
	{"when", set_when},
};

/* --- the whole -------------------------------------------------------------
 */

/* The word, or NULL: the key is a filter's. */
static void (*find_word(lua_State *L, int key))(lua_State *,
						struct hook_inject *)
{
	if (lua_type(L, key) != LUA_TSTRING)
		return NULL;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].name, lua_tostring(L, key)) == 0)
			return words[i].set;
	return NULL;
}

/* The table at 2: its words into inject, the rest, a filter, onto the stack. */
static void read_words(lua_State *L, struct hook_inject *inject)
{
	int rest;

	lua_newtable(L);
	rest = lua_gettop(L);
	lua_pushnil(L);
	while (lua_next(L, 2)) {
		void (*set)(lua_State *, struct hook_inject *) =
			find_word(L, -2);

		if (set) {
			set(L, inject);
			lua_settop(L, rest + 1);
			continue;
		}
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_rawset(L, rest);
	}
}

static int does_something(const struct hook_inject *inject)
{
	return inject->answers || inject->signal || inject->enter_ns ||
	       inject->exit_ns;
}

/* zp.inject(selector, {words and filter}) */
static int zp_inject(lua_State *L)
{
	struct hook_inject inject = {
		.first = 1,
		.last = UINT64_MAX,
		.step = 1,
		.chance = ALL,
		.random = 0x9e3779b97f4a7c15,
	};
	struct selection selection;
	struct filters filters;
	struct hook_rule model;
	struct handle *handle;

	luaL_checktype(L, 2, LUA_TTABLE);
	lua_settop(L, 2);
	selector_read(L, 1, &selection);
	read_words(L, &inject);
	filters_read(L, 3, "zp.inject", &selection, &filters);
	if (!does_something(&inject))
		return luaL_error(L, "zp.inject: nothing to do: give "
				     "error, retval, delay_enter, delay_exit "
				     "or signal");
	if (filters.rets)
		return luaL_error(L,
				  "zp.inject: '%s' is known after the call: "
				  "use an exit handler",
				  filters.timed ? "took" : "ret");
	handle = lua_newuserdatauv(L, sizeof(*handle), 0);
	*handle = (struct handle){0};
	strict_type(L, HANDLE, fill_injection);
	lua_setmetatable(L, -2);
	filters_model(&model, HOOK_RULE_INJECT, &selection, &filters);
	model.inject = &inject;
	handle->shared = shared_rules_make(L, &model);
	return 1;
}

/* With what it has done up to now. */
static struct handle *check_handle(lua_State *L)
{
	struct handle *h = luaL_checkudata(L, 1, HANDLE);

	if (h->shared && h->shared->dropped)
		h->shared = NULL;
	if (h->shared) {
		h->hits = h->shared->rule->seen;
		h->done = h->shared->rule->inject->done;
	}
	return h;
}

static void enable_injection(lua_State *L, int enabled)
{
	const struct handle *h = check_handle(L);

	if (h->shared)
		shared_rules_enable(interp_of(L), h->shared, enabled);
}

static int inject_enable(lua_State *L)
{
	enable_injection(L, 1);
	return 0;
}

static int inject_disable(lua_State *L)
{
	enable_injection(L, 0);
	return 0;
}

static int inject_remove(lua_State *L)
{
	struct handle *h = check_handle(L);

	if (h->shared)
		shared_rules_drop(interp_of(L), h->shared);
	h->shared = NULL;
	return 0;
}

static int inject_index(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"disable", inject_disable},
		{"enable", inject_enable},
		{"remove", inject_remove},
		{NULL, NULL},
	};
	const struct handle *h = check_handle(L);
	const char *key = luaL_checkstring(L, 2);

	if (interp_method(L, methods, key))
		return 1;
	if (strcmp(key, "hits") == 0)
		lua_pushinteger(L, (lua_Integer)h->hits);
	else if (strcmp(key, "done") == 0)
		lua_pushinteger(L, (lua_Integer)h->done);
	else
		return luaL_error(L,
				  "an injection has no '%s' (hits, done, "
				  "enable, disable and remove are known)",
				  key);
	return 1;
}

static void fill_injection(lua_State *L)
{
	strict_fixed(L, "an injection");
	lua_pushcfunction(L, inject_index);
	lua_setfield(L, -2, "__index");
	lua_pushliteral(L, HANDLE);
	lua_setfield(L, -2, "__metatable");
}

void inject_open(lua_State *L)
{
	lua_pushcfunction(L, zp_inject);
	lua_setfield(L, -2, "inject");
}

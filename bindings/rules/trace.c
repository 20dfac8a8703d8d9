/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.trace: calls whose lines C is to write. It may be two rules: one for the
 * calls, one for events that are no calls.
 */
#include "bindings/rules/trace.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/rules/filters.h"
#include "bindings/rules/selector.h"
#include "bindings/rules/shared_rules.h"
#include "bindings/runtime/strict.h"
#include "tables/tables.h"

#define HANDLE "Trace"
#define STRINGS_MAX (8 << 20)
#define COLUMN_MAX 4096
#define STACK_FRAMES 64
#define DAY 86400

enum { OF_CALLS, OF_EVENTS, RULES };

struct handle {
	struct shared_rule *shared[RULES]; /* NULL: none, or removed */
};

/* --- options, each with its value on top -------------------------------------
 */

static uint8_t read_flag(lua_State *L, const char *name)
{
	if (!lua_isboolean(L, -1))
		luaL_error(L, "zp.trace: %s is true or false, not '%s'", name,
			   luaL_tolstring(L, -1, NULL));
	return (uint8_t)lua_toboolean(L, -1);
}

static lua_Integer read_integer(lua_State *L, const char *name,
				lua_Integer least, lua_Integer most)
{
	lua_Integer n = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : least - 1;

	if (n < least || n > most)
		luaL_error(L,
			   "zp.trace: %s is a whole number from %I to %I, not "
			   "'%s'",
			   name, least, most, luaL_tolstring(L, -1, NULL));
	return n;
}

/* Which of the words it is, 0 on. */
static uint8_t read_word(lua_State *L, const char *name,
			 const char *const *words, const char *known)
{
	const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)
							  : "";
	uint8_t i = 0;

	while (words[i] && strcmp(words[i], text) != 0)
		i++;
	if (!words[i])
		luaL_error(L, "zp.trace: %s is %s, not '%s'", name, known,
			   luaL_tolstring(L, -1, NULL));
	return i;
}

static void set_column(lua_State *L, struct hook_trace *how)
{
	how->column = (uint16_t)read_integer(L, "column", 0, COLUMN_MAX);
}

static void set_execs(lua_State *L, struct hook_trace *how)
{
	how->execs = read_flag(L, "execs");
}

static void set_exits(lua_State *L, struct hook_trace *how)
{
	how->exits = read_flag(L, "exits");
}

static void set_fds(lua_State *L, struct hook_trace *how)
{
	how->fds = read_flag(L, "fds");
}

static void set_format(lua_State *L, struct hook_trace *how)
{
	static const char *const words[] = {"text", "json", "timeline", NULL};
	int word =
		read_word(L, "format", words, "'text', 'json' or 'timeline'");

	how->json = word != 0;
	how->timeline = word == 2;
}

static void set_main(lua_State *L, struct hook_trace *how)
{
	how->main = (int32_t)read_integer(L, "main", -1, INT32_MAX);
}

static void set_relative(lua_State *L, struct hook_trace *how)
{
	how->relative = read_flag(L, "relative");
}

static void set_signals(lua_State *L, struct hook_trace *how)
{
	how->signals = read_flag(L, "signals");
}

/* So many frames. */
static void set_stack(lua_State *L, struct hook_trace *how)
{
	lua_Integer n = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;

	if (lua_isboolean(L, -1))
		n = lua_toboolean(L, -1) ? STACK_FRAMES : 0;
	else if (n < 1 || n > HOOK_TRACE_FRAMES)
		luaL_error(L,
			   "zp.trace: stack is true, false, or a whole number "
			   "from 1 to %d, not '%s'",
			   HOOK_TRACE_FRAMES, luaL_tolstring(L, -1, NULL));
	how->frames = (uint16_t)n;
}

static void set_status(lua_State *L, struct hook_trace *how)
{
	static const char *const words[] = {"all", "successful", "failed",
					    NULL};

	how->status = read_word(L, "status", words,
				"'all', 'successful' or 'failed'");
}

static void set_strings(lua_State *L, struct hook_trace *how)
{
	how->strings = (uint32_t)read_integer(L, "strings", 0, STRINGS_MAX);
}

static void set_time(lua_State *L, struct hook_trace *how)
{
	how->time = (uint8_t)read_integer(L, "time", 0, 3);
}

static void set_took(lua_State *L, struct hook_trace *how)
{
	how->took = read_flag(L, "took");
}

static void set_zone(lua_State *L, struct hook_trace *how)
{
	how->zone = (int32_t)read_integer(L, "zone", -DAY, DAY);
}

/* The command: hook_trace_begin() */
static void set_program(lua_State *L, struct hook_trace *how)
{
	(void)how;
	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L, "zp.trace: program is a path");
}

static const struct option {
	const char *name;
	void (*set)(lua_State *L, struct hook_trace *how);
} options[] = {
	{"column", set_column},	  {"execs", set_execs},
	{"exits", set_exits},	  {"fds", set_fds},
	{"format", set_format},	  {"main", set_main},
	{"program", set_program}, {"relative", set_relative},
	{"signals", set_signals}, {"stack", set_stack},
	{"status", set_status},	  {"strings", set_strings},
	{"time", set_time},	  {"took", set_took},
	{"zone", set_zone},
};

static const struct option *find_option(const char *name)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (strcmp(options[i].name, name) == 0)
			return &options[i];
	return NULL;
}

/* The table at 3. */
static void read_options(lua_State *L, struct hook_trace *how)
{
	luaL_checktype(L, 3, LUA_TTABLE);
	lua_pushnil(L);
	while (lua_next(L, 3)) {
		const char *key = lua_type(L, -2) == LUA_TSTRING
					  ? lua_tostring(L, -2)
					  : luaL_typename(L, -2);
		const struct option *option = find_option(key);

		if (!option)
			luaL_error(L,
				   "zp.trace: unknown option '%s' (column, "
				   "execs, exits, fds, format, relative, "
				   "signals, stack, status, strings, time and "
				   "took are known)",
				   key);
		option->set(L, how);
		lua_settop(L, -2);
	}
	if (how->timeline && (how->exits | how->signals | how->execs))
		luaL_error(L, "zp.trace: format 'timeline' has calls only. "
			      "Remedy: without exits, signals and execs");
	if (how->timeline && how->frames)
		luaL_error(L, "zp.trace: format 'timeline' has no stacks. "
			      "Remedy: format = 'json'");
}

/* --- rules ------------------------------------------------------------------
 */

/* A filter and options are easily taken for each other. */
static void check_filter(lua_State *L)
{
	luaL_checktype(L, 2, LUA_TTABLE);
	lua_pushnil(L);
	while (lua_next(L, 2)) {
		const char *key = lua_type(L, -2) == LUA_TSTRING
					  ? lua_tostring(L, -2)
					  : "";

		if (lua_isboolean(L, -1) && find_option(key))
			luaL_error(L,
				   "zp.trace: '%s' is an option: these come "
				   "third, as in zp.trace('*', nil, {%s = "
				   "true})",
				   key, key);
		lua_pop(L, 1);
	}
}

/* The calls of the selector at 1 and the filter at 2. What that leads to is on
 * top. */
static struct shared_rule *make_calls(lua_State *L, struct hook_trace how)
{
	struct selection selection;
	struct filters filters = {0};
	struct hook_rule model;

	selector_read(L, 1, &selection);
	if (!lua_isnoneornil(L, 2)) {
		check_filter(L);
		filters_read(L, 2, "zp.trace", &selection, &filters);
	}
	filters_model_results(&model, HOOK_RULE_TRACE, &selection, &filters);
	how.after = filters.timed != 0;
	how.timed = how.took || how.relative || how.json || how.after;
	how.signals = how.exits = 0;
	model.trace = &how;
	return shared_rules_make(L, &model);
}

static void select_call(struct selection *s, const char *name)
{
	long nr = tables_syscall_number(name);

	s->numbers[nr / 64] |= (uint64_t)1 << nr % 64;
}

static struct shared_rule *make_events(lua_State *L,
				       const struct hook_trace *how)
{
	const struct filters none = {0};
	struct hook_trace events = *how;
	struct selection selection = {.exact = 1};
	struct hook_rule model;

	events.events = 1;
	if (how->exits) {
		select_call(&selection, "exit");
		select_call(&selection, "exit_group");
	}
	filters_model(&model, HOOK_RULE_TRACE, &selection, &none);
	model.trace = &events;
	return shared_rules_make(L, &model);
}

/* This program has been made by an execve: of that, too. */
static void begin_program(lua_State *L, const struct hook_trace *how)
{
	const char *program = NULL;
	int told = how->execs && how->status != HOOK_TRACE_FAILED &&
		   lua_isnil(L, 2);

	if (lua_istable(L, 3)) {
		lua_getfield(L, 3, "program");
		program = lua_tostring(L, -1);
	}
	if ((how->execs || (how->json && !how->timeline)) &&
	    interp_of(L)->loading && hook_tid() == hook_pid())
		hook_trace_begin(how, told, program);
}

static void fill_trace(lua_State *L);

/* zp.trace(selector [, filter [, options]]) */
static int zp_trace(lua_State *L)
{
	struct hook_trace how = {.strings = 32, .column = 40};
	struct handle *handle;

	lua_settop(L, 3);
	if (!lua_isnil(L, 3))
		read_options(L, &how);
	begin_program(L, &how);
	handle = lua_newuserdatauv(L, sizeof(*handle), 0);
	*handle = (struct handle){0};
	strict_type(L, HANDLE, fill_trace);
	lua_setmetatable(L, -2);
	lua_insert(L, 4);
	if (!lua_isnil(L, 1))
		handle->shared[OF_CALLS] = make_calls(L, how);
	if (how.exits || how.signals || lua_isnil(L, 1))
		handle->shared[OF_EVENTS] = make_events(L, &how);
	lua_settop(L, 4);
	return 1;
}

/* --- handles ----------------------------------------------------------------
 */

static void enable_trace(lua_State *L, int enabled)
{
	const struct handle *h = luaL_checkudata(L, 1, HANDLE);

	for (int i = 0; i < RULES; i++)
		if (h->shared[i] && !h->shared[i]->dropped)
			shared_rules_enable(interp_of(L), h->shared[i],
					    enabled);
}

static int trace_enable(lua_State *L)
{
	enable_trace(L, 1);
	return 0;
}

static int trace_disable(lua_State *L)
{
	enable_trace(L, 0);
	return 0;
}

static int trace_remove(lua_State *L)
{
	struct handle *h = luaL_checkudata(L, 1, HANDLE);

	for (int i = 0; i < RULES; i++) {
		if (h->shared[i] && !h->shared[i]->dropped)
			shared_rules_drop(interp_of(L), h->shared[i]);
		h->shared[i] = NULL;
	}
	return 0;
}

static void fill_trace(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"disable", trace_disable},
		{"enable", trace_enable},
		{"remove", trace_remove},
		{NULL, NULL},
	};

	strict_methods(L, HANDLE, "a trace", methods);
}

void trace_open(lua_State *L)
{
	lua_pushcfunction(L, zp_trace);
	lua_setfield(L, -2, "trace");
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The Lua state: its start, its threads' levels, its messages.
 */
#include "interp.h"

#include <string.h>

#include "libc.h"

lua_State *interp_main;
int interp_abort_on_error;
int interp_handler;
struct level *interp_current;

static int lost; /* see hook_lost() */

/* --- messages ---------------------------------------------------------- */

static char line[8192];

static size_t add(size_t n, const char *text, size_t length)
{
	if (length > sizeof(line) - 1 - n)
		length = sizeof(line) - 1 - n;
	memcpy(line + n, text, length);
	return n + length;
}

void interp_say_parts(const char *const *parts)
{
	size_t n = add(0, "zpoline: ", 9);

	for (; *parts; parts++)
		n = add(n, *parts, strlen(*parts));
	line[n++] = '\n';
	hook_log(line, n);
}

void interp_report(lua_State *L)
{
	const char *message = lua_tostring(L, -1);

	interp_say(message ? message : "an error that is no text");
	lua_pop(L, 1);
}

static int message_handler(lua_State *L)
{
	const char *message = luaL_tolstring(L, 1, NULL);

	luaL_traceback(L, L, message, 1);
	return 1;
}

/* Lua gave up outside any handler: no memory for the interpreter itself. */
static int panic(lua_State *L)
{
	const char *message = lua_tostring(L, -1);

	interp_say("the interpreter stopped: ", message ? message : "");
	hook_abort();
}

int interp_method(lua_State *L, const luaL_Reg *methods, const char *name)
{
	for (const luaL_Reg *m = methods; m->name; m++)
		if (strcmp(m->name, name) == 0) {
			lua_pushcfunction(L, m->func);
			return 1;
		}
	return 0;
}

/* --- levels ------------------------------------------------------------ */

/* Runs protected: a new coroutine with its two slots, into level. */
static int fill_level(lua_State *L)
{
	struct level *level = lua_touserdata(L, 1);
	lua_State *co = lua_newthread(L);

	level->ref = luaL_ref(L, LUA_REGISTRYINDEX);
	lua_rawgeti(co, LUA_REGISTRYINDEX, interp_handler);
	level->regs = regs_new(co);
	level->regs->level = level;
	level->L = co;
	level->busy = 0;
	return 0;
}

static int fill(struct level *level)
{
	lua_State *L = interp_main;

	lua_pushcfunction(L, fill_level);
	lua_pushlightuserdata(L, level);
	if (lua_pcall(L, 1, 0, 0) == LUA_OK)
		return 0;
	interp_report(L);
	return -1;
}

__attribute__((cold)) static struct level *make_level(struct call *call)
{
	struct level *level = alloc_lua(NULL, NULL, 0, sizeof(*level));

	if (!level)
		return NULL;
	*level = (struct level){.ref = LUA_NOREF};
	if (fill(level)) {
		alloc_lua(NULL, level, sizeof(*level), 0);
		return NULL;
	}
	*call->level = level;
	return level;
}

/* Its last handler never returned (an exec in a vfork child, a thread that
 * ended inside regs:call()): the coroutine is in no state to go on. */
__attribute__((cold)) static struct level *renew_level(struct level *level)
{
	level->regs->call = NULL;
	luaL_unref(interp_main, LUA_REGISTRYINDEX, level->ref);
	level->data_used = 0;
	return fill(level) ? NULL : level;
}

void hook_lost(void)
{
	if (!lost)
		interp_say("a vfork child was killed in a handler: no handler "
			   "is called from here on");
	lost = 1;
}

struct level *interp_level(struct call *call)
{
	struct level *level = *call->level;

	if (__builtin_expect(lost, 0))
		return NULL;
	if (__builtin_expect(!level, 0))
		return make_level(call);
	if (__builtin_expect(level->busy, 0))
		return renew_level(level);
	return level;
}

/* --- start and events -------------------------------------------------- */

static const luaL_Reg libraries[] = {
	{LUA_GNAME, luaopen_base},	 {LUA_COLIBNAME, luaopen_coroutine},
	{LUA_TABLIBNAME, luaopen_table}, {LUA_STRLIBNAME, luaopen_string},
	{LUA_MATHLIBNAME, luaopen_math}, {LUA_UTF8LIBNAME, luaopen_utf8},
	{LUA_DBLIBNAME, luaopen_debug},	 {NULL, NULL},
};

static int open_all(lua_State *L)
{
	for (const luaL_Reg *lib = libraries; lib->name; lib++) {
		luaL_requiref(L, lib->name, lib->func, 1);
		lua_pop(L, 1);
	}
	lua_pushcfunction(L, message_handler);
	interp_handler = luaL_ref(L, LUA_REGISTRYINDEX);
	regs_open(L);
	modules_open(L);
	zp_open(L);
	return 0;
}

/* The message on top ends the process before the program begins. */
static void __attribute__((noreturn)) fatal(lua_State *L)
{
	size_t n;
	const char *message = luaL_tolstring(L, -1, &n);

	hook_fatal(message, n);
}

static void run_script(lua_State *L, const char *path)
{
	lua_rawgeti(L, LUA_REGISTRYINDEX, interp_handler);
	modules_script_folder(L, path);
	if (modules_load(L, path) || lua_pcall(L, 0, 0, -2) != LUA_OK)
		fatal(L);
	lua_pop(L, 1);
}

static void run_scripts(lua_State *L, const char *list)
{
	while (list && *list) {
		const char *end = strchr(list, ':');
		size_t n = end ? (size_t)(end - list) : strlen(list);

		if (n) {
			lua_pushlstring(L, list, n);
			run_script(L, lua_tostring(L, -1));
			lua_pop(L, 1);
		}
		list = end ? end + 1 : NULL;
	}
}

void hook_start(const struct hook_config *config)
{
	static const char no_memory[] = "no memory for the interpreter. "
					"Remedy: raise the limit on "
					"address space (ulimit -v)";
	lua_State *L;

	if (!config->script)
		return;
	libc_open();
	L = interp_main = lua_newstate(alloc_lua, NULL);
	if (!L)
		hook_fatal(no_memory, sizeof(no_memory) - 1);
	lua_atpanic(L, panic);
	interp_abort_on_error = config->abort_on_error;
	lua_pushcfunction(L, open_all);
	if (lua_pcall(L, 0, 0, 0) != LUA_OK)
		fatal(L);
	zp_configure(L, config);
	run_scripts(L, config->script);
}

/* Runs protected in the level's coroutine. */
static int run_event(lua_State *L)
{
	enum hook_event event = (enum hook_event)lua_tointeger(L, 1);

	zp_event(L, event);
	if (event == HOOK_EXIT)
		hooks_summary(L);
	return 0;
}

void hook_event(struct call *call, enum hook_event event)
{
	struct level *level = interp_main ? interp_level(call) : NULL;
	lua_State *L;

	if (!level)
		return;
	L = level->L;
	level->busy = 1;
	interp_current = level;
	limits_begin(L);
	lua_pushcfunction(L, run_event);
	lua_pushinteger(L, event);
	if (lua_pcall(L, 1, 0, SLOT_HANDLER) != LUA_OK)
		interp_report(L);
	interp_current = NULL;
	level->busy = 0;
}

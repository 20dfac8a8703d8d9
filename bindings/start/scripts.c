/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The scripts of ZPOLINE_SCRIPT run in a state, one behind the other. What goes
 * wrong becomes a message that names the script.
 */
#include "bindings/start/scripts.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "bindings/api/time.h"
#include "bindings/interp/chunks.h"
#include "bindings/interp/message.h"
#include "bindings/interp/modules.h"
#include "bindings/runtime/alloc.h"
#include "bindings/start/args.h"
#include "bindings/start/open.h"
#include "bindings/state/states.h"

/* What the configuration says of them. */
static struct {
	const char *list, *args, *path;
	int abort_on_error;
} config;

static const char *copy_text(const char *text)
{
	size_t n = text ? strlen(text) + 1 : 0;
	char *p = n ? alloc_common(n) : NULL;

	return p ? memcpy(p, text, n) : NULL;
}

void scripts_configure(const struct hook_config *given)
{
	config.list = copy_text(given->script);
	config.args = copy_text(given->args);
	config.path = copy_text(given->path);
	config.abort_on_error = given->abort_on_error;
}

/* One of the list. */
struct part {
	const char *path;
	size_t length;
	int number; /* from 1 */
};

/* Runs protected: pushes the script, compiled. */
static int open_script(lua_State *L)
{
	const struct part *part = interp_take(L, open_script);
	const char *path = lua_pushlstring(L, part->path, part->length);

	args_set(L, config.args, part->number);
	modules_script_folder(L, path);
	if (chunks_load(L, path) == 0)
		return 1;
	if (!strstr(lua_tostring(L, -1), path))
		lua_pushfstring(L, "%s: %s", path, lua_tostring(L, -1));
	return lua_error(L);
}

/* Runs protected: pushes the message. */
static int say_no_memory(lua_State *L)
{
	const struct part *part = interp_take(L, say_no_memory);

	lua_pushlstring(L, part->path, part->length);
	lua_pushliteral(L, ": " MESSAGE_NO_MEMORY);
	lua_concat(L, 2);
	return 1;
}

/* 0, or the message is on top. */
static int run_script(lua_State *L, struct part *part)
{
	int status;

	lua_rawgeti(L, LUA_REGISTRYINDEX, interp_of(L)->handler);
	interp_give(interp_of(L), open_script, part);
	lua_pushcfunction(L, open_script);
	status = lua_pcall(L, 0, 1, 0);
	if (status == LUA_OK)
		status = lua_pcall(L, 0, 0, -2);
	if (status == LUA_ERRMEM) {
		interp_of(L)->heap.limit += MEBIBYTE; /* for the message */
		interp_give(interp_of(L), say_no_memory, part);
		lua_pushcfunction(L, say_no_memory);
		lua_pcall(L, 0, 1, 0);
	}
	return status != LUA_OK;
}

/* Runs protected: what handlers see. */
static int set_all_words(lua_State *L)
{
	args_set(L, config.args, 0);
	return 0;
}

static int run_scripts(lua_State *L, const char *list)
{
	for (int number = 1; list && *list; number++) {
		const char *end = strchr(list, ':');
		struct part part = {list,
				    end ? (size_t)(end - list) : strlen(list),
				    number};

		if (part.length && run_script(L, &part))
			return -1;
		lua_settop(L, 0);
		list = end ? end + 1 : NULL;
	}
	lua_pushcfunction(L, set_all_words);
	return lua_pcall(L, 0, 0, 0);
}

/* Where math.random begins. A copy of a state would go on as all copies do. */
static void seed_random(lua_State *L)
{
	lua_getglobal(L, LUA_MATHLIBNAME);
	lua_getfield(L, -1, "randomseed");
	lua_pushinteger(L, time_now());
	lua_pushinteger(L, (lua_Integer)interp_of(L)->serial);
	lua_call(L, 2, 0);
	lua_pop(L, 1);
}

/* Runs protected. */
static int configure_state(lua_State *L)
{
	interp_take(L, configure_state);
	seed_random(L);
	modules_path(L, config.path);
	return 0;
}

/* With Lua's libraries and zp. 0, or the message is on its stack. */
static int open_libraries(struct interp *in)
{
	int err = in->is_open ? 0 : open_state(in->L);

	if (!err && !in->is_open)
		states_opened(in);
	return err;
}

int scripts_load(struct interp *in)
{
	int err;

	in->abort_on_error = config.abort_on_error;
	err = open_libraries(in);
	if (err)
		return err;
	interp_give(in, configure_state, NULL);
	lua_pushcfunction(in->L, configure_state);
	err = lua_pcall(in->L, 0, 0, 0);
	if (err)
		return err;
	in->loading = 1;
	err = run_scripts(in->L, config.list);
	in->loading = 0;
	return err;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What filters say of strings: patterns, which of a path may be absolute ones.
 */
#include "bindings/rules/filter_strings.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/interp/modules.h"
#include "tables/tables.h"

static const char *keep_pattern(lua_State *L, const struct filter_context *m)
{
	const char *pattern;

	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L,
			   "%s: filter '%s' is a pattern with * and ?, or a "
			   "list of them, not a %s",
			   m->who, m->key, luaL_typename(L, -1));
	pattern = lua_tostring(L, -1);
	if (strcmp(pattern, "!*") == 0)
		luaL_error(L,
			   "%s: filter '%s' can never pass: '!*' refuses "
			   "all",
			   m->who, m->key);
	lua_pushvalue(L, -1);
	filter_context_anchor(L, m);
	return pattern;
}

/* --- paths ------------------------------------------------------------------
 */

static const struct {
	const char *word; /* of struct tables_role */
	enum hook_follow follow;
} follows[] = {
	{"never", HOOK_FOLLOW_NEVER}, {"always", HOOK_FOLLOW_ALWAYS},
	{"if", HOOK_FOLLOW_IF},	      {"unless", HOOK_FOLLOW_UNLESS},
	{"open", HOOK_FOLLOW_OPEN},   {"how", HOOK_FOLLOW_HOW},
};

static uint8_t to_place(int i)
{
	return i < 0 ? HOOK_NO_ARGUMENT : (uint8_t)i;
}

/* How number nr takes its argument of that name. 0: it is no path. */
static int describe_path(long nr, const char *name, struct hook_path *path)
{
	struct tables_syscall call;
	struct tables_role role;
	int i = tables_syscall_arg(nr, name);

	if (i < 0 || tables_syscall(nr, &call) != 0)
		return 0;
	role = tables_role(&call, i);
	if (role.use != TABLES_PATH)
		return 0;
	*path = (struct hook_path){
		.nr = (uint16_t)nr,
		.dfd = to_place(role.dfd),
		.flags = to_place(role.flags),
		.bit = role.bit,
	};
	for (size_t k = 0; k < sizeof(follows) / sizeof(follows[0]); k++)
		if (strcmp(follows[k].word, role.follow) == 0)
			path->follow = (uint8_t)follows[k].follow;
	return 1;
}

static void find_paths(lua_State *L, const struct filter_context *m,
		       struct hook_test *test)
{
	struct hook_path found[TABLES_NUMBERS], *kept;
	size_t n = 0;

	for (unsigned int nr = hook_next(m->selection->numbers, 0);
	     nr < TABLES_NUMBERS; nr = hook_next(m->selection->numbers, nr + 1))
		n += (size_t)describe_path((long)nr, m->key, &found[n]);
	if (!n)
		return;
	kept = filter_context_keep(L, m, n * sizeof(*kept));
	memcpy(kept, found, n * sizeof(*kept));
	test->paths = kept;
	test->paths_count = n;
}

/* --- the whole --------------------------------------------------------------
 */

/* The patterns of a list, on top. */
static void read_patterns(lua_State *L, const struct filter_context *m,
			  struct hook_test *test)
{
	lua_Integer n = luaL_len(L, -1);
	const char **globs =
		filter_context_keep(L, m, (size_t)n * sizeof(*globs));

	test->op = HOOK_GLOBS;
	test->globs = globs;
	test->count = (size_t)n;
	test->low = 1;
	for (lua_Integer i = 0; i < n; i++) {
		lua_geti(L, -1, i + 1);
		globs[i] = keep_pattern(L, m);
		lua_pop(L, 1);
		if (globs[i][0] == '!')
			test->negated = 1;
		else
			test->low = 0;
	}
}

/* Pushes the value as a list. */
static void push_patterns(lua_State *L, const struct filter_context *m)
{
	if (lua_istable(L, -1)) {
		lua_pushvalue(L, -1);
	} else {
		lua_createtable(L, 1, 0);
		lua_pushvalue(L, -2);
		lua_rawseti(L, -2, 1);
	}
	if (luaL_len(L, -1) < 1 || luaL_len(L, -1) > LIST_MAX)
		luaL_error(L, "%s: filter '%s': a list has 1 to %d patterns",
			   m->who, m->key, LIST_MAX);
}

static int has_absolute(const struct hook_test *test)
{
	for (size_t i = 0; i < test->count; i++)
		if (test->globs[i][test->globs[i][0] == '!'] == '/')
			return 1;
	return 0;
}

/* Is each pattern that lets strings pass one that refuses, too? */
static int refuses_all(const struct hook_test *test)
{
	size_t refused = 0, positive = 0;

	for (size_t i = 0; i < test->count; i++) {
		if (test->globs[i][0] == '!')
			continue;
		positive++;
		for (size_t k = 0; k < test->count; k++)
			if (test->globs[k][0] == '!' &&
			    strcmp(test->globs[k] + 1, test->globs[i]) == 0) {
				refused++;
				break;
			}
	}
	return positive && refused == positive;
}

void filter_strings_read(lua_State *L, const struct filter_context *m,
			 struct hook_test *test)
{
	push_patterns(L, m);
	read_patterns(L, m, test);
	lua_pop(L, 1);
	if (refuses_all(test))
		luaL_error(L,
			   "%s: filter '%s' can never pass: what it lets "
			   "through it refuses, too",
			   m->who, m->key);
	if (test->source < HOOK_PID && has_absolute(test))
		find_paths(L, m, test);
}

void filter_strings_read_peers(lua_State *L, const struct filter_context *m,
			       struct hook_test *test)
{
	push_patterns(L, m);
	modules_require(L, "zpoline.address_pattern");
	lua_getfield(L, -1, "filter");
	lua_pushvalue(L, -3);
	lua_call(L, 1, 2);
	if (lua_isnil(L, -2))
		luaL_error(L, "%s: filter '%s': %s", m->who, m->key,
			   lua_tostring(L, -1));
	lua_pop(L, 1);
	read_patterns(L, m, test);
	lua_pop(L, 3);
}

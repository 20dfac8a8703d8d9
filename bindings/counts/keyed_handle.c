/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What zp.count and zp.hist return for options, and zp.map. A map is a rule of
 * no calls: so the states of all threads have the same one, and its memory is
 * given back as that of other rules is. The module zpoline.counted makes tables
 * and lines of what was counted.
 */
#include "bindings/counts/keyed_handle.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/counts/cell_rows.h"
#include "bindings/interp/modules.h"
#include "bindings/rules/shared_rules.h"
#include "bindings/runtime/strict.h"

#define COUNTS "Counts"
#define MAP "Map"
#define MAP_CELLS 1024
#define MAP_TEXT 64

/* Its user values: what it counts, for zpoline.counted; and, once it is to
 * count no more, what it has counted. */
struct keyed_handle {
	struct shared_rule *shared; /* NULL: removed */
};
enum { ABOUT = 1, ROWS, OTHER, VALUES = OTHER };

static int counts_on(const struct keyed_handle *h)
{
	return h->shared && !h->shared->dropped;
}

static struct keyed_handle *check_keyed(lua_State *L)
{
	void *h = luaL_testudata(L, 1, MAP);

	return h ? h : luaL_checkudata(L, 1, COUNTS);
}

static struct hook_keyed *keyed_of(const struct keyed_handle *h)
{
	return h->shared->rule->keyed;
}

/* Push the rows, and the one of all others. */
static void push_rows(lua_State *L, const struct keyed_handle *h)
{
	if (counts_on(h)) {
		cell_rows_push(L, keyed_of(h));
		return;
	}
	if (lua_getiuservalue(L, 1, ROWS) != LUA_TTABLE) {
		lua_pop(L, 1);
		lua_newtable(L);
	}
	lua_getiuservalue(L, 1, OTHER);
}

/* zpoline.counted's function of that name, of the rows. */
static int use_rows(lua_State *L, const char *name, int results)
{
	const struct keyed_handle *h = check_keyed(L);

	lua_settop(L, 1);
	modules_require(L, "zpoline.counted");
	lua_getfield(L, -1, name);
	push_rows(L, h);
	lua_getiuservalue(L, 1, ABOUT);
	lua_call(L, 3, results);
	return results;
}

static int keyed_get(lua_State *L)
{
	return use_rows(L, "get", 2);
}

static int keyed_rows(lua_State *L)
{
	return use_rows(L, "rows", 2);
}

static int keyed_print(lua_State *L)
{
	return use_rows(L, "print", 0);
}

static int keyed_reset(lua_State *L)
{
	struct keyed_handle *h = check_keyed(L);

	if (counts_on(h)) {
		cells_clear(keyed_of(h)->cells);
		return 0;
	}
	lua_pushnil(L);
	lua_setiuservalue(L, 1, ROWS);
	lua_pushnil(L);
	lua_setiuservalue(L, 1, OTHER);
	return 0;
}

static int keyed_remove(lua_State *L)
{
	struct keyed_handle *h = check_keyed(L);

	lua_settop(L, 1);
	if (counts_on(h)) {
		push_rows(L, h);
		lua_setiuservalue(L, 1, OTHER);
		lua_setiuservalue(L, 1, ROWS);
		shared_rules_drop(interp_of(L), h->shared);
	}
	h->shared = NULL;
	return 0;
}

/* take(key): its row, which counts from 0 on again */
static int keyed_take(lua_State *L)
{
	const struct keyed_handle *h = check_keyed(L);
	uint64_t words[CELLS_KEY / 8];
	struct cells_key key = {words, 0};
	uint32_t cell;

	lua_settop(L, 2);
	if (!counts_on(h))
		luaL_error(L, "take: it was removed");
	cell_rows_read_key(L, 2, "take", keyed_of(h), &key);
	cell = cells_look(keyed_of(h)->cells, &key);
	lua_pushnil(L);
	if (!cell)
		return 1;
	cell_rows_push_one(L, keyed_of(h), cell, &key);
	cells_clear_one(keyed_of(h)->cells, cell);
	return 1;
}

/* --- maps ------------------------------------------------------------------
 */

/* The cell of the key at 2. */
static struct cells *find_cell(lua_State *L, const char *who, uint32_t *cell)
{
	const struct keyed_handle *h = luaL_checkudata(L, 1, MAP);
	uint64_t words[CELLS_KEY / 8];
	struct cells_key key = {words, 0};
	struct cells *cells;

	if (!counts_on(h))
		luaL_error(L, "%s: the map was removed", who);
	luaL_checkany(L, 2);
	cell_rows_read_key(L, 2, who, keyed_of(h), &key);
	cells = keyed_of(h)->cells;
	*cell = cells_find(cells, &key);
	return cells;
}

static lua_Integer read_summand(lua_State *L, const char *who, int may_miss)
{
	if (may_miss && lua_isnoneornil(L, 3))
		return 1;
	if (!lua_isinteger(L, 3))
		luaL_error(L, "%s: a value is an integer, not %s", who,
			   luaL_tolstring(L, 3, NULL));
	return lua_tointeger(L, 3);
}

/* add(key [, value]) */
static int map_add(lua_State *L)
{
	struct cell more = {.calls = 1};
	struct cells *cells;
	uint32_t cell;

	lua_settop(L, 3);
	more.ret = read_summand(L, "add", 1);
	cells = find_cell(L, "add", &cell);
	cells_add(cells, cell, 0, &more);
	return 0;
}

/* hist(key, value) */
static int map_hist(lua_State *L)
{
	struct cell more = {.calls = 1};
	struct cells *cells;
	uint32_t cell;

	lua_settop(L, 3);
	more.ret = read_summand(L, "hist", 0);
	cells = find_cell(L, "hist", &cell);
	cells_add(cells, cell, 0, &more);
	cells_add_bucket(cells, cell, 0,
			 more.ret > 0
				 ? 63 - (uint32_t)__builtin_clzll(
						(unsigned long long)more.ret)
				 : 0);
	return 0;
}

/* --- making them -----------------------------------------------------------
 */

static void fill_counts(lua_State *L);
static void fill_map(lua_State *L);

/* With an empty table that says what it counts, on top. */
static struct keyed_handle *new_handle(lua_State *L, const char *type,
				       void (*fill)(lua_State *L))
{
	struct keyed_handle *h = lua_newuserdatauv(L, sizeof(*h), VALUES);

	*h = (struct keyed_handle){0};
	strict_type(L, type, fill);
	lua_setmetatable(L, -2);
	lua_newtable(L);
	lua_pushvalue(L, -1);
	lua_setiuservalue(L, -3, ABOUT);
	return h;
}

/* The option becomes a list, in the table on top. */
static void copy_words(lua_State *L, int index, const char *name)
{
	int is_list = lua_getfield(L, index, name) == LUA_TTABLE;

	lua_newtable(L);
	for (lua_Integer i = 1; is_list; i++) {
		if (lua_geti(L, -2, i) == LUA_TNIL) {
			lua_pop(L, 1);
			break;
		}
		lua_rawseti(L, -2, i);
	}
	if (!is_list && !lua_isnil(L, -2)) {
		lua_pushvalue(L, -2);
		lua_rawseti(L, -2, 1);
	}
	lua_setfield(L, -3, name);
	lua_pop(L, 1);
}

static void set_about(lua_State *L, const char *name, uint64_t value)
{
	lua_pushinteger(L, (lua_Integer)value);
	lua_setfield(L, -2, name);
}

void keyed_handle_push(lua_State *L, int index, const char *who, int histogram,
		       struct selection *selection, struct filters *filters,
		       const struct hook_scale *scale)
{
	struct hook_keyed *keyed = lua_newuserdatauv(L, sizeof(*keyed), 0);
	struct keyed_needs needs;
	struct keyed_handle *h;
	struct hook_rule model;

	keyed_read(L, index, who, selection, histogram, keyed, &needs);
	if (scale)
		keyed->scale = *scale;
	keyed->ends = needs.result || filters->rets;
	if (keyed->ends)
		filters_model_results(&model, HOOK_RULE_CELLS_RESULT, selection,
				      filters);
	else
		filters_model(&model, HOOK_RULE_CELLS, selection, filters);
	model.timed |= needs.timed != 0;
	model.stacks = needs.stacks != 0;
	model.keyed = keyed;
	h = new_handle(L, COUNTS, fill_counts);
	copy_words(L, index, "by");
	copy_words(L, index, "sum");
	if (histogram) {
		set_about(L, "low", keyed->scale.low);
		set_about(L, "step", keyed->scale.step);
	}
	if (model.kind == HOOK_RULE_CELLS_RESULT)
		set_about(L, "results", 1);
	lua_pop(L, 1);
	h->shared = shared_rules_make(L, &model);
}

/* zp.map([{max=}]) */
static int zp_map(lua_State *L)
{
	struct hook_keyed *keyed;
	struct hook_rule model = {
		.kind = HOOK_RULE_CELLS,
		.enabled = 1,
	};
	struct keyed_handle *h;

	lua_settop(L, 1);
	keyed_is_wanted(L, 1, "zp.map", "max");
	keyed = lua_newuserdatauv(L, sizeof(*keyed), 0);
	memset(keyed, 0, sizeof(*keyed));
	keyed->is_shared = 1;
	keyed->shape.keys = keyed_read_max(L, 1, "zp.map", MAP_CELLS);
	keyed->shape.text = keyed->shape.keys * MAP_TEXT;
	keyed->shape.rows = 1;
	keyed->shape.histograms = 1;
	model.keyed = keyed;
	h = new_handle(L, MAP, fill_map);
	set_about(L, "map", 1);
	lua_pop(L, 1);
	h->shared = shared_rules_make(L, &model);
	return 1;
}

static void fill_counts(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"get", keyed_get},
		{"print", keyed_print},
		{"remove", keyed_remove},
		{"reset", keyed_reset},
		{"rows", keyed_rows},
		{"take", keyed_take},
		{NULL, NULL},
	};

	strict_methods(L, COUNTS, "what counts by key", methods);
}

static void fill_map(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"add", map_add},
		{"get", keyed_get},
		{"hist", map_hist},
		{"print", keyed_print},
		{"remove", keyed_remove},
		{"reset", keyed_reset},
		{"rows", keyed_rows},
		{"take", keyed_take},
		{NULL, NULL},
	};

	strict_methods(L, MAP, "a map", methods);
}

void keyed_handle_open(lua_State *L)
{
	lua_pushcfunction(L, zp_map);
	lua_setfield(L, -2, "map");
}

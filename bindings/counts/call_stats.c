/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zp.stats: C counts calls by their numbers, Lua reads. */
#include "bindings/counts/call_stats.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/counts/keyed.h"
#include "bindings/interp/modules.h"
#include "bindings/rules/filters.h"
#include "bindings/rules/selector.h"
#include "bindings/rules/shared_rules.h"
#include "bindings/runtime/names.h"
#include "bindings/runtime/strict.h"
#include "tables/call_counts.h"

#define STATS "Stats"

struct stats {
	struct shared_rule *shared; /* NULL: removed; then the user value is
				       what get() returned last */
};

static void fill_stats(lua_State *L);

static int stats_count(const struct stats *s)
{
	return s->shared && !s->shared->dropped;
}

static struct call_counts *counts_of(const struct stats *s)
{
	return s->shared->rule->stats->counts;
}

/* --- making one ------------------------------------------------------------
 */

/* The option file of the table at 3. */
static void read_stats_file(lua_State *L, struct hook_stats *stats)
{
	size_t n;
	const char *path;

	if (lua_getfield(L, 3, "file") != LUA_TNIL) {
		path = luaL_checklstring(L, -1, &n);
		if (n >= sizeof(stats->file))
			luaL_error(L,
				   "zp.stats: the path of file has at most %d "
				   "bytes",
				   (int)sizeof(stats->file) - 1);
		memcpy(stats->file, path, n + 1);
	}
	lua_pop(L, 1);
}

/* zp.stats([selector [, filter [, {file=}]]]) */
static int zp_stats(lua_State *L)
{
	struct hook_stats stats = {.counts = NULL};
	struct selection selection;
	struct filters filters = {0};
	struct hook_rule model;
	struct stats *s;

	lua_settop(L, 3);
	if (lua_isnil(L, 1)) {
		lua_pushliteral(L, "*");
		lua_replace(L, 1);
	}
	if (lua_istable(L, 1) && lua_rawlen(L, 1) == 0)
		memset(&selection, 0, sizeof(selection)); /* add() counts */
	else
		selector_read(L, 1, &selection);
	keyed_is_wanted(L, 3, "zp.stats", "file");
	if (!lua_isnil(L, 3))
		read_stats_file(L, &stats);
	if (!lua_isnil(L, 2)) {
		luaL_checktype(L, 2, LUA_TTABLE);
		filters_read(L, 2, "zp.stats", &selection, &filters);
	}
	filters_model_results(&model, HOOK_RULE_STATS, &selection, &filters);
	model.stats = &stats;
	s = lua_newuserdatauv(L, sizeof(*s), 1);
	*s = (struct stats){0};
	strict_type(L, STATS, fill_stats);
	lua_setmetatable(L, -2);
	s->shared = shared_rules_make(L, &model);
	return 1;
}

/* --- reading it ------------------------------------------------------------
 */

static void sum_rows(const struct call_counts *counts, unsigned int nr,
		     struct call_count *sum)
{
	*sum = (struct call_count){0};
	for (size_t i = 0; i < CALL_COUNTS_ROWS; i++) {
		const struct call_count *c = &counts->row[i][nr];

		sum->calls += c->calls;
		sum->errors += c->errors;
		sum->ns += c->ns;
		sum->longest = c->longest > sum->longest ? c->longest
							 : sum->longest;
	}
}

static void set_count(lua_State *L, const char *name, uint64_t n)
{
	lua_pushinteger(L, (lua_Integer)n);
	lua_setfield(L, -2, name);
}

static void push_counts(lua_State *L, const struct call_counts *counts)
{
	struct call_count sum;

	lua_newtable(L);
	for (unsigned int nr = 0; nr < TABLES_NUMBERS; nr++) {
		const char *name = tables_syscall_name((long)nr);

		sum_rows(counts, nr, &sum);
		if (!sum.calls)
			continue;
		if (name)
			lua_pushstring(L, name);
		else
			lua_pushfstring(L, "call_%d", (int)nr);
		lua_createtable(L, 0, 4);
		set_count(L, "calls", sum.calls);
		set_count(L, "errors", sum.errors);
		set_count(L, "ns", sum.ns);
		set_count(L, "longest", sum.longest);
		lua_rawset(L, -3);
	}
}

/* By name: {calls=, errors=, ns=, longest=}. */
static int stats_get(lua_State *L)
{
	const struct stats *s = luaL_checkudata(L, 1, STATS);

	if (stats_count(s))
		push_counts(L, counts_of(s));
	else if (lua_getiuservalue(L, 1, 1) != LUA_TTABLE)
		lua_newtable(L);
	return 1;
}

static int stats_print(lua_State *L)
{
	luaL_checkudata(L, 1, STATS);
	lua_settop(L, 1);
	modules_require(L, "zpoline.counted");
	lua_getfield(L, -1, "print_stats");
	lua_pushcfunction(L, stats_get);
	lua_pushvalue(L, 1);
	lua_call(L, 1, 1);
	lua_call(L, 1, 0);
	return 0;
}

static int stats_reset(lua_State *L)
{
	struct stats *s = luaL_checkudata(L, 1, STATS);

	if (stats_count(s))
		memset(counts_of(s), 0, sizeof(struct call_counts));
	lua_pushnil(L);
	lua_setiuservalue(L, 1, 1);
	return 0;
}

static int stats_remove(lua_State *L)
{
	struct stats *s = luaL_checkudata(L, 1, STATS);

	lua_settop(L, 1);
	stats_get(L);
	lua_setiuservalue(L, 1, 1);
	if (stats_count(s))
		shared_rules_drop(interp_of(L), s->shared);
	s->shared = NULL;
	return 0;
}

/* add(name or number [, ret [, ns]]): one more call, which C has not seen */
static int stats_add(lua_State *L)
{
	const struct stats *s = luaL_checkudata(L, 1, STATS);
	long nr = lua_isinteger(L, 2) ? (long)lua_tointeger(L, 2)
				      : names_number(L, 2);
	lua_Integer ret = luaL_optinteger(L, 3, 0);
	lua_Integer ns = luaL_optinteger(L, 4, 0);
	struct call_count *c;

	if (!stats_count(s))
		return 0;
	c = &counts_of(s)->row[0][nr >= 0 && nr < TABLES_NUMBERS
					  ? nr
					  : TABLES_NUMBERS - 1];
	__atomic_fetch_add(&c->calls, 1, __ATOMIC_RELAXED);
	if (ret < 0 && ret >= -4095)
		__atomic_fetch_add(&c->errors, 1, __ATOMIC_RELAXED);
	__atomic_fetch_add(&c->ns, ns > 0 ? (uint64_t)ns : 0, __ATOMIC_RELAXED);
	return 0;
}

static void fill_stats(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"add", stats_add},	{"get", stats_get},
		{"print", stats_print}, {"remove", stats_remove},
		{"reset", stats_reset}, {NULL, NULL},
	};

	strict_methods(L, STATS, "statistics", methods);
}

void call_stats_open(lua_State *L)
{
	lua_pushcfunction(L, zp_stats);
	lua_setfield(L, -2, "stats");
}

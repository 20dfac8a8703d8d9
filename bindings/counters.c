/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.count and zp.hist: C counts at call time, Lua reads. Threads count in rows
 * of their own; what is read is the sum.
 */
#include <string.h>

#include "interp.h"

#define COUNTER "Counter"
#define HISTOGRAM "Histogram"
#define WIDTH 40 /* of the longest bar */

struct handle {
	struct claim *claim;
};

/* Bucket i, or the sum where i is HOOK_BUCKETS. */
static uint64_t total(const struct hook_histogram *h, size_t i)
{
	uint64_t sum = 0;

	for (size_t k = 0; k < HOOK_SLOTS; k++)
		sum += i < HOOK_BUCKETS ? h->slot[k].n[i] : h->slot[k].sum;
	return sum;
}

static uint64_t calls(const struct hook_histogram *h)
{
	uint64_t n = 0;

	for (size_t i = 0; i < HOOK_BUCKETS; i++)
		n += total(h, i);
	return n;
}

/* Where bucket i begins, in ns. */
static uint64_t begin(const struct hook_histogram *h, size_t i)
{
	if (!h->step)
		return i ? (uint64_t)1 << i : 0;
	return i ? h->low + i * h->step : 0;
}

static void fill_counter(lua_State *L);
static void fill_histogram(lua_State *L);

/* The selector and filter at 1 and 2; the handle, without its claim, is on top.
 */
static struct hook_rule *make(lua_State *L, const char *who,
			      enum hook_rule_kind kind)
{
	struct selection selection;
	struct filters filters = {0};
	struct handle *handle;

	selector_read(L, 1, &selection);
	if (!lua_isnoneornil(L, 2)) {
		luaL_checktype(L, 2, LUA_TTABLE);
		filters_read(L, 2, who, &selection, &filters);
	}
	if (filters.rets)
		luaL_error(L,
			   "%s: 'ret' is known after the call: use an exit "
			   "handler",
			   who);
	handle = lua_newuserdatauv(L, sizeof(*handle), 0);
	handle->claim = NULL;
	if (kind == HOOK_RULE_COUNT)
		members_type(L, COUNTER, fill_counter);
	else
		members_type(L, HISTOGRAM, fill_histogram);
	lua_setmetatable(L, -2);
	return filters_rule(L, kind, &selection, &filters);
}

static void claim(lua_State *L, struct hook_rule *rule)
{
	struct handle *handle = lua_touserdata(L, -1);

	handle->claim = claims_make(L, rule);
}

static void *zeroed(lua_State *L, size_t size)
{
	void *p = hook_map(size);

	if (!p)
		luaL_error(L, "no memory");
	return p;
}

/* zp.count(selector [, filter]) */
static int zp_count(lua_State *L)
{
	struct hook_rule *r = make(L, "zp.count", HOOK_RULE_COUNT);

	r->cells = zeroed(L, sizeof(*r->cells));
	claim(L, r);
	return 1;
}

/* The third argument has no other keys. */
static void check_options(lua_State *L)
{
	lua_pushnil(L);
	while (lua_next(L, 3)) {
		const char *key = lua_type(L, -2) == LUA_TSTRING
					  ? lua_tostring(L, -2)
					  : luaL_typename(L, -2);

		if (strcmp(key, "from") != 0 && strcmp(key, "step") != 0)
			luaL_error(L,
				   "zp.hist: unknown option '%s' (from and "
				   "step are known)",
				   key);
		lua_pop(L, 1);
	}
}

static uint64_t size_field(lua_State *L, const char *name)
{
	lua_Integer n;

	lua_getfield(L, 3, name);
	n = luaL_optinteger(L, -1, 0);
	lua_pop(L, 1);
	if (n < 0)
		luaL_error(L, "zp.hist: %s is a number of ns", name);
	return (uint64_t)n;
}

/* zp.hist(selector [, filter [, {from=, step=}]]) */
static int zp_hist(lua_State *L)
{
	struct hook_rule *r;
	uint64_t low = 0, step = 0;

	if (!lua_isnoneornil(L, 3)) {
		luaL_checktype(L, 3, LUA_TTABLE);
		check_options(L);
		low = size_field(L, "from");
		step = size_field(L, "step");
		if (!step)
			return luaL_error(L, "zp.hist: a linear histogram has "
					     "a step, in ns");
	}
	r = make(L, "zp.hist", HOOK_RULE_HISTOGRAM);
	r->histogram = zeroed(L, sizeof(*r->histogram));
	r->histogram->low = low;
	r->histogram->step = step;
	claim(L, r);
	return 1;
}

/* --- counters --------------------------------------------------------------
 */

static struct claim *counter_claim(lua_State *L)
{
	struct handle *h = luaL_checkudata(L, 1, COUNTER);

	return h->claim;
}

static struct hook_cells *counter(lua_State *L)
{
	return counter_claim(L)->rule->cells;
}

static int counter_get(lua_State *L)
{
	const struct hook_cells *cells = counter(L);
	uint64_t n = 0;

	for (size_t i = 0; i < HOOK_SLOTS; i++)
		n += cells->n[i][0];
	lua_pushinteger(L, (lua_Integer)n);
	return 1;
}

static int counter_reset(lua_State *L)
{
	memset(counter(L), 0, sizeof(struct hook_cells));
	return 0;
}

static int counter_remove(lua_State *L)
{
	claims_drop(interp_of(L), counter_claim(L));
	return 0;
}

/* --- histograms ------------------------------------------------------------
 */

static struct claim *histogram_claim(lua_State *L)
{
	struct handle *h = luaL_checkudata(L, 1, HISTOGRAM);

	return h->claim;
}

static struct hook_histogram *histogram(lua_State *L)
{
	return histogram_claim(L)->rule->histogram;
}

/* A list of {low=, high=, count=}, those with calls; how many calls; the sum of
 * their times, in ns. */
static int histogram_get(lua_State *L)
{
	const struct hook_histogram *h = histogram(L);

	lua_newtable(L);
	for (size_t i = 0; i < HOOK_BUCKETS; i++) {
		uint64_t n = total(h, i);

		if (!n)
			continue;
		lua_createtable(L, 0, 3);
		lua_pushinteger(L, (lua_Integer)begin(h, i));
		lua_setfield(L, -2, "low");
		lua_pushinteger(L, i + 1 < HOOK_BUCKETS
					   ? (lua_Integer)begin(h, i + 1)
					   : LUA_MAXINTEGER);
		lua_setfield(L, -2, "high");
		lua_pushinteger(L, (lua_Integer)n);
		lua_setfield(L, -2, "count");
		lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
	}
	lua_pushinteger(L, (lua_Integer)calls(h));
	lua_pushinteger(L, (lua_Integer)total(h, HOOK_BUCKETS));
	return 3;
}

/* 1536 is "1.5us". */
static const char *push_time(lua_State *L, uint64_t ns)
{
	static const char unit[][3] = {"ns", "us", "ms", "s"};
	uint64_t scale = 1;
	size_t i = 0;

	while (i < 3 && ns / scale >= 1000) {
		scale *= 1000;
		i++;
	}
	if (ns % scale == 0 || ns / scale >= 100)
		return lua_pushfstring(L, "%I%s", (lua_Integer)(ns / scale),
				       unit[i]);
	return lua_pushfstring(L, "%I.%I%s", (lua_Integer)(ns / scale),
			       (lua_Integer)(ns % scale * 10 / scale), unit[i]);
}

static void add_padded(luaL_Buffer *b, const char *text, size_t width)
{
	for (size_t n = strlen(text); n < width; n++)
		luaL_addchar(b, ' ');
	luaL_addstring(b, text);
}

/* "   [1us, 2us)       12 |@@@@        |" */
static void print_bucket(lua_State *L, const struct hook_histogram *h, size_t i,
			 uint64_t most)
{
	uint64_t n = total(h, i), bar = n * WIDTH / most;
	const char *low = push_time(L, begin(h, i));
	const char *high = i + 1 < HOOK_BUCKETS ? push_time(L, begin(h, i + 1))
						: "...";
	const char *range = lua_pushfstring(L, "[%s, %s)", low, high);
	const char *count = lua_pushfstring(L, "%I", (lua_Integer)n);
	luaL_Buffer b;

	luaL_buffinit(L, &b);
	add_padded(&b, range, 20);
	luaL_addchar(&b, ' ');
	add_padded(&b, count, 9);
	luaL_addstring(&b, " |");
	for (uint64_t k = 0; k < WIDTH; k++)
		luaL_addchar(&b, k < bar ? '@' : ' ');
	luaL_addchar(&b, '|');
	luaL_pushresult(&b);
	zp_write_line(L, -1);
}

/* A bar for each bucket from the first with calls to the last, in the log. */
static int histogram_print(lua_State *L)
{
	const struct hook_histogram *h = histogram(L);
	size_t first = HOOK_BUCKETS, last = 0;
	uint64_t most = 1, n = calls(h);
	int top;

	for (size_t i = 0; i < HOOK_BUCKETS; i++) {
		uint64_t here = total(h, i);

		if (here && first == HOOK_BUCKETS)
			first = i;
		if (here)
			last = i;
		most = here > most ? here : most;
	}
	lua_settop(L, 1);
	lua_pushfstring(L, "%I calls, %s on average", (lua_Integer)n,
			push_time(L, n ? total(h, HOOK_BUCKETS) / n : 0));
	zp_write_line(L, -1);
	top = lua_gettop(L);
	for (size_t i = first; i <= last; i++) {
		print_bucket(L, h, i, most);
		lua_settop(L, top);
	}
	return 0;
}

static int histogram_reset(lua_State *L)
{
	struct hook_histogram *h = histogram(L);

	memset(h->slot, 0, sizeof(h->slot));
	return 0;
}

static int histogram_remove(lua_State *L)
{
	claims_drop(interp_of(L), histogram_claim(L));
	return 0;
}

/* --- opening ---------------------------------------------------------------
 */

static void fill_type(lua_State *L, const char *type, const luaL_Reg *methods,
		      const char *who, const char *known)
{
	members_fixed(L, who);
	lua_createtable(L, 0, 4);
	luaL_setfuncs(L, methods, 0);
	members_strict(L, who, known);
	lua_setfield(L, -2, "__index");
	lua_pushstring(L, type);
	lua_setfield(L, -2, "__metatable");
}

static void fill_counter(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"get", counter_get},
		{"remove", counter_remove},
		{"reset", counter_reset},
		{NULL, NULL},
	};

	fill_type(L, COUNTER, methods, "a counter", "get, remove and reset");
}

static void fill_histogram(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"get", histogram_get},
		{"print", histogram_print},
		{"remove", histogram_remove},
		{"reset", histogram_reset},
		{NULL, NULL},
	};

	fill_type(L, HISTOGRAM, methods, "a histogram",
		  "get, print, remove and reset");
}

void counters_open(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{"count", zp_count},
		{"hist", zp_hist},
		{NULL, NULL},
	};

	luaL_setfuncs(L, functions, 0);
}

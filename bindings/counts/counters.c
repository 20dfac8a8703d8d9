/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.count and zp.hist: C counts at call time, Lua reads. Threads count in rows
 * of their own; what is read is the sum.
 */
#include "bindings/counts/counters.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/counts/call_stats.h"
#include "bindings/counts/keyed.h"
#include "bindings/counts/keyed_handle.h"
#include "bindings/interp/print.h"
#include "bindings/rules/filters.h"
#include "bindings/rules/selector.h"
#include "bindings/rules/shared_rules.h"
#include "bindings/runtime/strict.h"

#define COUNTER "Counter"
#define HISTOGRAM "Histogram"
#define WIDTH 40 /* of the longest bar */

/* What has counted so far is kept when it is to count no more. */
struct counter {
	struct shared_rule *shared; /* NULL: removed */
	uint64_t n;
};

struct histogram {
	struct shared_rule *shared;
	struct hook_scale scale;
	uint64_t n[HOOK_BUCKETS + 1]; /* and the sum */
};

/* The selector and filter at 1 and 2 of a rule of that kind. What the filter
 * leads to is on top. */
static void read_rule(lua_State *L, const char *who, enum hook_rule_kind kind,
		      struct filters *filters, struct hook_rule *model)
{
	struct selection selection;

	*filters = (struct filters){0};
	selector_read(L, 1, &selection);
	if (!lua_isnoneornil(L, 2)) {
		luaL_checktype(L, 2, LUA_TTABLE);
		filters_read(L, 2, who, &selection, filters);
	}
	if (filters->rets)
		luaL_error(L,
			   "%s: '%s' is known after the call: use an exit "
			   "handler, or the option by",
			   who, filters->timed ? "took" : "ret");
	filters_model(model, kind, &selection, filters);
}

static void fill_counter(lua_State *L);
static void fill_histogram(lua_State *L);

/* A rule that counts by key, or looks at results. The options are at 3. */
static int push_keyed(lua_State *L, const char *who, int histogram,
		      const struct hook_scale *scale)
{
	struct filters filters = {0};
	struct selection selection;

	selector_read(L, 1, &selection);
	if (!lua_isnoneornil(L, 2)) {
		luaL_checktype(L, 2, LUA_TTABLE);
		filters_read(L, 2, who, &selection, &filters);
	}
	keyed_handle_push(L, 3, who, histogram, &selection, &filters, scale);
	return 1;
}

/* zp.count(selector [, filter [, {by=, sum=, max=, frames=}]]) */
static int zp_count(lua_State *L)
{
	struct filters filters;
	struct hook_rule model;
	struct counter *c;

	lua_settop(L, 3);
	if (keyed_is_wanted(L, 3, "zp.count", "by frames last max sum"))
		return push_keyed(L, "zp.count", 0, NULL);
	read_rule(L, "zp.count", HOOK_RULE_COUNT, &filters, &model);
	c = lua_newuserdatauv(L, sizeof(*c), 0);
	*c = (struct counter){0};
	strict_type(L, COUNTER, fill_counter);
	lua_setmetatable(L, -2);
	c->shared = shared_rules_make(L, &model);
	return 1;
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

/* The options at 3; keyed: there are others than these. */
static void read_scale(lua_State *L, int keyed, struct hook_scale *scale)
{
	scale->low = size_field(L, "from");
	scale->step = size_field(L, "step");
	if (!scale->step && (scale->low || !keyed))
		luaL_error(L, "zp.hist: a linear histogram has a step, in ns");
}

/* zp.hist(selector [, filter [, {from=, step=, by=, max=, frames=}]]) */
static int zp_hist(lua_State *L)
{
	struct hook_scale scale = {0, 0};
	struct filters filters;
	struct hook_rule model;
	struct histogram *h;
	int keyed;

	lua_settop(L, 3);
	keyed = keyed_is_wanted(L, 3, "zp.hist",
				"by frames from last max step");
	if (!lua_isnil(L, 3))
		read_scale(L, keyed, &scale);
	if (keyed)
		return push_keyed(L, "zp.hist", 1, &scale);
	read_rule(L, "zp.hist", HOOK_RULE_HISTOGRAM, &filters, &model);
	h = lua_newuserdatauv(L, sizeof(*h), 0);
	*h = (struct histogram){.scale = scale};
	strict_type(L, HISTOGRAM, fill_histogram);
	lua_setmetatable(L, -2);
	model.scale = &scale;
	h->shared = shared_rules_make(L, &model);
	return 1;
}

/* --- counters --------------------------------------------------------------
 */

static struct counter *check_counter(lua_State *L)
{
	return luaL_checkudata(L, 1, COUNTER);
}

static int is_live(const struct shared_rule *shared)
{
	return shared && !shared->dropped;
}

static uint64_t count_of(const struct counter *c)
{
	const struct hook_cells *cells;
	uint64_t n = 0;

	if (!is_live(c->shared))
		return c->n;
	cells = c->shared->rule->cells;
	for (size_t i = 0; i < HOOK_SLOTS; i++)
		n += cells->n[i][0];
	return n;
}

static int counter_get(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)count_of(check_counter(L)));
	return 1;
}

static int counter_reset(lua_State *L)
{
	struct counter *c = check_counter(L);

	c->n = 0;
	if (is_live(c->shared))
		memset(c->shared->rule->cells, 0, sizeof(struct hook_cells));
	return 0;
}

static void drop_rule(lua_State *L, struct shared_rule **shared)
{
	if (is_live(*shared))
		shared_rules_drop(interp_of(L), *shared);
	*shared = NULL;
}

static int counter_remove(lua_State *L)
{
	struct counter *c = check_counter(L);

	c->n = count_of(c);
	drop_rule(L, &c->shared);
	return 0;
}

/* --- histograms ------------------------------------------------------------
 */

/* With what was counted up to now. */
static struct histogram *read_histogram(lua_State *L)
{
	struct histogram *h = luaL_checkudata(L, 1, HISTOGRAM);
	const struct hook_histogram *counted;

	if (!is_live(h->shared))
		return h;
	counted = h->shared->rule->histogram;
	memset(h->n, 0, sizeof(h->n));
	for (size_t k = 0; k < HOOK_SLOTS; k++) {
		for (size_t i = 0; i < HOOK_BUCKETS; i++)
			h->n[i] += counted->slot[k].n[i];
		h->n[HOOK_BUCKETS] += counted->slot[k].sum;
	}
	return h;
}

static uint64_t count_calls(const struct histogram *h)
{
	uint64_t n = 0;

	for (size_t i = 0; i < HOOK_BUCKETS; i++)
		n += h->n[i];
	return n;
}

/* Where bucket i begins, in ns. */
static uint64_t bucket_begin(const struct histogram *h, size_t i)
{
	if (!h->scale.step)
		return i ? (uint64_t)1 << i : 0;
	return i ? h->scale.low + i * h->scale.step : 0;
}

/* A list of {low=, high=, count=}, those with calls; how many calls; the sum of
 * their times, in ns. */
static int histogram_get(lua_State *L)
{
	const struct histogram *h = read_histogram(L);

	lua_newtable(L);
	for (size_t i = 0; i < HOOK_BUCKETS; i++) {
		if (!h->n[i])
			continue;
		lua_createtable(L, 0, 3);
		lua_pushinteger(L, (lua_Integer)bucket_begin(h, i));
		lua_setfield(L, -2, "low");
		lua_pushinteger(L, i + 1 < HOOK_BUCKETS
					   ? (lua_Integer)bucket_begin(h, i + 1)
					   : LUA_MAXINTEGER);
		lua_setfield(L, -2, "high");
		lua_pushinteger(L, (lua_Integer)h->n[i]);
		lua_setfield(L, -2, "count");
		lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
	}
	lua_pushinteger(L, (lua_Integer)count_calls(h));
	lua_pushinteger(L, (lua_Integer)h->n[HOOK_BUCKETS]);
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
static void print_bucket(lua_State *L, const struct histogram *h, size_t i,
			 uint64_t most)
{
	uint64_t n = h->n[i], bar = n * WIDTH / most;
	const char *low = push_time(L, bucket_begin(h, i));
	const char *high = i + 1 < HOOK_BUCKETS
				   ? push_time(L, bucket_begin(h, i + 1))
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
	print_line(L, -1);
}

/* A bar for each bucket from the first with calls to the last, in the log. */
static int histogram_print(lua_State *L)
{
	const struct histogram *h = read_histogram(L);
	size_t first = HOOK_BUCKETS, last = 0;
	uint64_t most = 1, n = count_calls(h);
	int top;

	for (size_t i = 0; i < HOOK_BUCKETS; i++) {
		if (h->n[i] && first == HOOK_BUCKETS)
			first = i;
		if (h->n[i])
			last = i;
		most = h->n[i] > most ? h->n[i] : most;
	}
	lua_settop(L, 1);
	lua_pushfstring(L, "%I calls, %s on average", (lua_Integer)n,
			push_time(L, n ? h->n[HOOK_BUCKETS] / n : 0));
	print_line(L, -1);
	top = lua_gettop(L);
	for (size_t i = first; i <= last; i++) {
		print_bucket(L, h, i, most);
		lua_settop(L, top);
	}
	return 0;
}

static int histogram_reset(lua_State *L)
{
	struct histogram *h = read_histogram(L);

	memset(h->n, 0, sizeof(h->n));
	if (is_live(h->shared))
		memset(h->shared->rule->histogram->slot, 0,
		       sizeof(h->shared->rule->histogram->slot));
	return 0;
}

static int histogram_remove(lua_State *L)
{
	drop_rule(L, &read_histogram(L)->shared);
	return 0;
}

/* --- opening ---------------------------------------------------------------
 */

static void fill_counter(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"get", counter_get},
		{"remove", counter_remove},
		{"reset", counter_reset},
		{NULL, NULL},
	};

	strict_methods(L, COUNTER, "a counter", methods);
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

	strict_methods(L, HISTOGRAM, "a histogram", methods);
}

void counters_open(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{"count", zp_count},
		{"hist", zp_hist},
		{NULL, NULL},
	};

	luaL_setfuncs(L, functions, 0);
	call_stats_open(L);
	keyed_handle_open(L);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Filters: a table of tests, read once and decided in C at call time. Lua owns
 * the parts of it until it is known to be right.
 */
#include "bindings/rules/filters.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/rules/filter_context.h"
#include "bindings/rules/filter_numbers.h"
#include "bindings/rules/filter_strings.h"
#include "tables/tables.h"

/* --- what is tested --------------------------------------------------------
 */

static int is_selected(const struct selection *s, long nr)
{
	return s->numbers[nr / 64] >> (nr % 64) & 1;
}

static enum hook_width width_of(long nr, int i)
{
	static const enum hook_width widths[] = {
		[TABLES_64] = HOOK_64,
		[TABLES_INT] = HOOK_INT,
		[TABLES_UNSIGNED] = HOOK_UNSIGNED,
	};

	return widths[tables_widths(nr) >> 2 * i & 3];
}

/* The argument's place in each of the calls; what it is in the first. */
static void find_argument(lua_State *L, const struct filter_context *m,
			  struct hook_test *test, int *is_text)
{
	uint8_t places[HOOK_PLACES];
	int found = -1, differ = 0;

	memset(places, HOOK_NO_ARGUMENT, sizeof(places));
	for (long nr = 0; nr <= tables_syscall_max(); nr++) {
		struct tables_syscall s;
		int i;

		if (!is_selected(m->selection, nr) || tables_syscall(nr, &s))
			continue;
		i = tables_syscall_arg(nr, m->key);
		if (i < 0 && m->selection->exact)
			luaL_error(L,
				   "%s: '%s' has no argument '%s' to filter by",
				   m->who, s.name, m->key);
		differ |= i < 0;
		if (i < 0)
			continue;
		if (found < 0) {
			*is_text = strstr(s.type[i], "const char *") ||
				   tables_role(&s, i).use == TABLES_PATH;
			test->width = (uint8_t)width_of(nr, i);
		}
		differ |= found >= 0 && found != i;
		found = i;
		places[nr] = (uint8_t)i;
	}
	if (found < 0)
		luaL_error(L,
			   "%s: no call has an argument '%s' to filter by "
			   "(pid, tid, comm, fdpath, peer, uses, loader, ret "
			   "and took are known besides)",
			   m->who, m->key);
	test->source = (uint8_t)found;
	if (differ) {
		uint8_t *kept = filter_context_keep(L, m, sizeof(places));

		memcpy(kept, places, sizeof(places));
		test->places = kept;
	}
}

/* --- the whole -------------------------------------------------------------
 */

static const struct {
	const char *name;
	enum hook_source source;
} others[] = {
	{"pid", HOOK_PID},   {"tid", HOOK_TID},	  {"comm", HOOK_COMM},
	{"ret", HOOK_RET},   {"took", HOOK_TOOK}, {"fdpath", HOOK_FDPATH},
	{"peer", HOOK_PEER}, {"uses", HOOK_USES}, {"loader", HOOK_LOADER},
};

/* Words of 32 bits are compared as signed ones, for -1 is what people write,
 * unless the test itself has a number that needs the last bit. */
static void choose_sign(struct hook_test *t)
{
	int large = t->low > INT32_MAX ||
		    (t->high > INT32_MAX && t->high != INT64_MAX);

	for (size_t i = 0; t->op == HOOK_SET && i < t->count; i++)
		large |= t->set[i] > INT32_MAX;
	if (t->width != HOOK_64)
		t->width = large ? HOOK_UNSIGNED : HOOK_INT;
}

/* Do all of the calls that were named have an argument of that name? Of a class
 * none need have it. */
static int all_have(const struct selection *selection, const char *name)
{
	for (long nr = 0; selection->exact && nr <= tables_syscall_max(); nr++)
		if (is_selected(selection, nr) &&
		    tables_syscall_arg(nr, name) < 0)
			return 0;
	return selection->exact;
}

static int has_descriptor(long nr)
{
	struct tables_syscall call;

	if (tables_syscall(nr, &call) != 0)
		return 0;
	for (int i = 0; i < call.nargs; i++)
		if (hook_is_descriptor(nr, i))
			return 1;
	return 0;
}

static void need_descriptors(lua_State *L, const struct filter_context *m)
{
	int some = 0;

	for (long nr = 0; nr <= tables_syscall_max(); nr++) {
		int has = is_selected(m->selection, nr) && has_descriptor(nr);

		some |= has;
		if (m->selection->exact && is_selected(m->selection, nr) &&
		    !has)
			luaL_error(L, "%s: '%s' has no descriptor to filter by",
				   m->who, tables_syscall_name(nr));
	}
	if (!some)
		luaL_error(L, "%s: no call has a descriptor to filter by",
			   m->who);
}

/* Those that read the program's memory are the last. A table has its keys in
 * another order in each state, and states are to ask for the same. */
static int comes_before(const struct hook_test *a, const struct hook_test *b)
{
	if ((a->op == HOOK_GLOBS) != (b->op == HOOK_GLOBS))
		return b->op == HOOK_GLOBS;
	if (a->source != b->source)
		return a->source < b->source;
	if (a->op != b->op)
		return a->op < b->op;
	return a->low != b->low ? a->low < b->low : a->high < b->high;
}

static void sort_tests(struct hook_test *test, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t k = i; k && comes_before(&test[k], &test[k - 1]);
		     k--) {
			struct hook_test t = test[k];

			test[k] = test[k - 1];
			test[k - 1] = t;
		}
}

/* The value is on top. */
static void read_test(lua_State *L, const struct filter_context *m,
		      struct hook_test *t)
{
	int is_text = 0;

	*t = (struct hook_test){.source = HOOK_NO_ARGUMENT};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(others[i].name, m->key) == 0 &&
		    !all_have(m->selection, m->key))
			t->source = (uint8_t)others[i].source;
	if (t->source == HOOK_NO_ARGUMENT)
		find_argument(L, m, t, &is_text);
	if (t->source == HOOK_FDPATH || t->source == HOOK_PEER)
		need_descriptors(L, m);
	if (t->source == HOOK_LOADER && lua_isboolean(L, -1)) {
		lua_pushinteger(L, lua_toboolean(L, -1));
		lua_replace(L, -2);
	}
	if (t->source == HOOK_PEER)
		filter_strings_read_peers(L, m, t);
	else if (t->source == HOOK_COMM || t->source == HOOK_FDPATH ||
		 t->source == HOOK_USES || is_text)
		filter_strings_read(L, m, t);
	else
		filter_numbers_read(L, m, t);
	if (t->op != HOOK_GLOBS)
		choose_sign(t);
	if (!filter_numbers_can_hold(t))
		luaL_error(L, "%s: filter '%s' can never pass: its range is %s",
			   m->who, m->key,
			   t->width == HOOK_64 ? "empty"
					       : "empty, or beyond what 32 "
						 "bits hold");
}

void filters_read(lua_State *L, int index, const char *who,
		  const struct selection *selection, struct filters *f)
{
	struct filter_context m = {.who = who, .selection = selection};
	struct hook_test t;

	*f = (struct filters){0};
	lua_newtable(L);
	m.parts = lua_gettop(L);
	lua_pushnil(L);
	while (lua_next(L, index)) {
		if (lua_type(L, -2) != LUA_TSTRING)
			luaL_error(L,
				   "%s: a filter is a table of tests by the "
				   "names of arguments",
				   who);
		m.key = lua_tostring(L, -2);
		read_test(L, &m, &t);
		f->timed |= t.source == HOOK_TOOK;
		if (f->count + f->rets == FILTERS_MAX)
			luaL_error(L, "%s: a filter has at most %d tests", who,
				   FILTERS_MAX);
		if (t.source == HOOK_RET || t.source == HOOK_TOOK)
			f->ret[f->rets++] = t;
		else
			f->test[f->count++] = t;
		lua_pop(L, 1);
	}
	sort_tests(f->test, f->count);
	sort_tests(f->ret, f->rets);
}

void filters_model(struct hook_rule *model, enum hook_rule_kind kind,
		   const struct selection *selection, const struct filters *f)
{
	*model = (struct hook_rule){
		.kind = (uint8_t)kind,
		.enabled = 1,
		.tests = f->count,
		.test = (struct hook_test *)(uintptr_t)f->test,
		.timed = kind == HOOK_RULE_TIMED ||
			 kind == HOOK_RULE_HISTOGRAM || kind == HOOK_RULE_STATS,
	};
	memcpy(model->numbers, selection->numbers, sizeof(model->numbers));
}

void filters_model_results(struct hook_rule *model, enum hook_rule_kind kind,
			   const struct selection *selection, struct filters *f)
{
	filters_model(model, kind, selection, f);
	memcpy(f->test + f->count, f->ret, f->rets * sizeof(f->ret[0]));
	model->results = f->rets;
	model->timed |= f->timed != 0;
}

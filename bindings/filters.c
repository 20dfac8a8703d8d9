/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Filters: a table of tests, read once and decided in C at call time. Lua owns
 * the parts of it until it is known to be right.
 */
#include <string.h>

#include "interp.h"
#include "tables/tables.h"

#define LIST_MAX 64

/* Where a test is in the making: names for messages. */
struct making {
	const char *who; /* "zp.hook" */
	const char *key;
	const struct selection *selection;
	int parts; /* a table, on the stack */
};

/* The value on top, popped, stays as long as that table. */
static void anchor(lua_State *L, const struct making *m)
{
	lua_rawseti(L, m->parts, (lua_Integer)lua_rawlen(L, m->parts) + 1);
}

static void *keep(lua_State *L, const struct making *m, size_t size)
{
	void *p = lua_newuserdatauv(L, size, 0);

	anchor(L, m);
	return p;
}

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

/* The argument's place in each of the calls; its type in the first. */
static void find_argument(lua_State *L, const struct making *m,
			  struct hook_test *test, const char **type)
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
			*type = s.type[i];
			test->width = (uint8_t)width_of(nr, i);
		}
		differ |= found >= 0 && found != i;
		found = i;
		places[nr] = (uint8_t)i;
	}
	if (found < 0)
		luaL_error(L,
			   "%s: no call has an argument '%s' to filter by "
			   "(pid, tid, comm and ret are known besides)",
			   m->who, m->key);
	test->source = (uint8_t)found;
	if (differ) {
		uint8_t *kept = keep(L, m, sizeof(places));

		memcpy(kept, places, sizeof(places));
		test->places = kept;
	}
}

/* --- integers --------------------------------------------------------------
 */

static int bad(lua_State *L, const struct making *m)
{
	return luaL_error(L,
			  "%s: filter '%s' is no test: it may be an integer, "
			  "'<n', '<=n', '>n', '>=n', '!=n', 'a..b', '&mask', "
			  "{op, n}, or a list of integers",
			  m->who, m->key);
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

/* Decimal, or hexadecimal behind 0x. */
static int read_integer(const char **text, int64_t *value)
{
	int minus = **text == '-';
	const char *p = *text + minus;
	int base = p[0] == '0' && (p[1] == 'x' || p[1] == 'X') ? 16 : 10;
	const char *digits = p += base == 16 ? 2 : 0;
	uint64_t n = 0;

	for (; digit(*p) < base; p++)
		n = n * (uint64_t)base + (uint64_t)digit(*p);
	*value = (int64_t)(minus ? -n : n);
	*text = p;
	return p > digits;
}

/* op and n, n being a number for which it holds. 0: no such operator. */
static int set_operator(struct hook_test *t, const char *op, int64_t n)
{
	static const struct {
		char name[3];
		uint8_t op, negated;
	} known[] = {
		{"=", HOOK_RANGE, 0},  {"==", HOOK_RANGE, 0},
		{"!=", HOOK_RANGE, 1}, {"~=", HOOK_RANGE, 1},
		{"<", HOOK_RANGE, 0},  {"<=", HOOK_RANGE, 0},
		{">", HOOK_RANGE, 0},  {">=", HOOK_RANGE, 0},
		{"&", HOOK_MASK, 0},   {"!&", HOOK_MASK, 0},
	};
	size_t i = 0;

	while (i < sizeof(known) / sizeof(known[0]) &&
	       strcmp(known[i].name, op) != 0)
		i++;
	if (i == sizeof(known) / sizeof(known[0]))
		return 0;
	t->op = known[i].op;
	t->negated = known[i].negated;
	t->low = t->high = n;
	if (op[0] == '<') {
		t->low = INT64_MIN;
		t->high = op[1] ? n : n - 1;
		t->negated ^= !op[1] && n == INT64_MIN; /* nothing is less */
	} else if (op[0] == '>') {
		t->low = op[1] ? n : n + 1;
		t->high = INT64_MAX;
		t->negated ^= !op[1] && n == INT64_MAX;
	} else if (strcmp(op, "!&") == 0) {
		t->high = 0;
	}
	return 1;
}

static void read_expression(lua_State *L, const struct making *m,
			    struct hook_test *t, const char *text)
{
	char op[3] = {0};
	size_t n = strspn(text, "<>=!~&");
	int64_t low;

	text += n;
	if (n > 2 || (memcpy(op, text - n, n), text += strspn(text, " "),
		      !read_integer(&text, &low)))
		bad(L, m);
	if (n) {
		if (*text || !set_operator(t, op, low))
			bad(L, m);
		return;
	}
	t->op = HOOK_RANGE;
	t->low = t->high = low;
	if (strncmp(text, "..", 2) == 0) {
		text += 2;
		if (!read_integer(&text, &t->high))
			bad(L, m);
	}
	if (*text)
		bad(L, m);
}

/* A list of integers, or {op, n}. */
static void read_list(lua_State *L, const struct making *m, struct hook_test *t)
{
	lua_Integer n = luaL_len(L, -1);
	int64_t *set;

	if (n < 1 || n > LIST_MAX)
		luaL_error(L, "%s: filter '%s': a list has 1 to %d integers",
			   m->who, m->key, LIST_MAX);
	lua_geti(L, -1, 1);
	if (lua_type(L, -1) == LUA_TSTRING && n == 2) {
		lua_geti(L, -2, 2);
		if (!lua_isinteger(L, -1) ||
		    !set_operator(t, lua_tostring(L, -2), lua_tointeger(L, -1)))
			bad(L, m);
		lua_pop(L, 2);
		return;
	}
	lua_pop(L, 1);
	for (lua_Integer i = 1; i <= n; i++) {
		if (lua_geti(L, -1, i) != LUA_TNUMBER || !lua_isinteger(L, -1))
			bad(L, m);
		lua_pop(L, 1);
	}
	set = keep(L, m, (size_t)n * sizeof(*set));
	for (lua_Integer i = 1; i <= n; i++) {
		lua_geti(L, -1, i);
		set[i - 1] = lua_tointeger(L, -1);
		lua_pop(L, 1);
	}
	t->op = HOOK_SET;
	t->set = set;
	t->count = (size_t)n;
}

static void read_number(lua_State *L, const struct making *m,
			struct hook_test *t)
{
	if (lua_isinteger(L, -1)) {
		t->op = HOOK_RANGE;
		t->low = t->high = lua_tointeger(L, -1);
	} else if (lua_type(L, -1) == LUA_TSTRING) {
		read_expression(L, m, t, lua_tostring(L, -1));
	} else if (lua_istable(L, -1)) {
		read_list(L, m, t);
	} else {
		bad(L, m);
	}
}

/* --- strings ---------------------------------------------------------------
 */

static const char *keep_string(lua_State *L, const struct making *m)
{
	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L,
			   "%s: filter '%s' is a pattern with * and ?, or a "
			   "list of them, not a %s",
			   m->who, m->key, luaL_typename(L, -1));
	lua_pushvalue(L, -1);
	anchor(L, m);
	return lua_tostring(L, -1);
}

static void read_strings(lua_State *L, const struct making *m,
			 struct hook_test *t)
{
	lua_Integer n = lua_istable(L, -1) ? luaL_len(L, -1) : 1;
	const char **globs;

	if (n < 1 || n > LIST_MAX)
		luaL_error(L, "%s: filter '%s': a list has 1 to %d patterns",
			   m->who, m->key, LIST_MAX);
	globs = keep(L, m, (size_t)n * sizeof(*globs));
	for (lua_Integer i = 1; i <= n; i++) {
		if (lua_istable(L, -1))
			lua_geti(L, -1, i);
		else
			lua_pushvalue(L, -1);
		globs[i - 1] = keep_string(L, m);
		lua_pop(L, 1);
	}
	t->op = HOOK_GLOBS;
	t->globs = globs;
	t->count = (size_t)n;
}

/* --- the whole -------------------------------------------------------------
 */

static const struct {
	const char *name;
	enum hook_source source;
} others[] = {
	{"pid", HOOK_PID},
	{"tid", HOOK_TID},
	{"comm", HOOK_COMM},
	{"ret", HOOK_RET},
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

/* The value is on top. */
static void read_test(lua_State *L, const struct making *m, struct hook_test *t)
{
	const char *type = "";

	*t = (struct hook_test){.source = HOOK_NO_ARGUMENT};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(others[i].name, m->key) == 0 &&
		    !all_have(m->selection, m->key))
			t->source = (uint8_t)others[i].source;
	if (t->source == HOOK_NO_ARGUMENT)
		find_argument(L, m, t, &type);
	if (t->source == HOOK_COMM || strstr(type, "const char *"))
		read_strings(L, m, t);
	else
		read_number(L, m, t);
	if (t->op != HOOK_GLOBS)
		choose_sign(t);
}

void filters_read(lua_State *L, int index, const char *who,
		  const struct selection *selection, struct filters *f)
{
	struct making m = {.who = who, .selection = selection};
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
		if (f->count + f->rets == FILTERS_MAX)
			luaL_error(L, "%s: a filter has at most %d tests", who,
				   FILTERS_MAX);
		if (t.source == HOOK_RET)
			f->ret[f->rets++] = t;
		else
			f->test[f->count++] = t;
		lua_pop(L, 1);
	}
	/* those that read the program's memory are the last */
	for (size_t i = 0, k = f->count; i < k; i++)
		if (f->test[i].op == HOOK_GLOBS) {
			t = f->test[i];
			f->test[i--] = f->test[--k];
			f->test[k] = t;
		}
}

void filters_model(struct hook_rule *model, enum hook_rule_kind kind,
		   const struct selection *selection, const struct filters *f)
{
	*model = (struct hook_rule){
		.kind = (uint8_t)kind,
		.enabled = 1,
		.tests = f->count,
		.test = (struct hook_test *)(uintptr_t)f->test,
	};
	memcpy(model->numbers, selection->numbers, sizeof(model->numbers));
}

/* --- rules that are alike ---------------------------------------------------
 */

static int same_bytes(const void *a, const void *b, size_t n)
{
	return !a == !b && (!a || memcmp(a, b, n) == 0);
}

static int same_test(const struct hook_test *a, const struct hook_test *b)
{
	if (a->source != b->source || a->width != b->width || a->op != b->op ||
	    a->negated != b->negated || a->low != b->low ||
	    a->high != b->high || a->count != b->count ||
	    !same_bytes(a->places, b->places, HOOK_PLACES) ||
	    !same_bytes(a->set, b->set, a->count * sizeof(*a->set)))
		return 0;
	for (size_t i = 0; a->op == HOOK_GLOBS && i < a->count; i++)
		if (strcmp(a->globs[i], b->globs[i]) != 0)
			return 0;
	return 1;
}

static int same_inject(const struct hook_inject *a, const struct hook_inject *b)
{
	return a->answers == b->answers && a->signal == b->signal &&
	       a->per_thread == b->per_thread && a->result == b->result &&
	       a->enter_ns == b->enter_ns && a->exit_ns == b->exit_ns &&
	       a->first == b->first && a->last == b->last &&
	       a->step == b->step && a->chance == b->chance;
}

int filters_same(const struct hook_rule *a, const struct hook_rule *b)
{
	if (a->kind != b->kind || a->tests != b->tests ||
	    a->covered != b->covered ||
	    memcmp(a->numbers, b->numbers, sizeof(a->numbers)) != 0)
		return 0;
	for (size_t i = 0; i < a->tests; i++)
		if (!same_test(&a->test[i], &b->test[i]))
			return 0;
	if (a->kind == HOOK_RULE_INJECT)
		return same_inject(a->inject, b->inject);
	return a->kind != HOOK_RULE_HISTOGRAM ||
	       (a->scale->low == b->scale->low &&
		a->scale->step == b->scale->step);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What filters say of numbers.
 */
#include "bindings/rules/filter_numbers.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/runtime/time_units.h"

static int refuse_test(lua_State *L, const struct filter_context *m)
{
	if (strcmp(m->key, "took") == 0)
		luaL_error(L,
			   "%s: filter 'took' is not a time: it may be '>5ms', "
			   "'<20us', '1ms..1.5s', of ns, us, ms and s",
			   m->who);
	return luaL_error(L,
			  "%s: filter '%s' is not a test: it may be an "
			  "integer, "
			  "'<n', '<=n', '>n', '>=n', '!=n', 'a..b', '&mask', "
			  "{op, n}, or a list of integers",
			  m->who, m->key);
}

static int read_digit(char c)
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

	for (; read_digit(*p) < base; p++)
		n = n * (uint64_t)base + (uint64_t)read_digit(*p);
	*value = (int64_t)(minus ? -n : n);
	*text = p;
	return p > digits;
}

/* "5ms", "1.5s", "20" as ns. */
static int read_duration(const char **text, int64_t *ns)
{
	const char *p = *text;
	int64_t whole, tenths = 0, unit = 1, scale = 1;
	size_t n;

	if (!read_integer(&p, &whole) || whole < 0)
		return 0;
	if (*p == '.' && p[1] != '.')
		for (p++; read_digit(*p) < 10 && scale < BILLION;
		     p++, scale *= 10)
			tenths = tenths * 10 + read_digit(*p);
	n = strspn(p, "munsMUNS");
	if (n)
		unit = time_units_ns(p, n);
	*text = p + n;
	*ns = whole * unit + tenths * unit / scale;
	return unit != 0;
}

static int read_value(const struct hook_test *t, const char **text, int64_t *n)
{
	return t->source == HOOK_TOOK ? read_duration(text, n)
				      : read_integer(text, n);
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

static void read_operation(lua_State *L, const struct filter_context *m,
			   struct hook_test *t, const char *text)
{
	char op[3] = {0};
	size_t n = strspn(text, "<>=!~&");
	int64_t low;

	text += n;
	if (n > 2 || (memcpy(op, text - n, n), text += strspn(text, " "),
		      !read_value(t, &text, &low)))
		refuse_test(L, m);
	if (n) {
		if (*text || !set_operator(t, op, low))
			refuse_test(L, m);
		return;
	}
	t->op = HOOK_RANGE;
	t->low = t->high = low;
	if (strncmp(text, "..", 2) == 0) {
		text += 2;
		if (!read_value(t, &text, &t->high))
			refuse_test(L, m);
	}
	if (*text)
		refuse_test(L, m);
}

/* A list of integers, or {op, n}. */
static void read_numbers(lua_State *L, const struct filter_context *m,
			 struct hook_test *t)
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
			refuse_test(L, m);
		lua_pop(L, 2);
		return;
	}
	lua_pop(L, 1);
	for (lua_Integer i = 1; i <= n; i++) {
		if (lua_geti(L, -1, i) != LUA_TNUMBER || !lua_isinteger(L, -1))
			refuse_test(L, m);
		lua_pop(L, 1);
	}
	set = filter_context_keep(L, m, (size_t)n * sizeof(*set));
	for (lua_Integer i = 1; i <= n; i++) {
		lua_geti(L, -1, i);
		set[i - 1] = lua_tointeger(L, -1);
		lua_pop(L, 1);
	}
	t->op = HOOK_SET;
	t->set = set;
	t->count = (size_t)n;
}

void filter_numbers_read(lua_State *L, const struct filter_context *m,
			 struct hook_test *t)
{
	if (lua_isinteger(L, -1)) {
		t->op = HOOK_RANGE;
		t->low = t->high = lua_tointeger(L, -1);
	} else if (lua_type(L, -1) == LUA_TSTRING) {
		read_operation(L, m, t, lua_tostring(L, -1));
	} else if (lua_istable(L, -1)) {
		read_numbers(L, m, t);
	} else {
		refuse_test(L, m);
	}
}

/* --- what can hold ---------------------------------------------------------
 */

static int fits_width(int width, int64_t n)
{
	switch (width) {
	case HOOK_INT:
		return n >= INT32_MIN && n <= INT32_MAX;
	case HOOK_UNSIGNED:
		return n >= 0 && n <= UINT32_MAX;
	default:
		return 1;
	}
}

static int range_can_hold(const struct hook_test *t)
{
	int64_t least = t->width == HOOK_64    ? INT64_MIN
			: t->width == HOOK_INT ? INT32_MIN
					       : 0;
	int64_t most = t->width == HOOK_64    ? INT64_MAX
		       : t->width == HOOK_INT ? INT32_MAX
					      : UINT32_MAX;

	if (t->negated)
		return t->low > least || t->high < most || t->low > t->high;
	return t->low <= t->high && t->low <= most && t->high >= least;
}

int filter_numbers_can_hold(const struct hook_test *t)
{
	uint64_t beyond = t->width == HOOK_64 ? 0 : ~0ull << 32;

	switch (t->op) {
	case HOOK_RANGE:
		return range_can_hold(t);
	case HOOK_MASK: /* bits are set, or none of them is */
		return t->negated || !((uint64_t)t->high & beyond);
	case HOOK_SET:
		for (size_t i = 0; i < t->count; i++)
			if (fits_width(t->width, t->set[i]))
				return 1;
		return 0;
	default:
		return 1;
	}
}

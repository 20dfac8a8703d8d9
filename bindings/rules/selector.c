/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Which system calls a script means: a name, a number, "*", a class ("%file"),
 * one of these left out ("!read"), or a list of them.
 */
#include "bindings/rules/selector.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/runtime/names.h"
#include "tables/classes.h"
#include "tables/tables.h"

static void set_number(uint64_t *numbers, lua_Integer nr)
{
	numbers[nr / 64] |= (uint64_t)1 << (nr % 64);
}

static void add_class(lua_State *L, const char *class, uint64_t *numbers)
{
	struct tables_syscall s;
	const char *name;
	int known = 0;

	for (unsigned int i = 0; (name = classes_name(i)); i++)
		known |= strcmp(name, class) == 0;
	if (!known) {
		luaL_Buffer b;

		luaL_buffinit(L, &b);
		for (unsigned int i = 0; (name = classes_name(i)); i++) {
			luaL_addstring(&b, i ? ", %" : "%");
			luaL_addstring(&b, name);
		}
		luaL_pushresult(&b);
		luaL_error(L, "unknown class '%%%s' (known are %s)", class,
			   lua_tostring(L, -1));
	}
	for (long nr = 0; nr <= tables_syscall_max(); nr++)
		if (tables_syscall(nr, &s) == 0 && classes_has(class, &s))
			set_number(numbers, nr);
}

static void add_number(lua_State *L, lua_Integer nr, uint64_t *numbers)
{
	if (nr < 0 || nr >= HOOK_NUMBERS)
		luaL_error(L, "system call number %I is out of range (0..%d)",
			   nr, HOOK_NUMBERS - 1);
	set_number(numbers, nr);
}

/* One word, without its "!". */
static void add_word(lua_State *L, const char *word, struct selection *s,
		     uint64_t *numbers)
{
	if (strcmp(word, "*") == 0) {
		memset(numbers, 0xff, sizeof(s->numbers));
		s->exact = 0;
	} else if (word[0] == '%') {
		add_class(L, word + 1, numbers);
		s->exact = 0;
	} else {
		lua_pushstring(L, word);
		add_number(L, names_number(L, -1), numbers);
		lua_pop(L, 1);
	}
}

/* What is selected and what is left out: a number or a word at index. */
static void add_selector(lua_State *L, int index, struct selection *s,
			 uint64_t *out, int *positive)
{
	const char *word;

	if (lua_isinteger(L, index)) {
		add_number(L, lua_tointeger(L, index), s->numbers);
		*positive = 1;
		return;
	}
	if (lua_type(L, index) != LUA_TSTRING)
		luaL_error(L,
			   "a system call is named by a name, a number, '*', "
			   "a class like '%%file' or a list of these, not by a "
			   "%s",
			   luaL_typename(L, index));
	word = lua_tostring(L, index);
	if (word[0] == '!') {
		int exact = s->exact;

		add_word(L, word + 1, s, out);
		s->exact = exact;
	} else {
		add_word(L, word, s, s->numbers);
		*positive = 1;
	}
}

void selector_read(lua_State *L, int index, struct selection *s)
{
	uint64_t out[sizeof(s->numbers) / sizeof(s->numbers[0])] = {0};
	int positive = 0;

	*s = (struct selection){.exact = 1};
	if (lua_istable(L, index)) {
		lua_Integer n = luaL_len(L, index);

		if (n == 0)
			luaL_error(L, "the list of system calls is empty");
		for (lua_Integer i = 1; i <= n; i++) {
			lua_geti(L, index, i);
			add_selector(L, lua_gettop(L), s, out, &positive);
			lua_pop(L, 1);
		}
	} else {
		add_selector(L, index, s, out, &positive);
	}
	if (!positive) { /* all but those */
		memset(s->numbers, 0xff, sizeof(s->numbers));
		s->exact = 0;
	}
	for (size_t i = 0; i < sizeof(out) / sizeof(out[0]); i++)
		s->numbers[i] &= ~out[i];
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Cells as tables, and Lua values as keys. */
#include "bindings/counts/cell_rows.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/interp/frame_list.h"
#include "tables/tables.h"

/* --- keys ------------------------------------------------------------------
 */

static void push_errno(lua_State *L, int64_t value)
{
	const char *name = value ? tables_errno_name((int)value) : "ok";

	if (name)
		lua_pushstring(L, name);
	else
		lua_pushinteger(L, value);
}

static void push_call(lua_State *L, int64_t nr)
{
	const char *name = tables_syscall_name((long)nr);

	if (name)
		lua_pushstring(L, name);
	else
		lua_pushfstring(L, "call_%I", (lua_Integer)nr);
}

/* The function's name; else its object's, in brackets. What parts names does
 * not occur in one. */
static void add_function(luaL_Buffer *b, uint64_t word)
{
	const struct hook_frame frame = {
		.addr = (uintptr_t)(word & ~HOOK_BY_EXACT),
		.exact = (word & HOOK_BY_EXACT) != 0,
	};
	struct hook_symbol symbol;
	int known = hook_symbol(NULL, &frame, &symbol);
	const char *slash = known ? strrchr(symbol.object, '/') : NULL;
	const char *name = known && symbol.name[0] ? symbol.name
			   : slash		   ? slash + 1
			   : known		   ? symbol.object
						   : "unknown";
	int is_name = name == symbol.name;

	if (!is_name)
		luaL_addchar(b, '[');
	for (; *name; name++)
		luaL_addchar(b, strchr("; \n", *name) ? '_' : *name);
	if (!is_name)
		luaL_addchar(b, ']');
}

/* The outermost function first, parted by ";". */
static void push_stack(lua_State *L, const struct cells_part *part)
{
	size_t n = part->size / sizeof(uint64_t);
	luaL_Buffer b;

	luaL_buffinit(L, &b);
	while (n-- > 0) {
		uint64_t word;

		memcpy(&word, part->bytes + n * sizeof(word), sizeof(word));
		add_function(&b, word);
		if (n)
			luaL_addchar(&b, ';');
	}
	luaL_pushresult(&b);
}

static void push_part(lua_State *L, enum hook_by by,
		      const struct cells_part *part)
{
	if (part->kind == CELLS_BYTES) {
		if (by == HOOK_BY_STACK && part->size % sizeof(uint64_t) == 0 &&
		    part->size)
			push_stack(L, part);
		else
			lua_pushlstring(L, part->bytes, part->size);
	} else if (by == HOOK_BY_ERRNO) {
		push_errno(L, part->integer);
	} else if (by == HOOK_BY_SYSCALL) {
		push_call(L, part->integer);
	} else {
		lua_pushinteger(L, part->integer);
	}
}

static enum hook_by by_of(const struct hook_keyed *keyed, uint32_t i)
{
	return i < keyed->parts ? (enum hook_by)keyed->part[i].by
				: HOOK_BY_NUMBER;
}

static void push_key(lua_State *L, const struct hook_keyed *keyed,
		     const struct cells_key *key)
{
	struct cells_part part;
	uint32_t at = 0, n = 0;

	lua_newtable(L);
	while (cells_next_part(key, &at, &part)) {
		push_part(L, by_of(keyed, n), &part);
		lua_rawseti(L, -2, (lua_Integer)++n);
	}
}

static void put_text(lua_State *L, const char *who, struct cells_key *key,
		     const char *text, size_t n)
{
	size_t room;
	char *to = cells_room(key, &room);

	if (n > room)
		luaL_error(L, "%s: a key has at most %d bytes", who,
			   CELLS_KEY - 16);
	memcpy(to, text, n);
	cells_put_bytes(key, n);
}

/* The value on top. */
static void put_value(lua_State *L, const char *who, enum hook_by by,
		      struct cells_key *key)
{
	size_t n, room;
	const char *text;

	if (!cells_room(key, &room))
		luaL_error(L, "%s: a key has at most %d bytes", who,
			   CELLS_KEY - 16);
	if (lua_isinteger(L, -1)) {
		cells_put_integer(key, lua_tointeger(L, -1));
		return;
	}
	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L,
			   "%s: a key is an integer, a string, or a list of "
			   "these, not a %s",
			   who, luaL_typename(L, -1));
	text = lua_tolstring(L, -1, &n);
	if (by == HOOK_BY_SYSCALL)
		cells_put_integer(key, tables_syscall_number(text));
	else if (by == HOOK_BY_ERRNO)
		cells_put_integer(key, tables_errno_value(text));
	else
		put_text(L, who, key, text, n);
}

void cell_rows_read_key(lua_State *L, int index, const char *who,
			const struct hook_keyed *keyed, struct cells_key *key)
{
	uint32_t n = 0;

	if (!lua_istable(L, index)) {
		lua_pushvalue(L, index);
		put_value(L, who, by_of(keyed, 0), key);
		lua_pop(L, 1);
		return;
	}
	for (; lua_geti(L, index, n + 1) != LUA_TNIL; n++) {
		put_value(L, who, by_of(keyed, n), key);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
	if (!n)
		luaL_error(L, "%s: a key has at least one part", who);
}

/* --- cells -----------------------------------------------------------------
 */

static void set_count(lua_State *L, const char *name, uint64_t n)
{
	lua_pushinteger(L, (lua_Integer)n);
	lua_setfield(L, -2, name);
}

static void push_buckets(lua_State *L, const struct hook_keyed *keyed,
			 uint32_t cell)
{
	uint64_t bucket[CELLS_BUCKETS];
	int any = 0;

	cells_read_buckets(keyed->cells, cell, bucket);
	lua_newtable(L);
	for (int i = 0; i < CELLS_BUCKETS; i++) {
		any |= bucket[i] != 0;
		if (!bucket[i])
			continue;
		lua_pushinteger(L, (lua_Integer)bucket[i]);
		lua_rawseti(L, -2, i);
	}
	if (any)
		lua_setfield(L, -2, "buckets");
	else
		lua_pop(L, 1);
}

static void push_stack_list(lua_State *L, const uint64_t *words, size_t n)
{
	struct hook_frame frame[HOOK_STACK_FRAMES];

	for (size_t i = 0; i < n; i++)
		frame[i] = (struct hook_frame){
			.addr = (uintptr_t)(words[i] & ~HOOK_BY_EXACT),
			.exact = (words[i] & HOOK_BY_EXACT) != 0,
		};
	frame_list_push(L, NULL, frame, n, 1);
}

/* What is known of the cell's last call, as a field of the table on top. */
static void set_last(lua_State *L, const struct hook_keyed *keyed,
		     uint32_t cell)
{
	uint64_t words[HOOK_LAST_WORDS + HOOK_STACK_FRAMES];
	uint32_t n = cells_last(keyed->cells, cell, words);

	if (n < HOOK_LAST_WORDS)
		return;
	lua_createtable(L, 0, 5);
	push_call(L, (int64_t)words[HOOK_LAST_NUMBER]);
	lua_setfield(L, -2, "syscall");
	set_count(L, "tid", words[HOOK_LAST_TID]);
	set_count(L, "order", words[HOOK_LAST_ORDER]);
	if (keyed->ends)
		set_count(L, "ret", words[HOOK_LAST_RET]);
	if (keyed->last == HOOK_LAST_STACK) {
		push_stack_list(L, words + HOOK_LAST_WORDS,
				n - HOOK_LAST_WORDS);
		lua_setfield(L, -2, "stack");
	}
	lua_setfield(L, -2, "last");
}

void cell_rows_push_one(lua_State *L, const struct hook_keyed *keyed,
			uint32_t cell, const struct cells_key *key)
{
	struct cell sum;

	cells_read(keyed->cells, cell, &sum);
	if (!sum.calls) {
		lua_pushnil(L);
		return;
	}
	lua_createtable(L, 0, 6);
	set_count(L, "calls", sum.calls);
	set_count(L, "errors", sum.errors);
	set_count(L, "ret", (uint64_t)sum.ret);
	set_count(L, "took", sum.took);
	if (key) {
		push_key(L, keyed, key);
		lua_setfield(L, -2, "key");
	}
	if (keyed->shape.histograms)
		push_buckets(L, keyed, cell);
	if (keyed->last)
		set_last(L, keyed, cell);
}

void cell_rows_push(lua_State *L, const struct hook_keyed *keyed)
{
	struct cells_key key;
	uint32_t at = 0, cell;
	lua_Integer n = 0;

	lua_newtable(L);
	while ((cell = cells_next(keyed->cells, &at, &key))) {
		cell_rows_push_one(L, keyed, cell, &key);
		if (lua_isnil(L, -1))
			lua_pop(L, 1);
		else
			lua_rawseti(L, -2, ++n);
	}
	cell_rows_push_one(L, keyed, 0, NULL);
}

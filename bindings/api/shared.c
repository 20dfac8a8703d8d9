/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.shared: values by name, in memory that all threads and all forked children
 * have in common. Slots of one size, open addressing; a slot's key is never
 * taken back, so whoever looks for one needs no lock. Its value is changed
 * under a lock of its own, which a process that was killed may have left
 * behind: after a while it is taken all the same.
 */
#include "bindings/api/shared.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/runtime/kernel.h"
#include "bindings/runtime/strict.h"
#include "hooks/hook.h"

#define SLOTS 4096
#define KEY_MAX 63
#define TEXT_MAX 168
#define PATIENCE 100000 /* turns, yielding: some 10 ms and more */

enum kind { NOTHING, INTEGER, NUMBER, TEXT };

struct slot {
	uint32_t taken; /* 1: its key is being written, 2: it is there */
	uint32_t lock;
	char key[KEY_MAX + 1];
	uint8_t kind, length; /* of text */
	union {
		lua_Integer i;
		lua_Number n;
		char text[TEXT_MAX];
	};
};

static void let_others_run(void)
{
	kernel_call(sched_yield, 0);
}

static void lock_slot(struct slot *s)
{
	for (int i = 0; i < PATIENCE; i++) {
		if (!__atomic_exchange_n(&s->lock, 1, __ATOMIC_ACQUIRE))
			return;
		if (i > 100)
			let_others_run();
	}
}

static void unlock_slot(struct slot *s)
{
	__atomic_store_n(&s->lock, 0, __ATOMIC_RELEASE);
}

static size_t hash_key(const char *key)
{
	uint64_t h = 0xcbf29ce484222325;

	for (; *key; key++)
		h = (h ^ (uint8_t)*key) * 0x100000001b3;
	return (size_t)(h ^ h >> 32);
}

/* Is it the slot of that key, or can it be made so? */
static int is_slot_of(struct slot *s, const char *key, int make)
{
	uint32_t taken = __atomic_load_n(&s->taken, __ATOMIC_ACQUIRE);

	if (taken == 0 && make &&
	    __atomic_compare_exchange_n(&s->taken, &taken, 1, 0,
					__ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
		memcpy(s->key, key, strlen(key) + 1);
		__atomic_store_n(&s->taken, 2, __ATOMIC_RELEASE);
		return 1;
	}
	for (int i = 0; taken == 1 && i < PATIENCE; i++) {
		let_others_run();
		taken = __atomic_load_n(&s->taken, __ATOMIC_ACQUIRE);
	}
	return taken == 2 && strcmp(s->key, key) == 0;
}

static struct slot *find_slot(lua_State *L, int make)
{
	struct slot *slots = hook_shared();
	size_t length;
	const char *key;

	if (!lua_istable(L, 1))
		luaL_error(L, "zp.shared: its methods are called with a colon, "
			      "as in zp.shared:get \"key\"");
	key = luaL_checklstring(L, 2, &length);
	if (length > KEY_MAX || strlen(key) != length)
		luaL_error(L,
			   "zp.shared: a key has at most %d bytes, and no NUL "
			   "among them",
			   KEY_MAX);
	if (!slots)
		luaL_error(L, "zp.shared: there was no memory for it");
	for (size_t i = 0, at = hash_key(key); i < SLOTS; i++, at++) {
		struct slot *s = &slots[at % SLOTS];

		if (!make && !__atomic_load_n(&s->taken, __ATOMIC_ACQUIRE))
			return NULL;
		if (is_slot_of(s, key, make))
			return s;
	}
	if (make)
		luaL_error(L, "zp.shared: it has room for %d keys, and no more",
			   SLOTS);
	return NULL;
}

/* The value at index, into a slot that is nobody else's. */
static void read_value(lua_State *L, int index, struct slot *s)
{
	const char *text;
	size_t length;

	switch (lua_type(L, index)) {
	case LUA_TNIL:
	case LUA_TNONE:
		s->kind = NOTHING;
		return;
	case LUA_TNUMBER:
		s->kind = lua_isinteger(L, index) ? INTEGER : NUMBER;
		if (s->kind == INTEGER)
			s->i = lua_tointeger(L, index);
		else
			s->n = lua_tonumber(L, index);
		return;
	case LUA_TSTRING:
		text = lua_tolstring(L, index, &length);
		if (length > TEXT_MAX)
			luaL_error(L,
				   "zp.shared: a string has at most %d bytes",
				   TEXT_MAX);
		s->kind = TEXT;
		s->length = (uint8_t)length;
		memcpy(s->text, text, length);
		return;
	default:
		luaL_error(L,
			   "zp.shared: a value is an integer, a number, a "
			   "string or nil, not a %s",
			   luaL_typename(L, index));
	}
}

static void copy_value(struct slot *to, const struct slot *from)
{
	to->kind = from->kind;
	to->length = from->length;
	memcpy(to->text, from->text, TEXT_MAX);
}

static int is_same_value(const struct slot *a, const struct slot *b)
{
	if (a->kind != b->kind)
		return 0;
	switch (a->kind) {
	case INTEGER:
		return a->i == b->i;
	case NUMBER:
		return a->n == b->n;
	case TEXT:
		return a->length == b->length &&
		       memcmp(a->text, b->text, a->length) == 0;
	default:
		return 1;
	}
}

static int push_value(lua_State *L, const struct slot *s)
{
	switch (s->kind) {
	case INTEGER:
		lua_pushinteger(L, s->i);
		break;
	case NUMBER:
		lua_pushnumber(L, s->n);
		break;
	case TEXT:
		lua_pushlstring(L, s->text, s->length);
		break;
	default:
		lua_pushnil(L);
	}
	return 1;
}

/* zp.shared:get(key) */
static int shared_get(lua_State *L)
{
	struct slot *s = find_slot(L, 0), copy = {.kind = NOTHING};

	if (s) {
		lock_slot(s);
		copy_value(&copy, s);
		unlock_slot(s);
	}
	return push_value(L, &copy);
}

/* zp.shared:set(key, value) */
static int shared_set(lua_State *L)
{
	struct slot value = {.kind = NOTHING}, *s;

	read_value(L, 3, &value);
	s = find_slot(L, 1);
	lock_slot(s);
	copy_value(s, &value);
	unlock_slot(s);
	return 0;
}

/* zp.shared:incr(key [, by]): the new value; what is not there counts as 0 */
static int shared_incr(lua_State *L)
{
	lua_Integer by = luaL_optinteger(L, 3, 1), value;
	struct slot *s = find_slot(L, 1);
	int fits;

	lock_slot(s);
	fits = s->kind == INTEGER || s->kind == NOTHING;
	if (fits) {
		value = s->kind == INTEGER ? s->i : 0;
		value = (lua_Integer)((lua_Unsigned)value + (lua_Unsigned)by);
		s->kind = INTEGER;
		s->i = value;
	}
	unlock_slot(s);
	if (!fits)
		return luaL_error(L, "zp.shared: '%s' is no integer",
				  lua_tostring(L, 2));
	lua_pushinteger(L, value);
	return 1;
}

/* zp.shared:cas(key, old, new): true if it was old, and is new now */
static int shared_cas(lua_State *L)
{
	struct slot old = {.kind = NOTHING}, value = {.kind = NOTHING}, *s;
	int same;

	read_value(L, 3, &old);
	read_value(L, 4, &value);
	s = find_slot(L, 1);
	lock_slot(s);
	same = is_same_value(s, &old);
	if (same)
		copy_value(s, &value);
	unlock_slot(s);
	lua_pushboolean(L, same);
	return 1;
}

void shared_open(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"cas", shared_cas}, {"get", shared_get}, {"incr", shared_incr},
		{"set", shared_set}, {NULL, NULL},
	};

	hook_share(SLOTS * sizeof(struct slot));
	luaL_newlib(L, methods);
	strict_make(L, "zp.shared", "cas, get, incr and set");
	lua_setfield(L, -2, "shared");
}

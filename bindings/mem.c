/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.mem: the program's memory. A bad address is nil, "EFAULT".
 */
#include <string.h>

#include "interp.h"

#define PAGE 4096
#define READ_MAX ((lua_Integer)256 << 20)
#define STRING_MAX ((lua_Integer)1 << 20)

/* What put() handed out for one call: the first page stays with the level,
 * larger pieces go with the call. */
struct scratch {
	struct scratch *next;
	size_t size; /* of the mapping, this header included */
	size_t used;
};

#define SCRATCH_SIZE (64 * 1024)

static int efault(lua_State *L)
{
	lua_pushnil(L);
	lua_pushliteral(L, "EFAULT");
	return 2;
}

/* mem.string(ptr [, max]): bytes up to the first NUL */
static int mem_string(lua_State *L)
{
	uintptr_t p = (uintptr_t)luaL_checkinteger(L, 1);
	lua_Integer left = luaL_optinteger(L, 2, STRING_MAX);
	luaL_Buffer b;

	luaL_argcheck(L, left >= 0, 2, "must not be negative");
	luaL_buffinit(L, &b);
	while (left > 0) {
		/* never beyond the page: the next one may not be there */
		size_t n = PAGE - p % PAGE < 256 ? PAGE - p % PAGE : 256;
		char *to = luaL_prepbuffsize(&b, 256);
		const char *nul;

		if ((lua_Integer)n > left)
			n = (size_t)left;
		if (hook_copy_in(to, p, n) != n)
			return efault(L);
		nul = memchr(to, 0, n);
		if (nul) {
			luaL_addsize(&b, (size_t)(nul - to));
			break;
		}
		luaL_addsize(&b, n);
		p += n;
		left -= (lua_Integer)n;
	}
	luaL_pushresult(&b);
	return 1;
}

/* mem.read(ptr, len) */
static int mem_read(lua_State *L)
{
	uintptr_t p = (uintptr_t)luaL_checkinteger(L, 1);
	lua_Integer n = luaL_checkinteger(L, 2);
	luaL_Buffer b;
	char *to;

	luaL_argcheck(L, n >= 0 && n <= READ_MAX, 2, "must be 0 to 256 MiB");
	to = luaL_buffinitsize(L, &b, (size_t)n);
	if (n && hook_copy_in(to, p, (size_t)n) != (size_t)n)
		return efault(L);
	luaL_pushresultsize(&b, (size_t)n);
	return 1;
}

/* mem.write(ptr, bytes): true */
static int mem_write(lua_State *L)
{
	uintptr_t p = (uintptr_t)luaL_checkinteger(L, 1);
	size_t n;
	const char *bytes = luaL_checklstring(L, 2, &n);

	if (n && hook_copy_out(p, bytes, n) != n)
		return efault(L);
	lua_pushboolean(L, 1);
	return 1;
}

static struct scratch *scratch_new(size_t room)
{
	size_t size = SCRATCH_SIZE;
	struct scratch *s;

	if (room > size - sizeof(*s))
		size = (room + sizeof(*s) + PAGE - 1) & ~(size_t)(PAGE - 1);
	s = hook_map(size);
	if (s)
		*s = (struct scratch){NULL, size, sizeof(*s)};
	return s;
}

/* mem.put(bytes): address of a copy with a NUL behind it, until this call is
 * over */
static int mem_put(lua_State *L)
{
	struct level *level = interp_current;
	struct scratch *s;
	size_t n, room;
	const char *bytes = luaL_checklstring(L, 1, &n);
	char *to;

	if (!level)
		return luaL_error(L, "zp.mem.put belongs in a handler: what it "
				     "returns lasts until the call is over");
	room = (n + 1 + 15) & ~(size_t)15;
	s = level->scratch;
	if (!s || s->size - s->used < room) {
		s = scratch_new(room);
		if (!s)
			return luaL_error(L, "no memory");
		s->next = level->scratch;
		level->scratch = s;
	}
	to = (char *)s + s->used;
	memcpy(to, bytes, n);
	to[n] = '\0';
	s->used += room;
	lua_pushinteger(L, (lua_Integer)(uintptr_t)to);
	return 1;
}

void mem_release(struct level *level)
{
	struct scratch *s = level->scratch;

	while (s->next) {
		struct scratch *next = s->next;

		hook_unmap(s, s->size);
		s = next;
	}
	s->used = sizeof(*s);
	level->scratch = s;
}

static const luaL_Reg functions[] = {
	{"string", mem_string}, {"read", mem_read}, {"write", mem_write},
	{"put", mem_put},	{NULL, NULL},
};

void mem_open(lua_State *L)
{
	luaL_newlib(L, functions);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.mem: the program's memory. A bad address is nil, "EFAULT".
 */
#include "bindings/api/mem.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "bindings/interp/interp.h"
#include "bindings/interp/registry.h"
#include "bindings/runtime/alloc.h"
#include "bindings/runtime/strict.h"
#include "bindings/state/scratch.h"

#define READ_MAX ((lua_Integer)256 << 20)
#define STRING_MAX ((lua_Integer)1 << 20)

static int push_efault(lua_State *L)
{
	lua_pushnil(L);
	lua_pushliteral(L, "EFAULT");
	return 2;
}

/* The program may have to fill the page first. */
static size_t copy_in(lua_State *L, void *dst, uintptr_t src, size_t n)
{
	struct level *level = interp_lend(L);
	size_t done = hook_copy_in(dst, src, n);

	interp_take_back(L, level);
	return done;
}

static size_t copy_out(lua_State *L, uintptr_t dst, const void *src, size_t n)
{
	struct level *level = interp_lend(L);
	size_t done = hook_copy_out(dst, src, n);

	interp_take_back(L, level);
	return done;
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
		if (copy_in(L, to, p, n) != n)
			return push_efault(L);
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
	if (n && copy_in(L, to, p, (size_t)n) != (size_t)n)
		return push_efault(L);
	luaL_pushresultsize(&b, (size_t)n);
	return 1;
}

/* mem.write(ptr, bytes): true */
static int mem_write(lua_State *L)
{
	uintptr_t p = (uintptr_t)luaL_checkinteger(L, 1);
	size_t n;
	const char *bytes = luaL_checklstring(L, 2, &n);

	if (n && copy_out(L, p, bytes, n) != n)
		return push_efault(L);
	lua_pushboolean(L, 1);
	return 1;
}

/* mem.put(bytes): address of a copy with a NUL behind it, until this call is
 * over */
static int mem_put(lua_State *L)
{
	struct level *level = interp_of(L)->current;
	size_t n;
	const char *bytes = luaL_checklstring(L, 1, &n);

	if (!level)
		return luaL_error(L, "zp.mem.put belongs in a handler: what it "
				     "returns lasts until the call is over");
	lua_pushinteger(L, (lua_Integer)(uintptr_t)scratch_put(L, level, bytes,
							       n));
	return 1;
}

/* --- memory that stays ------------------------------------------------------
 */

/* mem.alloc(len): address of zeroed bytes, until mem.free: the program may have
 * them longer than there is this state, whose limit counts them. */
static int mem_alloc(lua_State *L)
{
	lua_Integer n = luaL_checkinteger(L, 1);
	struct heap *heap = &interp_of(L)->heap;
	void *p = NULL;

	luaL_argcheck(L, n > 0 && n <= READ_MAX, 1, "must be 1 to 256 MiB");
	if (heap->in_use + (size_t)n <= heap->limit)
		p = alloc_common((size_t)n);
	if (!p)
		return luaL_error(L, "no memory");
	heap->in_use += (size_t)n;
	memset(p, 0, (size_t)n);
	lua_pushinteger(L, (lua_Integer)(uintptr_t)p);
	lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_SIZES);
	lua_pushvalue(L, -2);
	lua_pushinteger(L, n);
	lua_rawset(L, -3);
	lua_pop(L, 1);
	return 1;
}

static int mem_free(lua_State *L)
{
	lua_Integer p = luaL_checkinteger(L, 1), n;

	lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_SIZES);
	if (lua_rawgeti(L, -1, p) != LUA_TNUMBER)
		return luaL_error(L, "zp.mem.free: this is not an address "
				     "that zp.mem.alloc returned, or it was "
				     "freed already");
	n = lua_tointeger(L, -1);
	lua_pop(L, 1);
	lua_pushnil(L);
	lua_rawseti(L, -2, p);
	alloc_common_free((void *)(uintptr_t)p, (size_t)n);
	interp_of(L)->heap.in_use -= (size_t)n;
	return 0;
}

/* --- numbers ---------------------------------------------------------------
 */

/* mem.u8(addr [, value]) and its like: the value there, or true when it was
 * written. The upvalues say how many bytes, and whether they have a sign. */
static int mem_number(lua_State *L)
{
	uintptr_t p = (uintptr_t)luaL_checkinteger(L, 1);
	size_t size = (size_t)lua_tointeger(L, lua_upvalueindex(1));
	int is_signed = lua_toboolean(L, lua_upvalueindex(2));
	unsigned int unused = 64 - 8 * (unsigned int)size;
	uint64_t word = 0;

	if (!lua_isnoneornil(L, 2)) {
		word = (uint64_t)luaL_checkinteger(L, 2);
		if (copy_out(L, p, &word, size) != size)
			return push_efault(L);
		lua_pushboolean(L, 1);
		return 1;
	}
	if (copy_in(L, &word, p, size) != size)
		return push_efault(L);
	if (is_signed)
		word = (uint64_t)((int64_t)(word << unused) >> unused);
	lua_pushinteger(L, (lua_Integer)word);
	return 1;
}

/* --- structures -------------------------------------------------------------
 */

/* Upvalues: functions of string, whatever a script has put in their places. */
#define STRING_PACK 1
#define STRING_PACKSIZE 1
#define STRING_UNPACK 2

/* Call that with the arguments from index first on. */
static int call_string(lua_State *L, int function, int first)
{
	int n = lua_gettop(L) - first + 1;

	lua_pushvalue(L, lua_upvalueindex(function));
	lua_insert(L, first);
	lua_call(L, n, LUA_MULTRET);
	return lua_gettop(L) - first + 1;
}

/* mem.unpack(ptr, fmt): the values, as string.unpack gives them */
static int mem_unpack(lua_State *L)
{
	uintptr_t p = (uintptr_t)luaL_checkinteger(L, 1);
	size_t n;
	luaL_Buffer b;
	char *to;
	int results;

	luaL_checkstring(L, 2);
	lua_settop(L, 2);
	lua_pushvalue(L, 2);
	call_string(L, STRING_PACKSIZE, 3); /* an error for s and z */
	n = (size_t)lua_tointeger(L, -1);
	luaL_argcheck(L, n <= (size_t)READ_MAX, 2, "too large");
	lua_settop(L, 2);
	to = luaL_buffinitsize(L, &b, n);
	if (n && copy_in(L, to, p, n) != n)
		return push_efault(L);
	luaL_pushresultsize(&b, n);
	results = call_string(L, STRING_UNPACK, 2);
	lua_pop(L, 1); /* the position behind */
	return results - 1;
}

/* mem.pack(ptr, fmt, ...): true */
static int mem_pack(lua_State *L)
{
	luaL_checkinteger(L, 1);
	luaL_checkstring(L, 2);
	call_string(L, STRING_PACK, 2);
	return mem_write(L);
}

/* mem.iov(ptr, n [, max]): the bytes of an array of struct iovec */
static int mem_iov(lua_State *L)
{
	uintptr_t p = (uintptr_t)luaL_checkinteger(L, 1);
	lua_Integer n = luaL_checkinteger(L, 2);
	lua_Integer left = luaL_optinteger(L, 3, READ_MAX);
	luaL_Buffer b;

	luaL_argcheck(L, n >= 0 && n <= 1024, 2, "must be 0 to 1024");
	luaL_argcheck(L, left >= 0, 3, "must not be negative");
	luaL_buffinit(L, &b);
	for (; n > 0 && left > 0; n--, p += 16) {
		uint64_t iov[2]; /* address, size */
		size_t size;
		char *to;

		if (copy_in(L, iov, p, sizeof(iov)) != sizeof(iov))
			return push_efault(L);
		size = iov[1] < (uint64_t)left ? iov[1] : (size_t)left;
		if (size > (size_t)READ_MAX)
			return push_efault(L);
		to = luaL_prepbuffsize(&b, size);
		if (size && copy_in(L, to, iov[0], size) != size)
			return push_efault(L);
		luaL_addsize(&b, size);
		left -= (lua_Integer)size;
	}
	luaL_pushresult(&b);
	return 1;
}

/* mem.cstrings(ptr [, max]): the strings that a list of pointers leads to, up
 * to a null pointer: argv, envp */
static int mem_cstrings(lua_State *L)
{
	uintptr_t p = (uintptr_t)luaL_checkinteger(L, 1);
	lua_Integer max = luaL_optinteger(L, 2, 65536);

	lua_settop(L, 1);
	lua_newtable(L);
	for (lua_Integer i = 1; i <= max; i++, p += 8) {
		uint64_t at;

		if (copy_in(L, &at, p, sizeof(at)) != sizeof(at))
			return push_efault(L);
		if (!at)
			break;
		lua_pushcfunction(L, mem_string);
		lua_pushinteger(L, (lua_Integer)at);
		lua_call(L, 1, 1);
		if (lua_isnil(L, -1))
			return push_efault(L);
		lua_rawseti(L, 2, i);
	}
	return 1;
}

static const luaL_Reg functions[] = {
	{"alloc", mem_alloc},	{"cstrings", mem_cstrings}, {"free", mem_free},
	{"iov", mem_iov},	{"put", mem_put},	    {"read", mem_read},
	{"string", mem_string}, {"write", mem_write},	    {NULL, NULL},
};

static const struct {
	const char *name;
	int size, is_signed;
} numbers[] = {
	{"u8", 1, 0},  {"u16", 2, 0}, {"u32", 4, 0},
	{"u64", 8, 0}, {"ptr", 8, 0}, {"i8", 1, 1},
	{"i16", 2, 1}, {"i32", 4, 1}, {"i64", 8, 1},
};

static void add_structures(lua_State *L)
{
	lua_getglobal(L, LUA_STRLIBNAME);
	lua_getfield(L, -1, "packsize");
	lua_getfield(L, -2, "unpack");
	lua_pushcclosure(L, mem_unpack, 2);
	lua_setfield(L, -3, "unpack");
	lua_getfield(L, -1, "pack");
	lua_pushcclosure(L, mem_pack, 1);
	lua_setfield(L, -3, "pack");
	lua_pop(L, 1);
}

void mem_open(lua_State *L)
{
	lua_newtable(L);
	lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_SIZES);
	lua_createtable(L, 0, 32);
	luaL_setfuncs(L, functions, 0);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		lua_pushinteger(L, numbers[i].size);
		lua_pushboolean(L, numbers[i].is_signed);
		lua_pushcclosure(L, mem_number, 2);
		lua_setfield(L, -2, numbers[i].name);
	}
	add_structures(L);
	strict_make(L, "zp.mem", NULL);
}

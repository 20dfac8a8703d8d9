/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zp.syscall and zp.raw_syscall: calls past the hooks. */
#include "bindings/api/raw_calls.h"

#include <lauxlib.h>

#include "bindings/interp/debug.h"
#include "bindings/interp/interp.h"
#include "bindings/runtime/names.h"
#include "bindings/state/regs.h"

/* zp.syscall(name | number, ...): integers, or strings for their address */
static int zp_syscall(lua_State *L)
{
	int n = lua_gettop(L) - 1;
	uint64_t a[6] = {0};
	struct SyscallRegs r = {0};
	struct level *level;
	long ret;

	debug_check_call(L, "zp.syscall");
	luaL_argcheck(L, n <= 6, 8, "a system call has at most 6 arguments");
	r.rax = (uint64_t)(lua_isinteger(L, 1) ? lua_tointeger(L, 1)
					       : names_number(L, 1));
	for (int i = 0; i < n; i++) {
		if (lua_type(L, i + 2) == LUA_TSTRING)
			a[i] = (uintptr_t)lua_tostring(L, i + 2);
		else if (!lua_isnil(L, i + 2))
			a[i] = (uint64_t)luaL_checkinteger(L, i + 2);
	}
	r.rdi = a[0], r.rsi = a[1], r.rdx = a[2];
	r.r10 = a[3], r.r8 = a[4], r.r9 = a[5];
	level = interp_lend(L);
	ret = hook_raw(&r);
	interp_take_back(L, level);
	lua_pushinteger(L, ret);
	return 1;
}

/* zp.raw_syscall(regs): to the kernel, past the hooks behind this one */
static int zp_raw_syscall(lua_State *L)
{
	struct regs *r = regs_check(L, 1);
	struct call *call = r->call;

	debug_check_call(L, "zp.raw_syscall");
	regs_check_wait(L, r, "zp.raw_syscall");
	regs_change(r);
	call->regs.rax = (uint64_t)call->nr;
	call->past_rules = 1;
	lua_pushinteger(L, hook_kernel(call));
	call->past_rules = 0;
	interp_of(L)->current = r->level;
	return 1;
}

void raw_calls_open(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{"raw_syscall", zp_raw_syscall},
		{"syscall", zp_syscall},
		{NULL, NULL},
	};

	luaL_setfuncs(L, functions, 0);
}

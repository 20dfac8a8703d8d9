/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The record of a call that handlers see as regs: made, and checked before use.
 */
#include "bindings/state/regs.h"

#include <lauxlib.h>

_Static_assert(offsetof(struct SyscallRegs, r9) == R9 * sizeof(uint64_t) &&
		       sizeof(struct SyscallRegs) ==
			       REGISTERS * sizeof(uint64_t),
	       "registers are found by their places");

/* r may be of any type, or be anything. */
__attribute__((cold)) void regs_refuse(lua_State *L, int arg)
{
	const struct regs *r = luaL_testudata(L, arg, "SyscallRegs");

	luaL_error(L, r && r->call ? "regs of another handler's call"
				   : "regs used after its handler returned");
}

struct regs *regs_check(lua_State *L, int arg)
{
	struct regs *r = lua_touserdata(L, arg);

	if (__builtin_expect(!regs_are_usable(L, r), 0)) {
		luaL_checkudata(L, arg, "SyscallRegs");
		regs_refuse(L, arg);
	}
	return r;
}

void regs_check_wait(lua_State *L, const struct regs *r, const char *who)
{
	if (!r->exiting && !hook_may_wait(r->call))
		luaL_error(L,
			   "%s: a seccomp filter lets this call be made from "
			   "its own address only. Remedy: return nothing, and "
			   "it is made there",
			   who);
}

struct regs *regs_new(lua_State *L)
{
	struct regs *r = lua_newuserdatauv(L, sizeof(*r), REGS_THREAD);

	*r = (struct regs){0};
	luaL_setmetatable(L, "SyscallRegs");
	return r;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zp.now and zp.sleep; and the clocks of os.time and os.clock. */
#include "bindings/api/time.h"

#include <asm/errno.h>
#include <lauxlib.h>

#include "bindings/interp/debug.h"
#include "bindings/interp/interp.h"
#include "bindings/runtime/kernel.h"
#include "bindings/runtime/time_units.h"
#include "bindings/state/regs.h"
#include "tables/tables.h"

#define MONOTONIC 1
#define ABSOLUTE 1

struct timespec64 {
	int64_t s, ns;
};

int64_t time_now(void)
{
	struct timespec64 t = {0, 0};

	kernel_call(clock_gettime, MONOTONIC, kernel_pointer(&t));
	return t.s * BILLION + t.ns;
}

/* clock(number): ns of that clock of the kernel's, for os.time and os.clock:
 * hooks of debug.sethook may look at these. */
static int push_clock(lua_State *L)
{
	struct timespec64 t = {0, 0};

	kernel_call(clock_gettime, (uint64_t)luaL_checkinteger(L, 1),
		    kernel_pointer(&t));
	lua_pushinteger(L, t.s * BILLION + t.ns);
	return 1;
}

int time_open_clock(lua_State *L)
{
	lua_pushcfunction(L, push_clock);
	return 1;
}

/* zp.now(): ns of the monotonic clock */
static int zp_now(lua_State *L)
{
	lua_pushinteger(L, time_now());
	return 1;
}

/* In a handler: as a call that it makes in place of its own, lock and guard
 * down meanwhile, so that nobody waits and signals arrive. */
static long sleep_in_call(struct call *call, const struct timespec64 *until)
{
	struct SyscallRegs before = call->regs;
	int done = call->done;
	long ret;

	call->regs = (struct SyscallRegs){
		.rax = (uint64_t)tables_syscall_number("clock_nanosleep"),
		.rdi = MONOTONIC,
		.rsi = ABSOLUTE,
		.rdx = (uint64_t)(uintptr_t)until,
	};
	call->past_rules = 1;
	ret = hook_kernel(call);
	call->past_rules = 0;
	call->regs = before;
	call->done = done;
	return ret;
}

/* zp.sleep(seconds) */
static int zp_sleep(lua_State *L)
{
	lua_Number seconds = luaL_checknumber(L, 1);
	struct level *level = interp_of(L)->current;
	struct timespec64 until;
	int64_t end;
	long ret;

	debug_check_call(L, "zp.sleep");
	luaL_argcheck(L, seconds >= 0 && seconds < 1e9, 1,
		      "must be a number of seconds");
	end = time_now() + (int64_t)(seconds * BILLION);
	until = (struct timespec64){end / BILLION, end % BILLION};
	do {
		if (level && level->regs->call) {
			ret = sleep_in_call(level->regs->call, &until);
			interp_of(L)->current = level;
		} else {
			ret = kernel_call(clock_nanosleep, MONOTONIC, ABSOLUTE,
					  kernel_pointer(&until));
		}
	} while (ret == -EINTR);
	return 0;
}

void time_open(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{"now", zp_now},
		{"sleep", zp_sleep},
		{NULL, NULL},
	};

	luaL_setfuncs(L, functions, 0);
}

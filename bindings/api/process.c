/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zp.pid, zp.tid, zp.comm, zp.exe and zp.fd: who calls, and what it has open.
 */
#include "bindings/api/process.h"

#include <lauxlib.h>

#include "bindings/interp/modules.h"
#include "bindings/runtime/kernel.h"
#include "bindings/runtime/strict.h"
#include "tables/tables.h"

static int zp_pid(lua_State *L)
{
	lua_pushinteger(L, hook_pid());
	return 1;
}

static int zp_tid(lua_State *L)
{
	lua_pushinteger(L, hook_tid());
	return 1;
}

/* zp.comm(): the thread's name */
static int zp_comm(lua_State *L)
{
	char name[17] = {0};

	kernel_call(prctl, 16, kernel_pointer(name)); /* PR_GET_NAME */
	lua_pushstring(L, name);
	return 1;
}

/* What the symbolic link leads to; nil and the error's name. */
static int push_link(lua_State *L, const char *link)
{
	char path[4096];
	long n = kernel_call(readlink, kernel_pointer(link),
			     kernel_pointer(path), sizeof(path));
	const char *error;

	if (n >= 0) {
		lua_pushlstring(L, path, (size_t)n);
		return 1;
	}
	error = tables_errno_name((int)-n);
	lua_pushnil(L);
	lua_pushstring(L, error ? error : "error");
	return 2;
}

/* zp.exe(): the program's path */
static int zp_exe(lua_State *L)
{
	return push_link(L, "/proc/self/exe");
}

/* zp.fd.path(fd): what it is open on: a path, "pipe:[123]", ... */
static int fd_path(lua_State *L)
{
	int32_t fd = (int32_t)luaL_checkinteger(L, 1);

	return push_link(L, lua_pushfstring(L, "/proc/thread-self/fd/%d", fd));
}

/* zp.fd.socket(fd): a table that describes it */
static int fd_socket(lua_State *L)
{
	lua_Integer fd = (int32_t)luaL_checkinteger(L, 1);

	modules_require(L, "zpoline.socket");
	lua_pushinteger(L, fd);
	lua_call(L, 1, 2);
	return 2;
}

static const luaL_Reg fd_functions[] = {
	{"path", fd_path},
	{"socket", fd_socket},
	{NULL, NULL},
};

void process_open(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{"comm", zp_comm}, {"exe", zp_exe}, {"pid", zp_pid},
		{"tid", zp_tid},   {NULL, NULL},
	};

	luaL_setfuncs(L, functions, 0);
	luaL_newlib(L, fd_functions);
	strict_make(L, "zp.fd", NULL);
	lua_setfield(L, -2, "fd");
}

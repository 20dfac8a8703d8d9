/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The zp table: what scripts call, but for hooks and memory, which have files
 * of their own. And print, which shares its way out with zp.log.
 */
#include <string.h>

#include "bindings/runtime/kernel.h"
#include "bindings/interp/interp.h"
#include "tables/tables.h"

/* The core's events, and one of the interpreter's own: a handler has failed. */
enum { ERROR = HOOK_EVENTS, EVENTS };

/* The functions of an event stand in the registry by the address of its name
 * here. */
static const char *const event_names[EVENTS] = {
	[HOOK_EXIT] = "exit",	  [HOOK_FORK] = "fork",
	[HOOK_EXEC] = "exec",	  [HOOK_THREAD] = "thread",
	[HOOK_SIGNAL] = "signal", [HOOK_UNHOOKED] = "unhooked",
	[ERROR] = "error",
};

void zp_write_line(lua_State *L, int index)
{
	size_t n;
	const char *line;

	lua_pushvalue(L, index);
	lua_pushliteral(L, "\n");
	lua_concat(L, 2);
	line = lua_tolstring(L, -1, &n);
	hook_log(line, n);
	lua_pop(L, 1);
}

/* print(...): one line, one write, to the zpoline log */
static int zp_print(lua_State *L)
{
	int n = lua_gettop(L);
	luaL_Buffer b;

	luaL_buffinit(L, &b);
	for (int i = 1; i <= n; i++) {
		if (i > 1)
			luaL_addchar(&b, '\t');
		luaL_tolstring(L, i, NULL);
		luaL_addvalue(&b);
	}
	luaL_pushresult(&b);
	zp_write_line(L, -1);
	return 0;
}

void zp_push_print(lua_State *L)
{
	lua_pushcfunction(L, zp_print);
}

/* zp.log(format, ...): string.format, then as print */
static int zp_log(lua_State *L)
{
	luaL_checkstring(L, 1);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, 1);
	zp_write_line(L, -1);
	return 0;
}

/* zp.syscall(name | number, ...): integers, or strings for their address */
static int zp_syscall(lua_State *L)
{
	int n = lua_gettop(L) - 1;
	uint64_t a[6] = {0};
	struct SyscallRegs r = {0};
	struct level *level;
	long ret;

	interp_check_call(L, "zp.syscall");
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

	interp_check_call(L, "zp.raw_syscall");
	regs_check_wait(L, r, "zp.raw_syscall");
	regs_change(r);
	call->regs.rax = (uint64_t)call->nr;
	call->past_rules = 1;
	lua_pushinteger(L, hook_kernel(call));
	call->past_rules = 0;
	interp_of(L)->current = r->level;
	return 1;
}

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

/* --- time ------------------------------------------------------------------
 */

#define BILLION 1000000000
#define MONOTONIC 1
#define ABSOLUTE 1
#define EINTR_RESULT (-4)

struct timespec64 {
	int64_t s, ns;
};

static int64_t now(void)
{
	struct timespec64 t = {0, 0};

	kernel_call("clock_gettime", MONOTONIC, kernel_pointer(&t));
	return t.s * BILLION + t.ns;
}

/* clock(number): ns of that clock of the kernel's, for os.time and os.clock:
 * hooks of debug.sethook may look at these. */
static int read_clock(lua_State *L)
{
	struct timespec64 t = {0, 0};

	kernel_call("clock_gettime", (uint64_t)luaL_checkinteger(L, 1),
		    kernel_pointer(&t));
	lua_pushinteger(L, t.s * BILLION + t.ns);
	return 1;
}

int zp_clock_open(lua_State *L)
{
	lua_pushcfunction(L, read_clock);
	return 1;
}

/* zp.now(): ns of the monotonic clock */
static int zp_now(lua_State *L)
{
	lua_pushinteger(L, now());
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

	interp_check_call(L, "zp.sleep");
	luaL_argcheck(L, seconds >= 0 && seconds < 1e9, 1,
		      "must be a number of seconds");
	end = now() + (int64_t)(seconds * BILLION);
	until = (struct timespec64){end / BILLION, end % BILLION};
	do {
		if (level && level->regs->call) {
			ret = sleep_in_call(level->regs->call, &until);
			interp_of(L)->current = level;
		} else {
			ret = kernel_call("clock_nanosleep", MONOTONIC,
					  ABSOLUTE, kernel_pointer(&until));
		}
	} while (ret == EINTR_RESULT);
	return 0;
}

/* --- the process ------------------------------------------------------------
 */

/* zp.comm(): the thread's name */
static int zp_comm(lua_State *L)
{
	char name[17] = {0};

	kernel_call("prctl", 16, kernel_pointer(name)); /* PR_GET_NAME */
	lua_pushstring(L, name);
	return 1;
}

/* What the symbolic link leads to; nil and the error's name. */
static int push_link(lua_State *L, const char *link)
{
	char path[4096];
	long n = kernel_call("readlink", kernel_pointer(link),
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

/* zp.on("exit" | "fork" | "exec" | "unhooked" | "thread" | "signal" | "error",
 * fn) */
static int zp_on(lua_State *L)
{
	const char *name = luaL_checkstring(L, 1);
	int event = 0;

	while (event < EVENTS && strcmp(name, event_names[event]) != 0)
		event++;
	if (event == EVENTS)
		return luaL_error(L,
				  "zp.on: unknown event '%s' (exit, fork, "
				  "exec, unhooked, thread, signal and error "
				  "are known)",
				  name);
	luaL_checktype(L, 2, LUA_TFUNCTION);
	lua_settop(L, 2);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &event_names[event]);
	lua_insert(L, 2);
	lua_rawseti(L, 2, (lua_Integer)lua_rawlen(L, 2) + 1);
	if (event != ERROR)
		hook_want_event((enum hook_event)event);
	return 0;
}

/* Runs protected: the message without its traceback, and the functions. */
static int tell_error(lua_State *L)
{
	const char *message = interp_take(L, tell_error);
	const char *end = strstr(message, "\nstack traceback:");

	lua_settop(L, 0);
	lua_pushlstring(L, message,
			end ? (size_t)(end - message) : strlen(message));
	lua_rawgetp(L, LUA_REGISTRYINDEX, &event_names[ERROR]);
	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, 2); i++) {
		lua_rawgeti(L, 2, i);
		lua_pushvalue(L, 1);
		lua_call(L, 1, 0);
	}
	return 0;
}

void zp_tell_error(lua_State *L, const char *message)
{
	int base = lua_gettop(L), status = LUA_OK;

	lua_rawgeti(L, LUA_REGISTRYINDEX, interp_of(L)->handler);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &event_names[ERROR]);
	if (lua_rawlen(L, -1)) {
		interp_give(interp_of(L), tell_error,
			    (void *)(uintptr_t)message);
		lua_pushcfunction(L, tell_error);
		status = lua_pcall(L, 0, 0, base + 1);
	}
	if (status != LUA_OK) {
		interp_report_error(L, status);
		limits_failed(L);
	}
	lua_settop(L, base);
}

/* What the functions of an event are called with; how many. */
static int push_details(lua_State *L, const struct call *call,
			enum hook_event event)
{
	if (event == HOOK_UNHOOKED) {
		lua_pushstring(L, (const char *)call->regs.rdi);
		lua_pushstring(L, (const char *)call->regs.rsi);
		return 2;
	}
	if (event != HOOK_SIGNAL)
		return 0;
	lua_pushinteger(L, (lua_Integer)call->regs.rdi);
	siginfo_push(L, call);
	return 2;
}

/* One bit a function, of the first 64: it has failed, in some state. */
static uint64_t has_failed[HOOK_EVENTS];
static uint32_t failed_generation;

static int is_first(const struct interp *in, enum hook_event event,
		    lua_Integer i)
{
	uint64_t bit = (uint64_t)1 << ((i - 1) % 64);

	if (__atomic_exchange_n(&failed_generation, in->generation,
				__ATOMIC_RELAXED) != in->generation)
		memset(has_failed, 0, sizeof(has_failed));
	return !(__atomic_fetch_or(&has_failed[event], bit, __ATOMIC_RELAXED) &
		 bit);
}

/* The event's function i has failed, with the message on top. */
static void event_failed(lua_State *L, enum hook_event event, lua_Integer i,
			 int status)
{
	struct interp *in = interp_of(L);
	int first = is_first(in, event, i);

	if (first) {
		lua_pushvalue(L, -1);
		interp_report_error(L, status);
	}
	limits_failed(L);
	if (first)
		zp_tell_error(L, interp_message(L, status));
	lua_pop(L, 1);
	if (in->abort_on_error)
		hook_abort();
}

/* A number that it has returned is its answer, where one is asked for. */
static void take_answer(lua_State *L, struct call *call, enum hook_event event)
{
	int is_number;
	lua_Integer answer = lua_tointegerx(L, -1, &is_number);

	if (event == HOOK_UNHOOKED && is_number) {
		call->regs.rax = (uint64_t)answer;
		call->done = 1;
	}
	lua_pop(L, 1);
}

/* One that fails does not keep the next from running. */
void zp_event(lua_State *L, struct call *call, enum hook_event event)
{
	int base = lua_gettop(L), list = base + 2;

	lua_rawgeti(L, LUA_REGISTRYINDEX, interp_of(L)->handler);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &event_names[event]);
	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, list); i++) {
		int status;

		lua_rawgeti(L, list, i);
		status =
			lua_pcall(L, push_details(L, call, event), 1, base + 1);
		if (status != LUA_OK)
			event_failed(L, event, i, status);
		else
			take_answer(L, call, event);
	}
	lua_settop(L, base);
}

/* Parts of zp that are modules in Lua, or fields of such: loaded when first
 * used. */
static const struct {
	const char *key, *module, *field;
} lazy[] = {
	{"const", "zpoline.const", NULL},
	{"decode", "zpoline.format", "decode"},
	{"format", "zpoline.format", "format"},
	{"json", "zpoline.json", NULL},
	{"path", "zpoline.path", "of"},
};

static int zp_index(lua_State *L)
{
	const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2)
							: "";
	size_t i = 0;

	while (i < sizeof(lazy) / sizeof(lazy[0]) &&
	       strcmp(key, lazy[i].key) != 0)
		i++;
	if (i == sizeof(lazy) / sizeof(lazy[0]))
		return strict_unknown(L, "zp", NULL);
	modules_require(L, lazy[i].module);
	if (lazy[i].field)
		lua_getfield(L, -1, lazy[i].field);
	lua_pushvalue(L, -1);
	lua_setfield(L, 1, key);
	return 1;
}

static const luaL_Reg functions[] = {
	{"comm", zp_comm},
	{"exe", zp_exe},
	{"hook", hook_handle_register},
	{"now", zp_now},
	{"on", zp_on},
	{"options", limits_options},
	{"pid", zp_pid},
	{"raw_syscall", zp_raw_syscall},
	{"sleep", zp_sleep},
	{"syscall", zp_syscall},
	{"tid", zp_tid},
	{NULL, NULL},
};

void zp_open(lua_State *L)
{
	for (int i = 0; i < EVENTS; i++) {
		lua_newtable(L);
		lua_rawsetp(L, LUA_REGISTRYINDEX, &event_names[i]);
	}
	lua_createtable(L, 0, 32);
	luaL_setfuncs(L, functions, 0);
	lua_getglobal(L, LUA_STRLIBNAME);
	lua_getfield(L, -1, "format");
	lua_remove(L, -2);
	lua_pushcclosure(L, zp_log, 1);
	lua_setfield(L, -2, "log");
	mem_open(L);
	lua_setfield(L, -2, "mem");
	luaL_newlib(L, fd_functions);
	strict_make(L, "zp.fd", NULL);
	lua_setfield(L, -2, "fd");
	lua_pushliteral(L, ZPOLINE_VERSION);
	lua_setfield(L, -2, "version");
	names_open(L);
	hook_handle_open(L);
	counters_open(L);
	inject_open(L);
	backtrace_open(L);
	shared_open(L);
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, zp_index);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	lua_pushvalue(L, -1);
	modules_set(L, "zpoline");
	lua_setglobal(L, "zp");

	zp_push_print(L);
	lua_setglobal(L, "print");
}

/* Where math.random begins. A copy of a state would go on as all copies do. */
static void seed(lua_State *L)
{
	lua_getglobal(L, LUA_MATHLIBNAME);
	lua_getfield(L, -1, "randomseed");
	lua_pushinteger(L, now());
	lua_pushinteger(L, (lua_Integer)interp_of(L)->serial);
	lua_call(L, 2, 0);
	lua_pop(L, 1);
}

void zp_configure(lua_State *L, const struct hook_config *config)
{
	seed(L);
	modules_path(L, config->path);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SyscallRegs: the userdata that handlers get. A field name is an interned
 * string, so the common ones are found by comparing pointers.
 */
#include "bindings/api/regs_fields.h"

#include <lauxlib.h>

#include "bindings/interp/debug.h"
#include "bindings/interp/interp.h"
#include "bindings/runtime/kernel.h"
#include "bindings/state/handlers.h"
#include "bindings/state/regs.h"
#include "tables/tables.h"

/* Registers come first, by their places. */
enum field {
	NR = REGISTERS,
	NAME,
	RET,
	DATA,
	PID,
	TID,
	CALL,
	INJECTED,
	FIELDS
};

static const char *const field_name[FIELDS] = {
	"rax", "rdi",  "rsi", "rdx",  "r10", "r8",  "r9",   "rip",	"rsp",
	"nr",  "name", "ret", "data", "pid", "tid", "call", "injected",
};

/* In metamethods, which a script may call with anything. */
static struct regs *get_self(lua_State *L)
{
	struct regs *r = lua_touserdata(L, 1);

	if (__builtin_expect(!regs_are_usable(L, r), 0))
		regs_refuse(L, 1);
	return r;
}

/* Of those that can change regs.data alone is no integer. */
static int can_change(int field)
{
	return field != RIP && field != RSP && field != NAME && field != PID &&
	       field != TID && field != CALL && field != INJECTED;
}

/* Where the name at that address is, or a free place for it. The registry keeps
 * the names alive; in a copy of a state (state_clone.c) they have the same
 * place in a page. */
static struct interp_field *find_place(struct interp *in, const char *name)
{
	size_t i = (uintptr_t)name / 32 % INTERP_FIELDS;

	while (in->field[i].name && in->field[i].name != name)
		i = (i + 1) % INTERP_FIELDS;
	return &in->field[i];
}

static int find_field(lua_State *L, const char *key)
{
	const struct interp_field *place = find_place(interp_of(L), key);

	return place->name ? place->field : FIELDS;
}

__attribute__((cold)) static int
refuse_argument(lua_State *L, const struct call *call, const char *key)
{
	struct tables_syscall s = {.nargs = 0};
	luaL_Buffer names;

	luaL_buffinit(L, &names);
	if (tables_syscall(call->nr, &s) == 0)
		luaL_addstring(&names, s.nargs ? ": " : ", which has none");
	for (int i = 0; i < s.nargs; i++) {
		luaL_addstring(&names, i ? ", " : "");
		luaL_addstring(&names, s.arg[i]);
	}
	luaL_pushresult(&names);
	return luaL_error(L,
			  "'%s' is not a field of regs, nor an argument of "
			  "%s%s",
			  key, s.name ? s.name : "this system call",
			  lua_tostring(L, -1));
}

/* The place of the argument of that name. */
static int named_argument(lua_State *L, const struct call *call,
			  const char *key)
{
	int i = key ? tables_syscall_arg(call->nr, key) : -1;

	if (i >= 0)
		return i;
	return refuse_argument(L, call, key ? key : luaL_typename(L, 2));
}

static int push_argument(lua_State *L, struct call *call, const char *key)
{
	int i = named_argument(L, call, key);

	lua_pushinteger(L, tables_value(tables_widths(call->nr), i,
					*regs_register(&call->regs, RDI + i)));
	return 1;
}

static int regs_call(lua_State *L)
{
	struct regs *r = regs_check(L, 1);

	debug_check_call(L, "regs:call");
	if (r->exiting)
		return luaL_error(L, "regs:call() is for the time before the "
				     "call; zp.raw_syscall(regs) makes it "
				     "again");
	regs_check_wait(L, r, "regs:call()");
	lua_pushinteger(L, handlers_call(L, r));
	return 1;
}

static int get_data(lua_State *L, const struct regs *r)
{
	if (r->index >= REGS_DATA_MAX || !(r->level->data_used >> r->index & 1))
		return 0;
	lua_getiuservalue(L, 1, r->index + 1);
	return 1;
}

static int get_injected(lua_State *L, const struct call *call)
{
	static const char *const texts[] = {NULL, "answer", "delay", "both"};

	lua_pushstring(L, texts[call->injected]);
	return 1;
}

/* pid and tid are the caller's, unless the call has an argument of that name:
 * then they are no fields. */
static int field_of(lua_State *L, const struct call *call, const char *key)
{
	int field = find_field(L, key);

	if ((field == PID || field == TID) &&
	    tables_syscall_arg(call->nr, key) >= 0)
		return FIELDS;
	return field;
}

static int regs_index(lua_State *L)
{
	struct regs *r = get_self(L);
	struct call *call = r->call;
	const char *key = lua_tostring(L, 2);
	int field = field_of(L, call, key);
	const char *name;

	if (field < REGISTERS) {
		lua_pushinteger(L, (lua_Integer)*regs_register(&call->regs,
							       field));
		return 1;
	}
	switch (field) {
	case NR:
		lua_pushinteger(L, call->nr);
		return 1;
	case NAME:
		name = tables_syscall_name(call->nr);
		if (name)
			lua_pushstring(L, name);
		else
			lua_pushfstring(L, "call_%I", (lua_Integer)call->nr);
		return 1;
	case RET:
		if (!call->done)
			return 0;
		lua_pushinteger(L, (lua_Integer)call->regs.rax);
		return 1;
	case DATA:
		return get_data(L, r);
	case PID:
		lua_pushinteger(L, hook_pid());
		return 1;
	case TID:
		lua_pushinteger(L, hook_tid());
		return 1;
	case CALL:
		lua_pushcfunction(L, regs_call);
		return 1;
	case INJECTED:
		return get_injected(L, call);
	default:
		return push_argument(L, call, key);
	}
}

static int set_data(lua_State *L, struct regs *r)
{
	if (r->index >= REGS_DATA_MAX)
		return luaL_error(L,
				  "regs.data: only the first %d hooks of a "
				  "system call can keep data",
				  REGS_DATA_MAX);
	lua_setiuservalue(L, 1, r->index + 1);
	r->level->data_used |= (uint32_t)1 << r->index;
	return 0;
}

/* What is assigned to a register, at 3. */
static uint64_t new_value(lua_State *L, struct call *call, int field,
			  const char *key)
{
	int is_integer;
	lua_Integer value = lua_tointegerx(L, 3, &is_integer);

	if (field == FIELDS)
		named_argument(L, call, key); /* that there is one */
	if (!is_integer && can_change(field))
		luaL_error(L, "regs.%s is an integer, not a %s%s", key,
			   lua_type(L, 3) == LUA_TNUMBER ? "number like this"
							 : luaL_typename(L, 3),
			   lua_type(L, 3) == LUA_TSTRING ? " (zp.mem.put gives "
							   "the address of one)"
							 : "");
	return (uint64_t)value;
}

static int regs_newindex(lua_State *L)
{
	struct regs *r = get_self(L);
	struct call *call = r->call;
	const char *key = lua_tostring(L, 2);
	int field = field_of(L, call, key);
	uint64_t value;

	lua_settop(L, 3);
	if (field == DATA)
		return set_data(L, r);
	value = new_value(L, call, field, key);
	regs_change(r);
	if (field >= RDI && field <= R9) {
		*regs_register(&call->regs, field) = value;
		return 0;
	}
	switch (field) {
	case RAX:
		call->regs.rax = value;
		if (!call->done)
			call->nr = (long)value;
		return 0;
	case NR:
		if (call->done)
			return luaL_error(L, "regs.nr cannot change after the "
					     "call; regs.ret is the result");
		call->regs.rax = value;
		call->nr = (long)value;
		return 0;
	case RET:
		if (!call->done)
			return luaL_error(L, "regs.ret exists only after the "
					     "call; return the value instead");
		call->regs.rax = value;
		return 0;
	case FIELDS:
		field = RDI + named_argument(L, call, key);
		*regs_register(&call->regs, field) = value;
		return 0;
	default:
		return luaL_error(L, "regs.%s cannot be changed%s", key,
				  field == NAME ? " (regs.nr can)" : "");
	}
}

static int regs_tostring(lua_State *L)
{
	const struct regs *r = lua_touserdata(L, 1);

	if (!regs_are_usable(L, r))
		lua_pushliteral(L, "SyscallRegs (its handler has returned)");
	else
		lua_pushfstring(L, "SyscallRegs (system call %I)",
				(lua_Integer)r->call->nr);
	return 1;
}

static const luaL_Reg metamethods[] = {
	{"__index", regs_index},
	{"__newindex", regs_newindex},
	{"__tostring", regs_tostring},
	{NULL, NULL},
};

void regs_fields_open(lua_State *L)
{
	luaL_newmetatable(L, "SyscallRegs");
	luaL_setfuncs(L, metamethods, 0);
	lua_pushliteral(L, "SyscallRegs");
	lua_setfield(L, -2, "__metatable");
	for (int i = 0; i < FIELDS; i++) {
		const char *name = lua_pushstring(L, field_name[i]);

		*find_place(interp_of(L), name) =
			(struct interp_field){name, i};
		lua_rawseti(L, -2, i + 1);
	}
	lua_pop(L, 1);
}

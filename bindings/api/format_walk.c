/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A call of a script's, and the walk over it with the interpreter lent. */
#include "bindings/api/format_walk.h"

#include <string.h>

#include "bindings/interp/registry.h"
#include "bindings/runtime/kernel.h"
#include "bindings/state/regs.h"
#include "tables/tables.h"

#define BUFFER_MAX ((size_t)64 << 20)

/* --- the call ------------------------------------------------------------ */

static void name_call(struct format_call *call)
{
	uint64_t n = call->nr < 0 ? 0 - (uint64_t)call->nr : (uint64_t)call->nr;
	char digits[20];
	size_t at = sizeof(digits), to = 5;

	call->name = tables_syscall_name(call->nr);
	if (call->name)
		return;
	do
		digits[--at] = (char)('0' + n % 10);
	while (n /= 10);
	memcpy(call->number, "call_", 5);
	if (call->nr < 0)
		call->number[to++] = '-';
	memcpy(call->number + to, digits + at, sizeof(digits) - at);
	call->number[to + sizeof(digits) - at] = '\0';
	call->name = call->number;
}

static void read_regs(const struct call *c, struct format_call *call)
{
	call->nr = c->nr;
	for (int i = 0; i < 6; i++)
		call->arg[i] = hook_argument(&c->regs, i);
	call->sp = c->regs.rsp;
	call->done = c->done;
	call->ret = (int64_t)c->regs.rax;
}

static int field(lua_State *L, int index, const char *name, uint64_t *value)
{
	int there = lua_getfield(L, index, name) != LUA_TNIL;

	*value = (uint64_t)lua_tointeger(L, -1);
	lua_pop(L, 1);
	return there;
}

static void read_table(lua_State *L, int index, struct format_call *call)
{
	static const char registers[6][4] = {"rdi", "rsi", "rdx",
					     "r10", "r8",  "r9"};
	uint64_t value;

	luaL_checktype(L, index, LUA_TTABLE);
	field(L, index, "nr", &value);
	call->nr = (long)value;
	for (int i = 0; i < 6; i++)
		field(L, index, registers[i], &call->arg[i]);
	field(L, index, "rsp", &call->sp);
	call->done = field(L, index, "ret", &value);
	call->ret = (int64_t)value;
}

void format_walk_read(lua_State *L, int index, struct format_call *call)
{
	if (lua_type(L, index) == LUA_TTABLE)
		read_table(L, index, call);
	else
		read_regs(regs_check(L, index)->call, call);
	name_call(call);
}

/* --- the walk ---------------------------------------------------------------
 */

/* What fd is open on. */
static long path_of(struct decode *d, int fd, char *path, size_t size)
{
	static const char cwd[] = "/proc/thread-self/cwd";
	char link[40] = "/proc/thread-self/fd/", digits[12];
	size_t at = sizeof(digits), n = strlen(link);
	unsigned int rest = (unsigned int)fd;

	(void)d;
	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	memcpy(link + n, digits + at, sizeof(digits) - at);
	link[n + sizeof(digits) - at] = '\0';
	return kernel_call(readlink, kernel_pointer(fd == -100 ? cwd : link),
			   kernel_pointer(path), size);
}

#define AF_NETLINK_NUMBER 16
#define SOL_SOCKET_NUMBER 1
#define SO_PROTOCOL_NUMBER 38
#define SO_DOMAIN_NUMBER 39

/* A number that a socket has; -1: it is none. */
static int socket_number(int fd, long name)
{
	int value = -1, size = sizeof(value);

	if (kernel_call(getsockopt, fd, SOL_SOCKET_NUMBER, name,
			kernel_pointer(&value), kernel_pointer(&size)) != 0)
		return -1;
	return value;
}

static int netlink_of(struct decode *d, int fd)
{
	(void)d;
	if (socket_number(fd, SO_DOMAIN_NUMBER) != AF_NETLINK_NUMBER)
		return -1;
	return socket_number(fd, SO_PROTOCOL_NUMBER);
}

static const struct decode_host with_paths = {path_of, netlink_of};
static const struct decode_host without_paths = {NULL, netlink_of};

void format_walk_prepare(lua_State *L, const struct format_call *call,
			 struct format_walk *w)
{
	struct decode *d = &w->decode;
	lua_Integer strings;

	lua_rawgeti(L, LUA_REGISTRYINDEX, REGISTRY_FORMAT);
	lua_getfield(L, -1, "paths");
	d->host = lua_toboolean(L, -1) ? &with_paths : &without_paths;
	lua_getfield(L, -2, "strings");
	strings = lua_isnumber(L, -1) ? (lua_Integer)lua_tonumber(L, -1)
				      : FORMAT_WALK_STRINGS;
	d->strings = strings < 0 ? 0
		     : strings > (lua_Integer)BUFFER_MAX / 8
			     ? (uint32_t)(BUFFER_MAX / 8)
			     : (uint32_t)strings;
	lua_pop(L, 3);
	d->scratch = w->path;
	d->scratch_size = sizeof(w->path);
	d->sp = call->sp;
	decode_begin(d, call->nr, call->arg);
	if (call->done)
		decode_done(d, call->ret);
}

void format_walk_run(lua_State *L, struct format_walk *w, format_walk_fn fn,
		     void *arg, char **buf)
{
	size_t size = sizeof(w->buffer);

	*buf = w->buffer;
	lua_pushnil(L);
	for (;;) {
		struct level *level = interp_lend(L);
		int err = fn(w, *buf, size, arg);

		interp_take_back(L, level);
		if (err == 0)
			return;
		lua_pop(L, 1);
		size *= 4;
		if (size > BUFFER_MAX)
			luaL_error(L, "zpoline.format: a line of more than "
				      "64 MiB");
		*buf = lua_newuserdatauv(L, size, 0);
	}
}

/* --- what it writes ---------------------------------------------------------
 */

size_t format_walk_argument(struct format_walk *w, unsigned int i, char *at,
			    char *end, enum decode_shown *shown)
{
	decode_text_begin(&w->text, at, (size_t)(end - at));
	w->decode.sink = &w->text.sink;
	*shown = decode_argument(&w->decode, i);
	return w->text.out.full ? SIZE_MAX : decode_length(&w->text.out);
}

static int show_result(struct format_walk *w, char *buf, size_t size, void *arg)
{
	decode_text_begin(&w->text, buf, size);
	w->decode.sink = &w->text.sink;
	decode_result(&w->decode);
	*(size_t *)arg = decode_length(&w->text.out);
	return w->text.out.full ? -1 : 0;
}

void format_walk_push_result(lua_State *L, const struct format_call *call)
{
	struct format_walk w;
	char *buf;
	size_t n;

	format_walk_prepare(L, call, &w);
	format_walk_run(L, &w, show_result, &n, &buf);
	lua_pushlstring(L, buf, n);
	lua_remove(L, -2);
}

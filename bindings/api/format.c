/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zpoline.format: system calls as text, by src/decode. The program's memory is
 * read with the interpreter lent, for a page may have to be filled by another
 * thread: text goes to a buffer first, and becomes strings of Lua's afterwards.
 */
#include "bindings/api/format.h"

#include <string.h>

#include "bindings/runtime/kernel.h"
#include "tables/tables.h"

#define BUFFER_MAX ((size_t)64 << 20)
#define STRINGS 32

/* --- the call ------------------------------------------------------------ */

/* The registry key of the module's table. */
static const char module_key;

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

void format_read(lua_State *L, int index, struct format_call *call)
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
	return kernel_call("readlink", kernel_pointer(fd == -100 ? cwd : link),
			   kernel_pointer(path), size);
}

static const struct decode_host with_paths = {path_of};

void format_prepare(lua_State *L, const struct format_call *call,
		    struct format_walk *w)
{
	struct decode *d = &w->decode;
	lua_Integer strings;

	lua_rawgetp(L, LUA_REGISTRYINDEX, &module_key);
	lua_getfield(L, -1, "paths");
	d->host = lua_toboolean(L, -1) ? &with_paths : NULL;
	lua_getfield(L, -2, "strings");
	strings = lua_isnumber(L, -1) ? (lua_Integer)lua_tonumber(L, -1)
				      : STRINGS;
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

void format_run(lua_State *L, struct format_walk *w, format_fn fn, void *arg,
		char **buf)
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

/* --- arguments
 * ---------------------------------------------------------------- */

enum { NOT_THERE, KNOWN, WAITING };

/* The arguments one by one: what becomes of each, and where its text ends. */
struct arguments {
	const struct format_kept *kept; /* of the list from before the call */
	unsigned int count;
	uint8_t item[8], state[8];
	size_t end[8];
};

size_t format_argument(struct format_walk *w, unsigned int i, char *at,
		       char *end, enum decode_shown *shown)
{
	decode_text_begin(&w->text, at, (size_t)(end - at));
	w->decode.sink = &w->text.sink;
	*shown = decode_argument(&w->decode, i);
	return w->text.out.full ? SIZE_MAX : decode_length(&w->text.out);
}

static int show_arguments(struct format_walk *w, char *buf, size_t size,
			  void *arg)
{
	struct arguments *a = arg;
	struct decode *d = &w->decode;
	char *at = buf, *end = buf + size;
	unsigned int n = a->kept ? a->kept->count : decode_count(d->nr);

	a->count = 0;
	for (unsigned int k = 0; k < n && k < 8; k++) {
		unsigned int i = a->kept ? a->kept->item[k] : k;
		enum decode_shown shown;
		size_t length;

		if (i >= decode_count(d->nr))
			return 0;
		length = format_argument(w, i, at, end, &shown);
		if (length == SIZE_MAX)
			return -1;
		if (shown == DECODE_ABSENT && !a->kept)
			continue;
		at += length;
		a->item[a->count] = (uint8_t)i;
		a->state[a->count] = shown == DECODE_WAITS ? WAITING : KNOWN;
		a->end[a->count++] = (size_t)(at - buf);
	}
	return 0;
}

/* Into the list at that index, where nothing is known yet. */
static void set_texts(lua_State *L, int list, const struct arguments *a,
		      const char *buf)
{
	size_t from = 0;

	for (unsigned int k = 0; k < a->count; k++) {
		lua_rawgeti(L, list, k + 1);
		if (!lua_toboolean(L, -1)) {
			if (a->state[k] == KNOWN)
				lua_pushlstring(L, buf + from,
						a->end[k] - from);
			else
				lua_pushboolean(L, 0);
			lua_rawseti(L, list, k + 1);
		}
		lua_pop(L, 1);
		from = a->end[k];
	}
}

static const struct format_kept *kept_of(lua_State *L, int list)
{
	const struct format_kept *kept;

	lua_rawgeti(L, list, 0);
	kept = lua_touserdata(L, -1);
	if (!kept || lua_rawlen(L, -1) != sizeof(*kept))
		luaL_error(L, "given: a list that arguments() has made");
	lua_pop(L, 1);
	return kept;
}

static void keep(lua_State *L, int list, const struct decode *d,
		 const struct arguments *a)
{
	struct format_kept *kept = lua_newuserdatauv(L, sizeof(*kept), 0);

	memset(kept, 0, sizeof(*kept));
	memcpy(kept->saved, d->saved, sizeof(kept->saved));
	kept->saved_bits = d->saved_bits;
	kept->count = (uint8_t)a->count;
	memcpy(kept->item, a->item, sizeof(kept->item));
	lua_rawseti(L, list, 0);
}

/* Push the list of arguments: the one at given, completed, or a new one. */
static void push_arguments(lua_State *L, const struct format_call *call,
			   int given)
{
	struct format_walk w;
	struct arguments a = {0};
	char *buf;
	int list;

	if (lua_istable(L, given)) {
		a.kept = kept_of(L, given);
		lua_pushvalue(L, given);
	} else {
		lua_createtable(L, 6, 0);
	}
	list = lua_gettop(L);
	format_prepare(L, call, &w);
	if (a.kept) {
		memcpy(w.decode.saved, a.kept->saved, sizeof(a.kept->saved));
		w.decode.saved_bits = a.kept->saved_bits;
	}
	format_run(L, &w, show_arguments, &a, &buf);
	set_texts(L, list, &a, buf);
	lua_pop(L, 1);
	if (!a.kept)
		keep(L, list, &w.decode, &a);
}

static int format_arguments(lua_State *L)
{
	struct format_call call;

	lua_settop(L, 2);
	format_read(L, 1, &call);
	push_arguments(L, &call, 2);
	return 1;
}

/* --- results and lines
 * ----------------------------------------------------------- */

static int show_result(struct format_walk *w, char *buf, size_t size, void *arg)
{
	decode_text_begin(&w->text, buf, size);
	w->decode.sink = &w->text.sink;
	decode_result(&w->decode);
	*(size_t *)arg = decode_length(&w->text.out);
	return w->text.out.full ? -1 : 0;
}

void format_push_result(lua_State *L, const struct format_call *call)
{
	struct format_walk w;
	char *buf;
	size_t n;

	format_prepare(L, call, &w);
	format_run(L, &w, show_result, &n, &buf);
	lua_pushlstring(L, buf, n);
	lua_remove(L, -2);
}

static int format_result(lua_State *L)
{
	struct format_call call;

	format_read(L, 1, &call);
	format_push_result(L, &call);
	return 1;
}

/* A whole line, by one walk. */
struct line {
	const char *name;
	int done;
	size_t n;
};

static void literal(struct decode_text *t, const char *text)
{
	t->sink.ops->literal(&t->sink, text, strlen(text));
}

static int show_line(struct format_walk *w, char *buf, size_t size, void *arg)
{
	struct line *line = arg;
	struct decode *d = &w->decode;
	struct decode_text *t = &w->text;

	decode_text_begin(t, buf, size);
	d->sink = &t->sink;
	literal(t, line->name);
	literal(t, "(");
	for (unsigned int i = 0; i < decode_count(d->nr); i++)
		if (decode_argument(d, i) == DECODE_WAITS)
			decode_register(d, i);
	literal(t, ")");
	if (line->done) {
		literal(t, " = ");
		decode_result(d);
	}
	line->n = decode_length(&t->out);
	return t->out.full ? -1 : 0;
}

static void push_address(lua_State *L, uint64_t value)
{
	char text[24];
	struct decode_text t;

	decode_text_begin(&t, text, sizeof(text));
	t.sink.ops->number(&t.sink, value, DECODE_POINTER);
	lua_pushlstring(L, text, decode_length(&t.out));
}

/* The line of a list that was made before the call. */
static void push_given(lua_State *L, const struct format_call *call, int given)
{
	const struct format_kept *kept;
	luaL_Buffer b;
	int list;

	push_arguments(L, call, given);
	list = lua_gettop(L);
	kept = kept_of(L, list);
	luaL_buffinit(L, &b);
	luaL_addstring(&b, call->name);
	luaL_addchar(&b, '(');
	for (unsigned int k = 0; k < kept->count; k++) {
		if (k)
			luaL_addstring(&b, ", ");
		lua_rawgeti(L, list, k + 1);
		if (!lua_toboolean(L, -1)) {
			int place = decode_place(call->nr, kept->item[k]);

			lua_pop(L, 1);
			push_address(L,
				     place < 0 ? call->sp : call->arg[place]);
		}
		luaL_addvalue(&b);
	}
	luaL_addchar(&b, ')');
	if (call->done) {
		luaL_addstring(&b, " = ");
		format_push_result(L, call);
		luaL_addvalue(&b);
	}
	luaL_pushresult(&b);
}

static int format_format(lua_State *L)
{
	struct format_call call;
	struct format_walk w;
	struct line line;
	char *buf;

	lua_settop(L, 2);
	format_read(L, 1, &call);
	if (lua_istable(L, 2)) {
		push_given(L, &call, 2);
		return 1;
	}
	line = (struct line){call.name, call.done, 0};
	format_prepare(L, &call, &w);
	format_run(L, &w, show_line, &line, &buf);
	lua_pushlstring(L, buf, line.n);
	return 1;
}

/* --- the module
 * ------------------------------------------------------------------ */

/* quote(s): a C string literal */
static int format_quote(lua_State *L)
{
	size_t n;
	const char *s = luaL_checklstring(L, 1, &n);
	char *buf = lua_newuserdatauv(L, 4 * n + 2, 0);
	struct decode_text t;
	const struct decode_ops *ops;

	decode_text_begin(&t, buf, 4 * n + 2);
	ops = t.sink.ops;
	ops->string_begin(&t.sink, 0);
	ops->string(&t.sink, (const uint8_t *)s, n);
	ops->string_end(&t.sink, 0);
	lua_pushlstring(L, buf, decode_length(&t.out));
	return 1;
}

static const luaL_Reg functions[] = {
	{"arguments", format_arguments}, {"decode", format_decode},
	{"format", format_format},	 {"quote", format_quote},
	{"result", format_result},	 {NULL, NULL},
};

/* The loader of the module. */
int format_open(lua_State *L)
{
	luaL_newlib(L, functions);
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "paths");
	lua_pushinteger(L, STRINGS);
	lua_setfield(L, -2, "strings");
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &module_key);
	return 1;
}

/* --- constants
 * ------------------------------------------------------------------- */

/* value(name): of a constant; nil: there is none of that name */
static int constants_value(lua_State *L)
{
	size_t n;
	const char *name = luaL_checklstring(L, 1, &n);
	uint64_t value;

	if (!decode_constant(name, n, &value))
		return 0;
	lua_pushinteger(L, (lua_Integer)value);
	return 1;
}

/* name(i), from 0 on: nil: there are no more */
static int constants_name(lua_State *L)
{
	size_t n;
	const char *name =
		decode_constant_name((unsigned int)luaL_checkinteger(L, 1), &n);

	if (!name)
		return 0;
	lua_pushlstring(L, name, n);
	return 1;
}

int format_open_constants(lua_State *L)
{
	static const luaL_Reg constants[] = {
		{"name", constants_name},
		{"value", constants_value},
		{NULL, NULL},
	};

	luaL_newlib(L, constants);
	return 1;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zpoline.format: system calls as text, by src/decode. The program's memory is
 * read with the interpreter lent, for a page may have to be filled by another
 * thread: text goes to a buffer first, and becomes strings of Lua's afterwards.
 */
#include "bindings/api/format.h"

#include <string.h>

#include "bindings/api/decoded.h"
#include "bindings/api/format_walk.h"
#include "bindings/interp/registry.h"
#include "tables/tables.h"

/* --- arguments
 * ---------------------------------------------------------------- */

/* What is kept from the arguments' list on enter to that on exit. */
struct format_kept {
	uint64_t saved[6];
	uint8_t saved_bits;
	uint8_t values; /* it is JSON */
	uint8_t count;
	uint8_t item[8]; /* by place in the list */
};

enum { NOT_THERE, KNOWN, WAITING };

/* The arguments one by one: what becomes of each, and where its text ends. */
struct arguments {
	const struct format_kept *kept; /* of the list from before the call */
	int values;			/* they are members of JSON */
	unsigned int count;
	uint8_t item[8], state[8];
	size_t end[8];
};

/* One as "name":value; SIZE_MAX: it does not fit. */
static size_t show_member(struct format_walk *w, unsigned int i, char *at,
			  char *end, enum decode_shown *shown)
{
	decode_json_begin(&w->json, at, (size_t)(end - at));
	w->decode.sink = &w->json.sink;
	*shown = decode_argument(&w->decode, i);
	return w->json.out.full ? SIZE_MAX : decode_length(&w->json.out);
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
		enum decode_shown shown = DECODE_SHOWN;
		size_t length;

		if (i >= decode_count(d->nr))
			return 0;
		length = (a->values ? show_member : format_walk_argument)(
			w, i, at, end, &shown);
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

static void keep_text(lua_State *L, int list, const struct decode *d,
		      const struct arguments *a)
{
	struct format_kept *kept = lua_newuserdatauv(L, sizeof(*kept), 0);

	memset(kept, 0, sizeof(*kept));
	memcpy(kept->saved, d->saved, sizeof(kept->saved));
	kept->saved_bits = d->saved_bits;
	kept->values = a->values != 0;
	kept->count = (uint8_t)a->count;
	memcpy(kept->item, a->item, sizeof(kept->item));
	lua_rawseti(L, list, 0);
}

/* Push the list of arguments: the one at given, completed, or a new one. */
static void push_arguments(lua_State *L, const struct format_call *call,
			   int given, int values)
{
	struct format_walk w;
	struct arguments a = {.values = values};
	char *buf;
	int list;

	if (lua_istable(L, given)) {
		a.kept = kept_of(L, given);
		if (a.kept->values != values)
			luaL_error(L, "given: a list of %s, not of %s",
				   values ? "texts" : "members",
				   values ? "members" : "texts");
		lua_pushvalue(L, given);
	} else {
		lua_createtable(L, 6, 0);
	}
	list = lua_gettop(L);
	format_walk_prepare(L, call, &w);
	if (a.kept) {
		memcpy(w.decode.saved, a.kept->saved, sizeof(a.kept->saved));
		w.decode.saved_bits = a.kept->saved_bits;
	}
	format_walk_run(L, &w, show_arguments, &a, &buf);
	set_texts(L, list, &a, buf);
	lua_pop(L, 1);
	if (!a.kept)
		keep_text(L, list, &w.decode, &a);
}

static int format_arguments(lua_State *L)
{
	struct format_call call;

	lua_settop(L, 2);
	format_walk_read(L, 1, &call);
	push_arguments(L, &call, 2, 0);
	return 1;
}

/* members(regs [, given]): the same as "name":value */
static int format_members(lua_State *L)
{
	struct format_call call;

	lua_settop(L, 2);
	format_walk_read(L, 1, &call);
	push_arguments(L, &call, 2, 1);
	return 1;
}

/* --- results and lines
 * ----------------------------------------------------------- */

static int format_result(lua_State *L)
{
	struct format_call call;

	format_walk_read(L, 1, &call);
	format_walk_push_result(L, &call);
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

	push_arguments(L, call, given, 0);
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
		format_walk_push_result(L, call);
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
	format_walk_read(L, 1, &call);
	if (lua_istable(L, 2)) {
		push_given(L, &call, 2);
		return 1;
	}
	line = (struct line){call.name, call.done, 0};
	format_walk_prepare(L, &call, &w);
	format_walk_run(L, &w, show_line, &line, &buf);
	lua_pushlstring(L, buf, line.n);
	return 1;
}

/* --- JSON
 * ------------------------------------------------------------------------ */

/* The register of an argument that is not known: {"name":"0x1f"} without
 * braces. */
static void push_register(lua_State *L, const struct format_call *call,
			  unsigned int i)
{
	struct decode d;
	struct decode_json j;
	char text[64];

	memset(&d, 0, sizeof(d));
	decode_begin(&d, call->nr, call->arg);
	d.sp = call->sp;
	decode_json_begin(&j, text, sizeof(text));
	d.sink = &j.sink;
	decode_register(&d, i);
	lua_pushlstring(L, text, decode_length(&j.out));
}

/* Push the object of the arguments in the list on top, in place of it. */
static void push_object(lua_State *L, const struct format_call *call)
{
	int list = lua_gettop(L);
	const struct format_kept *kept = kept_of(L, list);
	luaL_Buffer b;

	luaL_buffinit(L, &b);
	luaL_addchar(&b, '{');
	for (unsigned int k = 0; k < kept->count; k++) {
		if (k)
			luaL_addchar(&b, ',');
		lua_rawgeti(L, list, k + 1);
		if (!lua_toboolean(L, -1)) {
			lua_pop(L, 1);
			push_register(L, call, kept->item[k]);
		}
		luaL_addvalue(&b);
	}
	luaL_addchar(&b, '}');
	luaL_pushresult(&b);
	lua_replace(L, list);
}

static int show_value(struct format_walk *w, char *buf, size_t size, void *arg)
{
	size_t *n = arg;

	decode_json_begin(&w->json, buf, size);
	w->decode.sink = &w->json.sink;
	decode_meaning(&w->decode);
	*n = decode_length(&w->json.out);
	return w->json.out.full ? -1 : 0;
}

/* json(regs [, given]): the arguments as the text of an object, and what the
 * result means as that of a value, if it is more than a number */
static int format_json(lua_State *L)
{
	struct format_call call;
	struct format_walk w;
	char *buf;
	size_t n;

	lua_settop(L, 2);
	format_walk_read(L, 1, &call);
	push_arguments(L, &call, 2, 1);
	push_object(L, &call);
	format_walk_prepare(L, &call, &w);
	format_walk_run(L, &w, show_value, &n, &buf);
	if (!n) {
		lua_pop(L, 1);
		return 1;
	}
	lua_pushlstring(L, buf, n);
	lua_remove(L, -2);
	return 2;
}

/* json_string(s): s as the text of a value */
static int format_json_string(lua_State *L)
{
	size_t n;
	const char *s = luaL_checklstring(L, 1, &n);
	size_t size = 6 * n + 16;
	char *buf = lua_newuserdatauv(L, size, 0);
	struct decode_json j;

	decode_json_begin(&j, buf, size);
	decode_json_bytes(&j, s, n);
	lua_pushlstring(L, buf, decode_length(&j.out));
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
	{"arguments", format_arguments},
	{"decode", decoded_push},
	{"format", format_format},
	{"json", format_json},
	{"json_string", format_json_string},
	{"members", format_members},
	{"quote", format_quote},
	{"result", format_result},
	{NULL, NULL},
};

/* The loader of the module. */
int format_open(lua_State *L)
{
	luaL_newlib(L, functions);
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "paths");
	lua_pushinteger(L, FORMAT_WALK_STRINGS);
	lua_setfield(L, -2, "strings");
	lua_pushvalue(L, -1);
	lua_rawseti(L, LUA_REGISTRYINDEX, REGISTRY_FORMAT);
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

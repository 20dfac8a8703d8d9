/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zp.decode: a call as a table. The walk goes to a sink that writes its events
 * down; with the interpreter back they become tables and strings.
 */
#include "bindings/api/decoded.h"

#include <string.h>

#include "bindings/api/format_walk.h"
#include "tables/tables.h"

/* --- writing down ------------------------------------------------------------
 */

/* An event is a letter, and what is behind it. */
enum event {
	INTEGER = 'i', /* a word */
	PLAIN = 'n',   /* a string that is a number's or an address's text */
	STRING = 's',  /* a length, bytes */
	BEGIN = 'b',   /* a group */
	FIELD = 'f',   /* a length, bytes */
	END = 'e'
};

struct record {
	struct decode_sink sink;
	char *at, *end;
	char *length; /* of the string that is being written */
	int full;
};

static struct record *record_of(struct decode_sink *sink)
{
	return (struct record *)sink;
}

static void write_bytes(struct record *r, const void *bytes, size_t n)
{
	if (n > (size_t)(r->end - r->at)) {
		r->full = 1;
		return;
	}
	memcpy(r->at, bytes, n);
	r->at += n;
}

static void write_letter(struct record *r, char letter)
{
	write_bytes(r, &letter, 1);
}

static void write_text(struct record *r, char letter, const char *text,
		       size_t n)
{
	write_letter(r, letter);
	write_bytes(r, &n, sizeof(n));
	write_bytes(r, text, n);
}

static void record_number(struct decode_sink *sink, uint64_t value,
			  enum decode_form form)
{
	struct record *r = record_of(sink);
	char text[24];
	struct decode_text t;

	if (form == DECODE_ID && value == UINT32_MAX)
		value = (uint64_t)-1;
	if (form == DECODE_POINTER ||
	    (form == DECODE_UNSIGNED && (int64_t)value < 0)) {
		decode_text_begin(&t, text, sizeof(text));
		t.sink.ops->number(&t.sink, value, form);
		write_text(r, PLAIN, text, decode_length(&t.out));
		return;
	}
	write_letter(r, INTEGER);
	write_bytes(r, &value, sizeof(value));
}

static void record_name(struct decode_sink *sink, const char *name, size_t n,
			uint64_t value)
{
	(void)value;
	write_text(record_of(sink), PLAIN, name, n);
}

static void record_descriptor(struct decode_sink *sink, int fd,
			      const char *path, size_t n)
{
	(void)path;
	(void)n;
	if (fd == -100)
		record_name(sink, "AT_FDCWD", 8, 0);
	else
		record_number(sink, (uint64_t)(int64_t)fd, DECODE_SIGNED);
}

static void record_string_begin(struct decode_sink *sink, unsigned int how)
{
	struct record *r = record_of(sink);
	size_t n = 0;

	write_letter(r, STRING);
	r->length = r->at;
	write_bytes(r, &n, sizeof(n));
	if (how & DECODE_ABSTRACT)
		write_letter(r, '@');
}

static int record_string(struct decode_sink *sink, const uint8_t *bytes,
			 size_t n)
{
	write_bytes(record_of(sink), bytes, n);
	return 0;
}

static int record_string_end(struct decode_sink *sink, int more)
{
	struct record *r = record_of(sink);
	size_t n = (size_t)(r->at - r->length) - sizeof(n);

	(void)more;
	if (!r->full)
		memcpy(r->length, &n, sizeof(n));
	return 0;
}

static void record_begin(struct decode_sink *sink, enum decode_group group)
{
	struct record *r = record_of(sink);

	if (group == DECODE_AFTER)
		write_text(r, FIELD, "after", 5);
	write_letter(r, BEGIN);
	write_letter(r, (char)group);
}

static void record_field(struct decode_sink *sink, const char *name, size_t n,
			 unsigned int how)
{
	(void)how;
	write_text(record_of(sink), FIELD, name, n);
}

static void record_element(struct decode_sink *sink)
{
	(void)sink;
}

static void record_end(struct decode_sink *sink, int more)
{
	(void)more;
	write_letter(record_of(sink), END);
}

static void record_argument(struct decode_sink *sink, const char *name)
{
	(void)sink;
	(void)name;
}

static void record_literal(struct decode_sink *sink, const char *text, size_t n)
{
	(void)sink;
	(void)text;
	(void)n;
}

static const struct decode_ops ops = {
	.values = 1,
	.argument = record_argument,
	.number = record_number,
	.name = record_name,
	.descriptor = record_descriptor,
	.string_begin = record_string_begin,
	.string = record_string,
	.string_end = record_string_end,
	.begin = record_begin,
	.field = record_field,
	.element = record_element,
	.end = record_end,
	.literal = record_literal,
};

/* --- reading
 * ------------------------------------------------------------------- */

static const char *take_part(const char **at, size_t *n)
{
	const char *text;

	memcpy(n, *at, sizeof(*n));
	text = *at + sizeof(*n);
	*at = text + *n;
	return text;
}

static void push_value(lua_State *L, const char **at);

static void push_group(lua_State *L, const char **at)
{
	unsigned int group = (unsigned char)*(*at)++;
	lua_Integer n = 0;

	luaL_checkstack(L, 8, "a value in too many others");
	lua_newtable(L);
	while (**at != END) {
		if (**at == FIELD) {
			size_t length;
			const char *name;

			++*at;
			name = take_part(at, &length);
			lua_pushlstring(L, name, length);
			push_value(L, at);
			lua_rawset(L, -3);
		} else {
			push_value(L, at);
			lua_rawseti(L, -2, ++n);
		}
	}
	++*at;
	if (group != DECODE_ALL_BUT)
		return;
	lua_createtable(L, 0, 1);
	lua_insert(L, -2);
	lua_setfield(L, -2, "all_but");
}

static void push_value(lua_State *L, const char **at)
{
	const char *text;
	lua_Integer word;
	size_t n;

	switch (*(*at)++) {
	case INTEGER:
		memcpy(&word, *at, sizeof(word));
		*at += sizeof(word);
		lua_pushinteger(L, word);
		break;
	case PLAIN:
	case STRING:
		text = take_part(at, &n);
		lua_pushlstring(L, text, n);
		break;
	default:
		push_group(L, at);
		break;
	}
}

/* --- zp.decode
 * -------------------------------------------------------------------- */

/* Each argument's text and events, one behind the other. */
struct decoded {
	struct record record;
	unsigned int count;
	struct {
		uint8_t item, waits;
		size_t text, events, end;
	} argument[8];
};

static size_t add_events(struct decoded *all, struct decode *d, unsigned int i,
			 char *buf, char *end)
{
	all->record = (struct record){{&ops}, buf, end, buf, 0};
	d->sink = &all->record.sink;
	decode_argument(d, i);
	return all->record.full ? SIZE_MAX : (size_t)(all->record.at - buf);
}

static int decode_all(struct format_walk *w, char *buf, size_t size, void *arg)
{
	struct decoded *all = arg;
	struct decode *d = &w->decode;
	char *at = buf, *end = buf + size;

	all->count = 0;
	for (unsigned int i = 0; i < decode_count(d->nr); i++) {
		enum decode_shown shown;
		size_t text = format_walk_argument(w, i, at, end, &shown);
		size_t events = 0;
		unsigned int k = all->count;

		if (shown == DECODE_ABSENT)
			continue;
		if (text != SIZE_MAX && shown == DECODE_SHOWN)
			events = add_events(all, d, i, at + text, end);
		if (text == SIZE_MAX || events == SIZE_MAX)
			return -1;
		all->argument[k].item = (uint8_t)i;
		all->argument[k].waits = shown == DECODE_WAITS;
		all->argument[k].text = (size_t)(at - buf);
		at += text;
		all->argument[k].events = (size_t)(at - buf);
		at += events;
		all->argument[k].end = (size_t)(at - buf);
		all->count++;
	}
	return 0;
}

static void set_value(lua_State *L, const struct format_call *call, int place)
{
	struct tables_syscall s;
	uint64_t value = place < 0 ? call->sp : call->arg[place];

	if (place >= 0 && tables_syscall(call->nr, &s) == 0)
		lua_pushstring(L, s.arg[place]);
	else
		lua_pushfstring(L, "arg%d", place + 1);
	lua_setfield(L, -2, "name");
	if (place >= 0)
		value = (uint64_t)tables_value(tables_widths(call->nr), place,
					       value);
	lua_pushinteger(L, (lua_Integer)value);
	lua_setfield(L, -2, "value");
}

/* The argument's table: its name, its register, text and what is decoded. */
static void push_argument(lua_State *L, const struct format_call *call,
			  const struct decoded *all, unsigned int k,
			  const char *buf)
{
	const char *text = buf + all->argument[k].text;
	const char *events = buf + all->argument[k].events;
	const char *end = buf + all->argument[k].end;

	lua_createtable(L, 0, 4);
	set_value(L, call, decode_place(call->nr, all->argument[k].item));
	if (all->argument[k].waits)
		return;
	lua_pushlstring(L, text, (size_t)(events - text));
	lua_setfield(L, -2, "text");
	if (events == end || *events == INTEGER || *events == PLAIN)
		return;
	push_value(L, &events);
	lua_setfield(L, -2, "decoded");
}

static void set_result(lua_State *L, const struct format_call *call)
{
	const char *name = NULL;

	if (!call->done)
		return;
	lua_pushinteger(L, call->ret);
	lua_setfield(L, -2, "ret");
	format_walk_push_result(L, call);
	lua_setfield(L, -2, "result");
	if (call->ret < 0 && call->ret > -4096)
		name = tables_errno_name((int)-call->ret);
	if (!name)
		return;
	lua_pushstring(L, name);
	lua_setfield(L, -2, "error");
}

int decoded_push(lua_State *L)
{
	struct format_call call;
	struct format_walk w;
	struct decoded all;
	char *buf;

	lua_settop(L, 1);
	format_walk_read(L, 1, &call);
	lua_createtable(L, 0, 6);
	lua_pushstring(L, call.name);
	lua_setfield(L, -2, "name");
	lua_pushinteger(L, call.nr);
	lua_setfield(L, -2, "nr");
	set_result(L, &call);
	format_walk_prepare(L, &call, &w);
	format_walk_run(L, &w, decode_all, &all, &buf);
	lua_createtable(L, (int)all.count, 0);
	for (unsigned int k = 0; k < all.count; k++) {
		push_argument(L, &call, &all, k, buf);
		lua_rawseti(L, -2, k + 1);
	}
	lua_setfield(L, 2, "args");
	lua_settop(L, 2);
	return 1;
}

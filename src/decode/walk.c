/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The walk over a call's arguments by the types that table.c says. */
#include "decode/walk.h"

#include "decode/families/families.h"
#include "decode/specials.h"
#include "tables/tables.h"
#include "base/nolibc.h"

/* --- expressions
 * -------------------------------------------------------------- */

static uint64_t source(struct decode *d, const struct decode_expression *e)
{
	uint64_t value = 0;

	switch (e->source) {
	case FROM_ARGUMENT:
		value = d->arg[e->index];
		if ((e->size & ~SIZE_SIGNED) == 4)
			value = e->size & SIZE_SIGNED ? (uint64_t)(int32_t)value
						      : (uint32_t)value;
		return value;
	case FROM_RESULT:
		return (uint64_t)d->ret;
	case FROM_MEMORY:
		decode_load(d, d->arg[e->index], e->size, &value);
		return value;
	case FROM_MEMBER:
		decode_load(d, d->base + e->offset, e->size, &value);
		return value;
	case FROM_SAVED:
		return d->saved[e->index];
	case FROM_GIVEN:
		return d->given;
	case FROM_FAILED:
		return d->failed;
	case FROM_KIND:
		return d->kind;
	default:
		return e->operand;
	}
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t operate(struct decode *d, const struct decode_expression *e)
{
	uint64_t value = source(d, e);

	switch (e->op) {
	case OP_AND:
		return value & e->operand;
	case OP_EQUAL:
		return value == e->operand;
	case OP_DIFFERS:
		return value != e->operand;
	case OP_MASKED:
		return (value & e->operand >> 32) == (uint32_t)e->operand;
	case OP_MASKED_NOT:
		return (value & e->operand >> 32) != (uint32_t)e->operand;
	case OP_LEAST:
		return least(value, decode_value(d, (unsigned int)e->operand));
	case OP_SHIFT:
		return value >> e->operand;
	case OP_TIMES:
		return value * e->operand;
	default:
		return value;
	}
}

uint64_t decode_value(struct decode *d, unsigned int expression)
{
	const struct decode_expression *e = &decode_expressions[expression];
	uint64_t value = operate(d, e);

	if (e->join == JOIN_NONE || !value == (e->join == JOIN_AND))
		return value;
	return decode_value(d, e->other);
}

/* --- types
 * -------------------------------------------------------------------- */

static unsigned int of_case(const struct decode_type *t, uint32_t value)
{
	const struct decode_case *cases = &decode_cases[t->b];
	unsigned int low = 1, high = t->count + 1u;

	while (low < high) {
		unsigned int middle = (low + high) / 2;

		if (cases[middle].value == value)
			return cases[middle].type;
		if (cases[middle].value < value)
			low = middle + 1;
		else
			high = middle;
	}
	return cases[0].type;
}

unsigned int decode_resolve(struct decode *d, unsigned int type)
{
	while (decode_types[type].kind == K_SWITCH) {
		const struct decode_type *t = &decode_types[type];

		type = of_case(t, (uint32_t)decode_value(d, t->a));
	}
	return type;
}

/* What counts of a register or a word of memory. */
static uint64_t cut(uint64_t value, unsigned int size)
{
	switch (size) {
	case 4:
		return (uint32_t)value;
	case 4 | SIZE_SIGNED:
		return (uint64_t)(int32_t)value;
	case 2:
		return (uint16_t)value;
	case 2 | SIZE_SIGNED:
		return (uint64_t)(int16_t)value;
	case 1:
		return (uint8_t)value;
	default:
		return value;
	}
}

static void special(struct decode *d, const struct decode_type *t,
		    uint64_t value)
{
	switch (t->a) {
#define DECODE_CALL(name)                                                      \
	case SPECIAL_##name:                                                   \
		special_##name(d, value, t->b);                                \
		break;
		DECODE_SPECIALS(DECODE_CALL)
#undef DECODE_CALL
	}
}

static void show_member(struct decode *d, const struct decode_member *m,
			uintptr_t at)
{
	unsigned int type = decode_resolve(d, m->type);
	const struct decode_type *t = &decode_types[type];
	uint64_t value = at + m->offset;
	size_t n;
	const char *name = decode_text_at(decode_names, m->name, &n);

	d->member = m->name;
	d->sink->ops->field(d->sink, name, n,
			    t->kind == K_SPECIAL && t->a == SPECIAL_network_v6
				    ? DECODE_BARE
				    : 0);
	if (t->kind != K_STRUCT && !(t->how & HOW_ADDRESS) &&
	    decode_load(d, value, t->size, &value) != 0) {
		put_pointer(d, value);
		return;
	}
	decode_show(d, type, value);
}

/* The struct's first d->limit bytes are there, or were a moment ago. */
static void show_struct(struct decode *d, const struct decode_type *t,
			uintptr_t at)
{
	const struct decode_member *m = &decode_members[t->a];
	uintptr_t outer = d->base;
	uint32_t limit = d->limit;

	if (!put_begin(d, DECODE_STRUCT))
		return;
	d->base = at;
	d->limit = t->length;
	for (unsigned int i = 0; i < t->b; i++, m++) {
		if (m->offset >= limit && m->offset < t->length)
			break;
		if (limit < t->length && m->offset >= t->length)
			break;
		if (m->condition && !decode_value(d, m->condition))
			continue;
		show_member(d, m, at);
		d->base = at;
	}
	d->base = outer;
	d->limit = limit;
	put_end(d, t->how & HOW_MORE);
}

/* How many bytes of the type are given at an address. */
static uint32_t given(struct decode *d, const struct decode_type *t,
		      const struct decode_type *of, uint64_t at)
{
	uintptr_t outer = d->base;
	uint64_t n = of->length;

	if (!t->b)
		return of->length;
	d->base = at;
	n = least(n, decode_value(d, t->b));
	d->base = outer;
	return (uint32_t)n;
}

static void show_at(struct decode *d, const struct decode_type *t, uint64_t at)
{
	const struct decode_type *of = &decode_types[t->a];
	uint32_t n = at ? given(d, t, of, at) : 0;
	uint64_t value;

	if (of->kind == K_STRUCT) {
		d->limit = n;
		if (!n ||
		    !decode_see(d, at, n < DECODE_WINDOW ? n : DECODE_WINDOW))
			put_pointer(d, at);
		else
			show_struct(d, of, at);
		return;
	}
	if (!at || n < of->length ||
	    decode_load(d, at, of->size, &value) != 0 ||
	    !put_begin(d, DECODE_LIST)) {
		put_pointer(d, at);
		return;
	}
	put_element(d);
	decode_show(d, t->a, value);
	put_end(d, 0);
}

void decode_struct_at(struct decode *d, unsigned int type, uint64_t at)
{
	const struct decode_type t = {.kind = K_AT, .a = (uint16_t)type};

	show_at(d, &t, at);
}

int decode_part_at(struct decode *d, unsigned int type, uint64_t at, uint32_t n)
{
	const struct decode_type *of = &decode_types[type];
	struct decode_type part = *of;

	if (!n || !decode_see(d, at, n))
		return 0;
	part.how |= HOW_MORE;
	d->limit = n;
	show_struct(d, &part, at);
	return 1;
}

/* One element; -1: it is not there. */
static int show_element(struct decode *d, const struct decode_type *t,
			uint64_t at)
{
	const struct decode_type *of = &decode_types[t->a];
	uint64_t value = at;

	if (of->kind == K_STRUCT) {
		if (!decode_see(d, at, of->length))
			return -1;
		d->limit = of->length;
	} else if (decode_load(d, at, of->size, &value) != 0) {
		return -1;
	}
	put_element(d);
	decode_show(d, t->a, value);
	return 0;
}

static void show_array(struct decode *d, const struct decode_type *t,
		       uint64_t at)
{
	uint64_t n = decode_value(d, t->b);
	uint64_t i, shown = decode_shown_of(d, n);
	uint8_t first;

	if (!at || (int64_t)n < 0 ||
	    (n && decode_read(d, &first, at, sizeof(first)) != 0)) {
		put_pointer(d, at);
		return;
	}
	if (!put_begin(d, t->how & HOW_SET ? DECODE_SET : DECODE_LIST))
		return;
	for (i = 0; i < shown; i++)
		if (show_element(d, t, at + i * t->length) != 0)
			break;
	put_end(d, i < n);
}

/* What the kernel fills in, if it has. */
static int is_filled(const struct decode *d, const struct decode_type *t)
{
	if (!(t->how & HOW_OUT))
		return 1;
	return d->done && !d->failed &&
	       (!(t->how & HOW_POSITIVE) || d->ret > 0);
}

/* What is behind an address. */
static void show_behind(struct decode *d, const struct decode_type *t,
			uint64_t at)
{
	if (!is_filled(d, t)) {
		put_pointer(d, at);
		return;
	}
	switch (t->kind) {
	case K_AT:
		show_at(d, t, at);
		break;
	case K_ARRAY:
		show_array(d, t, at);
		break;
	case K_BYTES:
		put_bytes(d, at, decode_value(d, t->b),
			  t->how & HOW_HEX ? DECODE_IN_HEX : 0);
		break;
	case K_STRING:
		put_text(d, at, t->a, 0);
		break;
	case K_ATTRIBUTES:
		put_attributes(d, t, at, d->given);
		break;
	default:
		special(d, t, at);
		break;
	}
}

static void show_one(struct decode *d, const struct decode_type *t,
		     uint64_t value)
{
	size_t n;
	const char *name =
		decode_find(t->a, cut(value, t->size & ~SIZE_SIGNED), &n);

	if (name)
		put_name(d, name, n, cut(value, t->size & ~SIZE_SIGNED));
	else if (t->b)
		put_number(d, cut(value, t->size),
			   (enum decode_form)(t->b - 1));
	else
		put_nameless(d, t->a, cut(value, t->size & ~SIZE_SIGNED));
}

void decode_show(struct decode *d, unsigned int type, uint64_t value)
{
	const struct decode_type *t = &decode_types[type];

	switch (t->kind) {
	case K_NONE:
		break;
	case K_NUMBER:
		put_number(d, cut(value, t->size), (enum decode_form)t->form);
		break;
	case K_ONE:
		show_one(d, t, value);
		break;
	case K_BITS:
		put_number(d, cut(value, t->size) >> t->a & ((1u << t->b) - 1),
			   (enum decode_form)t->form);
		break;
	case K_FLAGS:
		put_flags(d, t->a, cut(value, t->size & ~SIZE_SIGNED));
		break;
	case K_STRUCT:
		show_struct(d, t, value);
		break;
	case K_SWITCH:
		decode_show(d, decode_resolve(d, type), value);
		break;
	case K_SPECIAL:
		value = cut(value, t->size);
		/* fall through */
	default:
		show_behind(d, t, value);
		break;
	}
}

/* --- arguments
 * ------------------------------------------------------------------- */

static const struct decode_row unknown = {.registers = 6};

static const struct decode_row *row_of(long nr)
{
	return (unsigned long)nr < decode_rows_count ? &decode_rows[nr]
						     : &unknown;
}

/* Has the table no such call? */
static int is_unknown(const struct decode_row *row)
{
	return !row->count && row->registers == 6;
}

static const struct decode_item *item_of(const struct decode_row *row,
					 unsigned int i)
{
	static const struct decode_item registers[6] = {
		{TYPE_unknown, 0, 0, 0}, {TYPE_unknown, 0, 0, 1},
		{TYPE_unknown, 0, 0, 2}, {TYPE_unknown, 0, 0, 3},
		{TYPE_unknown, 0, 0, 4}, {TYPE_unknown, 0, 0, 5},
	};

	return is_unknown(row) ? &registers[i] : &decode_items[row->first + i];
}

void decode_begin(struct decode *d, long nr, const uint64_t arg[6])
{
	d->nr = nr;
	for (int i = 0; i < 6; i++)
		d->arg[i] = arg[i];
	d->done = 0;
	d->failed = 0;
	d->saved_bits = 0;
	d->depth = 0;
	d->base = 0;
	d->window_n = 0;
	d->netlink = DECODE_NOT_ASKED;
	d->packets = 0;
	d->answers = 0;
}

void decode_done(struct decode *d, int64_t ret)
{
	d->ret = ret;
	d->done = 1;
	d->failed = ret < 0 && ret > -4096;
	d->depth = 0;
	d->window_n = 0;
}

unsigned int decode_count(long nr)
{
	const struct decode_row *row = row_of(nr);

	return is_unknown(row) ? 6 : row->count;
}

int decode_place(long nr, unsigned int i)
{
	unsigned int place = item_of(row_of(nr), i)->place;

	return place < 6 ? (int)place : -1;
}

__attribute__((noinline)) static const char *
name_of(long nr, const struct decode_item *item)
{
	static const char registers[7][5] = {"arg1", "arg2", "arg3", "arg4",
					     "arg5", "arg6", "sp"};
	struct tables_syscall call;

	if (item->place < 6 && tables_syscall(nr, &call) == 0)
		return call.arg[item->place];
	return registers[item->place];
}

static void begin_argument(struct decode *d, const struct decode_item *item)
{
	size_t n;
	const char *label = decode_text_at(decode_names, item->label, &n);
	int named = d->sink->ops->values;

	d->sink->ops->argument(d->sink, named ? name_of(d->nr, item) : NULL);
	if (n)
		d->sink->ops->literal(d->sink, label, n);
}

static uint64_t register_of(const struct decode *d,
			    const struct decode_item *item)
{
	return item->place < 6 ? d->arg[item->place] : d->sp;
}

/* Before the call, of what has to wait: what it keeps is kept. */
static int must_wait(struct decode *d, const struct decode_type *t,
		     uint64_t value)
{
	if (t->how & HOW_SAVES)
		special(d, t, value);
	return (t->how & (HOW_OUT | HOW_SAVES | HOW_WAITS)) != 0;
}

enum decode_shown decode_argument(struct decode *d, unsigned int i)
{
	const struct decode_item *item = item_of(row_of(d->nr), i);
	uint64_t value = register_of(d, item);
	unsigned int type;

	if (item->condition && !decode_value(d, item->condition))
		return DECODE_ABSENT;
	type = decode_resolve(d, item->type);
	if (decode_types[type].kind == K_NONE)
		return DECODE_ABSENT;
	if (!d->done && must_wait(d, &decode_types[type], value))
		return DECODE_WAITS;
	begin_argument(d, item);
	decode_show(d, type, value);
	return DECODE_SHOWN;
}

unsigned int decode_arguments(struct decode *d, unsigned int i)
{
	unsigned int n = decode_count(d->nr);

	while (i < n && decode_argument(d, i) != DECODE_WAITS)
		i++;
	return i;
}

void decode_register(struct decode *d, unsigned int i)
{
	const struct decode_item *item = item_of(row_of(d->nr), i);

	begin_argument(d, item);
	put_pointer(d, register_of(d, item));
}

/* --- results
 * ---------------------------------------------------------------------- */

static void show_error(struct decode *d)
{
	int value = (int)-d->ret;
	const char *name = tables_errno_name(value);
	const char *message = decode_error(value);

	if (!name) {
		put_int(d, d->ret);
		return;
	}
	PUT_LITERAL(d, "-1 ");
	d->sink->ops->literal(d->sink, name, strlen(name));
	PUT_LITERAL(d, " (");
	d->sink->ops->literal(d->sink, message, strlen(message));
	PUT_LITERAL(d, ")");
}

void decode_result(struct decode *d)
{
	unsigned int type = row_of(d->nr)->result;

	if (!d->done)
		PUT_LITERAL(d, "?");
	else if (d->failed)
		show_error(d);
	else if (type)
		decode_show(d, decode_resolve(d, type), (uint64_t)d->ret);
	else
		put_int(d, d->ret);
}

void decode_meaning(struct decode *d)
{
	unsigned int type = row_of(d->nr)->result;

	if (!d->done || d->failed || !type)
		return;
	type = decode_resolve(d, type);
	if (decode_types[type].kind != K_NUMBER)
		decode_show(d, type, (uint64_t)d->ret);
}

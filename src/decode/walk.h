/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the functions of this folder share: memory, and what they tell the sink.
 * For the files of src/decode only.
 */
#ifndef DECODE_WALK_H
#define DECODE_WALK_H

#include "decode/decode.h"
#include "decode/table.h"

/* --- tables
 * ------------------------------------------------------------------- */

/*
 * What generate.lua makes of groups.lua, structs.lua and calls.lua. Nothing in
 * it is a pointer, so nothing is relocated at start: names are offsets into a
 * text, types and groups are numbers.
 */
enum decode_kind {
	K_NONE,	   /* nothing is shown */
	K_NUMBER,  /* form: enum decode_form */
	K_ONE,	   /* one constant of group a; b: 1 + the form of a number
		      without a name, 0: as put_nameless() has it */
	K_FLAGS,   /* several of group a, or-ed */
	K_AT,	   /* an address: type a is there; b: expression, how many bytes
		      of it are given; 0: all */
	K_ARRAY,   /* an address: as many of type a as expression b says */
	K_BYTES,   /* an address: as many bytes as expression b says */
	K_STRING,  /* an address: bytes up to a NUL, at most a */
	K_STRUCT,  /* members b of them from a on, at the address */
	K_SWITCH,  /* by expression a: cases from b on */
	K_SPECIAL, /* function a of specials.h, with parameter b */
	K_BITS,	   /* b bits of a number, from bit a on */
	K_ATTRIBUTES, /* an address: attributes of netlink, d->given bytes:
			 their types are group a, what they have type b */
};

/* how: */
#define HOW_OUT 1 /* filled in by the kernel: known when it has succeeded */
#define HOW_POSITIVE 2 /* and if the result is more than 0 */
#define HOW_SAVES 4    /* before the call it is only looked at */
#define HOW_MORE 8     /* a struct has more members */
#define HOW_HEX 16     /* bytes are shown in hex */
#define HOW_ADDRESS 32 /* as a member it gets its address, not its value */
#define HOW_SET 64     /* an array is shown as [a b] */
#define HOW_WAITS 128  /* shown after the call, also if it has failed */

struct decode_type {
	uint8_t kind;
	uint8_t how;
	uint8_t form;
	uint8_t size; /* of a value in bytes; with SIZE_SIGNED */
	uint16_t a, b;
	uint16_t length; /* of a struct, of an array's elements */
	uint16_t count;	 /* members */
};

#define SIZE_SIGNED 0x80

struct decode_member {
	uint16_t name;
	uint16_t type;
	uint16_t offset;
	uint16_t condition; /* expression; 0: always there */
};

struct decode_case {
	uint32_t value;
	uint16_t type;
};

/* Where a number comes from. */
enum decode_source {
	FROM_CONSTANT,
	FROM_ARGUMENT, /* index */
	FROM_RESULT,
	FROM_MEMORY, /* at the address that argument index is */
	FROM_MEMBER, /* at offset in the struct */
	FROM_SAVED,  /* index */
	FROM_GIVEN,  /* the bytes that there are: decode.given */
	FROM_FAILED, /* whether the call has */
	FROM_KIND,   /* of an attribute, or of another part: decode.kind */
};

enum decode_op {
	OP_VALUE,
	OP_AND,
	OP_EQUAL,
	OP_DIFFERS,
	OP_MASKED,     /* with the upper half of operand, equals the lower */
	OP_MASKED_NOT, /* or not */
	OP_LEAST,      /* of it and expression operand */
	OP_SHIFT,      /* to the right */
	OP_TIMES
};

enum decode_join { JOIN_NONE, JOIN_OR, JOIN_AND };

struct decode_expression {
	uint8_t source, index;
	uint8_t size; /* as that of a type */
	uint8_t op;
	uint16_t offset;
	uint16_t other; /* expression, by join */
	uint8_t join;
	uint64_t operand;
};

struct decode_item {
	uint16_t type;
	uint16_t condition; /* expression; 0: always there */
	uint16_t label;	    /* in front of it, for the eye; 0: none */
	uint8_t place;	    /* 6: the stack pointer */
};

struct decode_row {
	uint16_t first; /* item */
	uint8_t count;
	uint8_t registers; /* arguments that the call has */
	uint16_t result;   /* type; 0: a number */
};

struct decode_entries {
	uint16_t first;
	uint16_t count; /* of those that are shown: by value for K_ONE, in order
			   for K_FLAGS */
	uint16_t all;	/* and with other names for the same */
	uint16_t prefix; /* in decode_names: what a number without name is */
	uint16_t sorted; /* by the lower half of the values */
};

extern const struct decode_type decode_types[];
extern const struct decode_member decode_members[];
extern const struct decode_case decode_cases[];
extern const struct decode_expression decode_expressions[];
extern const struct decode_item decode_items[];
extern const struct decode_row decode_rows[];
extern const unsigned int decode_rows_count;

/* Names, each with its length in front. */
extern const char decode_names[];
extern const char decode_constants[];

extern const struct decode_entries decode_groups[];
extern const uint64_t decode_entry_value[];
extern const uint32_t decode_entry_name[]; /* in decode_constants */
extern const unsigned int decode_entries_count;

/* Messages, each with its length in front. */
extern const char decode_errors[];
extern const unsigned int decode_errors_count;

/* --- memory -----------------------------------------------------------------
 */

/* Copy n bytes of the program's. 0, or -1: they are not all there. */
int decode_read(struct decode *d, void *to, uintptr_t from, size_t n);

/* n bytes of the program's, DECODE_WINDOW at most, until the next of these
 * calls; NULL: they are not all there. */
const uint8_t *decode_see(struct decode *d, uintptr_t from, size_t n);

/* The number of that size, with SIZE_SIGNED, at an address. 0, or -1. */
int decode_load(struct decode *d, uintptr_t from, unsigned int size,
		uint64_t *value);

static inline int decode_word(struct decode *d, uintptr_t from, uint64_t *value)
{
	return decode_load(d, from, 8, value);
}

/* The int or unsigned int that value's lower half is. */
static inline int64_t decode_int(uint64_t value)
{
	return (int32_t)value;
}

/* As many as are shown of n. */
static inline uint64_t decode_shown_of(const struct decode *d, uint64_t n)
{
	return n < d->strings ? n : d->strings;
}

/* --- to the sink -------------------------------------------------------------
 */

static inline void put_number(struct decode *d, uint64_t value,
			      enum decode_form form)
{
	d->sink->ops->number(d->sink, value, form);
}

static inline void put_int(struct decode *d, int64_t value)
{
	put_number(d, (uint64_t)value, DECODE_SIGNED);
}

static inline void put_pointer(struct decode *d, uint64_t value)
{
	put_number(d, value, DECODE_POINTER);
}

static inline void put_name(struct decode *d, const char *name, size_t n,
			    uint64_t value)
{
	d->sink->ops->name(d->sink, name, n, value);
}

/* Of string constants. */
#define PUT_NAME(d, name, value) put_name(d, name, sizeof(name) - 1, value)
#define PUT_LITERAL(d, text)                                                   \
	(d)->sink->ops->literal((d)->sink, text, sizeof(text) - 1)
#define PUT_FIELD(d, name)                                                     \
	(d)->sink->ops->field((d)->sink, name, sizeof(name) - 1, 0)
#define PUT_BARE(d, name)                                                      \
	(d)->sink->ops->field((d)->sink, name, sizeof(name) - 1, DECODE_BARE)

/* A group, unless there are DECODE_DEPTH open already: then 0, and nothing of
 * it is to be told. */
int put_begin(struct decode *d, enum decode_group group);
void put_end(struct decode *d, int more);

static inline void put_element(struct decode *d)
{
	d->sink->ops->element(d->sink);
}

/* Bytes of ours, and of the program's: what is not there is an address. */
void put_string(struct decode *d, const void *bytes, size_t n);
void put_bytes(struct decode *d, uintptr_t from, uint64_t n, unsigned int how);

/* The same, all of them however many are shown. */
void put_all(struct decode *d, uintptr_t from, size_t n, unsigned int how);

/* The same up to a NUL: at most max bytes, 0: as many as are shown; with
 * DECODE_CUT it is told whether more follow. */
#define DECODE_CUT 256
void put_text(struct decode *d, uintptr_t from, size_t max, unsigned int how);

/* The int at an address: [3]. */
void put_int_at(struct decode *d, uint64_t at);

/* The same of n of them: [3, 4]. */
void put_ints(struct decode *d, uint64_t at, uint64_t n);

/* A number for the eye only. */
void put_count(struct decode *d, uint64_t value);

/* The same in front of what it means: values by name do without. */
static inline void put_in_front(struct decode *d, uint64_t value,
				enum decode_form form)
{
	if (!d->sink->ops->values)
		put_number(d, value, form);
}

/* n buffers of struct iovec: their bytes; as many as d->left in all; none. */
enum decode_vector { VECTOR_FULL, VECTOR_FILLED, VECTOR_ADDRESSES };
void put_vector(struct decode *d, uint64_t at, uint64_t n,
		enum decode_vector how);

/* A struct sockaddr of so many bytes. */
void put_sockaddr(struct decode *d, uint64_t at, int64_t length);

/* An address of the internet, version 4 or 6, and one of a network's hardware.
 */
void put_address(struct decode *d, uint64_t at, int v4);
void put_hardware(struct decode *d, uint64_t at, uint64_t n);

/* One of version 6 with the member that it is the value of. */
void put_address_of(struct decode *d, uint64_t at);

/* A descriptor, with its path where these are shown. */
void put_fd(struct decode *d, int fd);

/* --- constants
 * ---------------------------------------------------------------- */

/* The name of a value in a group; NULL: it has none there. */
const char *decode_find(unsigned int group, uint64_t value, size_t *n);

/* The name, or else the number. */
void put_one(struct decode *d, unsigned int group, uint64_t value);
void put_one_or(struct decode *d, unsigned int group, uint64_t value,
		enum decode_form form);

/* Flags as a group of their own, and within one: those of the group that value
 * has and what is left then. */
void put_flags(struct decode *d, unsigned int group, uint64_t value);
uint64_t put_flags_in(struct decode *d, unsigned int group, uint64_t value);

/* " 0x63 / * MADV_??? * /", for a number without a name. */
void put_nameless(struct decode *d, unsigned int group, uint64_t value);

/* A name by its offset in decode_names or decode_constants. */
static inline const char *decode_text_at(const char *pool, uint32_t at,
					 size_t *n)
{
	*n = (uint8_t)pool[at];
	return pool + at + 1;
}

/* --- types
 * ---------------------------------------------------------------------- */

/* What an expression is worth. */
uint64_t decode_value(struct decode *d, unsigned int expression);

/* Show a value of that type; an address for what has no value by itself. */
void decode_show(struct decode *d, unsigned int type, uint64_t value);

/* A switch's type for this call, other types themselves. */
unsigned int decode_resolve(struct decode *d, unsigned int type);

/* A struct at an address, in full; an address if it is not there. */
void decode_struct_at(struct decode *d, unsigned int type, uint64_t at);

/* The same of a struct of which only n bytes are there. 0: not even these. */
int decode_part_at(struct decode *d, unsigned int type, uint64_t at,
		   uint32_t n);

/* What is kept in decode.saved; 0 and 1 are offsets. */
enum { SAVED_LENGTH = 2, SAVED_SECONDS, SAVED_PART };

/* Remember a word from before the call, and find it after it. */
static inline void decode_save(struct decode *d, unsigned int i, uint64_t value)
{
	d->saved[i] = value;
	d->saved_bits |= (uint8_t)(1u << i);
}

static inline int decode_is_saved(const struct decode *d, unsigned int i)
{
	return d->saved_bits >> i & 1;
}

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a walk over a call tells: numbers, names, strings, and groups of these,
 * event by event. text.h and json.h have sinks; who calls the walk may have
 * others. A sink's functions are called in whatever context the walk is.
 */
#ifndef DECODE_SINK_H
#define DECODE_SINK_H

#include <stddef.h>
#include <stdint.h>

/* Groups within groups that a sink is told of at most. */
#define DECODE_DEPTH 24

/* --- sinks -----------------------------------------------------------------
 */

/* How a number is written for the eye. JSON has a number, but for pointers. */
enum decode_form {
	DECODE_SIGNED,
	DECODE_UNSIGNED,
	DECODE_HEX,	/* 0x1f; 0 */
	DECODE_POINTER, /* 0x1f; NULL */
	DECODE_OCTAL,	/* 0644 */
	DECODE_HEX8,	/* 0000001f */
	DECODE_KIB,	/* 8192*1024 */
	DECODE_BYTE,	/* 0x0f */
	DECODE_ID,	/* -1, or unsigned */
};

/* Values that belong together, and how they look. */
enum decode_group {
	DECODE_LIST,	/* [a, b] */
	DECODE_SET,	/* [a b] */
	DECODE_ALL_BUT, /* ~[a b] */
	DECODE_STRUCT,	/* {name=a, name=b} */
	DECODE_FLAGS,	/* a|b; 0 if there is none */
	DECODE_CHANGE,	/* [a] => [b] */
	DECODE_CHANGED, /* [a => b] */
	DECODE_PAIR,	/* a, b */
	DECODE_TURNED,	/* a => b */
	DECODE_AFTER,	/* within a struct: what the kernel made of it,
			   {name=a} => {name=b} */
	DECODE_GROUPS
};

/* What kind of string it is. */
#define DECODE_IN_HEX 1	  /* every byte is shown as \x1f */
#define DECODE_ABSTRACT 2 /* a socket's abstract name: @"name" */
#define DECODE_BARE 4	  /* within a struct, its name is part of its text */

struct decode_sink;

struct decode_ops {
	int values; /* it is for values by name, not for the eye */
	/* One more argument, of that name. */
	void (*argument)(struct decode_sink *sink, const char *name);

	void (*number)(struct decode_sink *sink, uint64_t value,
		       enum decode_form form);
	/* A constant by its name. */
	void (*name)(struct decode_sink *sink, const char *name, size_t n,
		     uint64_t value);
	/* A descriptor, and what it is open on, if n is not 0. */
	void (*descriptor)(struct decode_sink *sink, int fd, const char *path,
			   size_t n);

	/* A string, in pieces. What is not 0 asks for all of it once more, from
	 * string_begin() on. more: it goes on. */
	void (*string_begin)(struct decode_sink *sink, unsigned int how);
	int (*string)(struct decode_sink *sink, const uint8_t *bytes, size_t n);
	int (*string_end)(struct decode_sink *sink, int more);

	/* A group; before each member of a struct field(), before each value of
	 * another group element(). more: there are more that are not shown. */
	void (*begin)(struct decode_sink *sink, enum decode_group group);
	void (*field)(struct decode_sink *sink, const char *name, size_t n,
		      unsigned int how);
	void (*element)(struct decode_sink *sink);
	void (*end)(struct decode_sink *sink, int more);

	/* For the eye only. */
	void (*literal)(struct decode_sink *sink, const char *text, size_t n);
};

struct decode_sink {
	const struct decode_ops *ops;
};

#endif

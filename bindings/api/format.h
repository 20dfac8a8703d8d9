/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What format.c and decoded.c share. */
#ifndef FORMAT_H
#define FORMAT_H

#include "bindings/state/interp.h"
#include "decode/decode.h"
#include "decode/sinks/text.h"

/* A call as a script gives it: regs of a handler, or a table with such fields.
 */
struct format_call {
	long nr;
	uint64_t arg[6];
	uint64_t sp;
	int64_t ret;
	int done;
	const char *name;
	char number[32]; /* the name of a call without one */
};

/* What is kept from the arguments' list on enter to that on exit. */
struct format_kept {
	uint64_t saved[6];
	uint8_t saved_bits;
	uint8_t count;
	uint8_t item[8]; /* by place in the list */
};

/* A walk, with room for its sink and for what most of them write. */
struct format_walk {
	struct decode decode;
	struct decode_text text;
	char path[4096];
	char buffer[2048];
};

/* The call at that index, which may raise errors. */
void format_read(lua_State *L, int index, struct format_call *call);

/* Ready for the walk, with what the module's table says. */
void format_prepare(lua_State *L, const struct format_call *call,
		    struct format_walk *w);

/*
 * Run fn(w, buf, size, arg) with the interpreter lent, into a buffer that is
 * large enough: fn returns 0, or -1: it is not. Leaves a value on the stack
 * that keeps the buffer, *buf.
 */
typedef int (*format_fn)(struct format_walk *w, char *buf, size_t size,
			 void *arg);
void format_run(lua_State *L, struct format_walk *w, format_fn fn, void *arg,
		char **buf);

/* The text of one argument between these; SIZE_MAX: it does not fit. */
size_t format_argument(struct format_walk *w, unsigned int i, char *at,
		       char *end, enum decode_shown *shown);

/* Push the result as text. */
void format_push_result(lua_State *L, const struct format_call *call);

/* decode(regs) */
int format_decode(lua_State *L);

#endif

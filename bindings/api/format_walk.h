/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A call as a script gives it, and the walk over it: what zp.format and
 * zp.decode have in common. */
#ifndef FORMAT_WALK_H
#define FORMAT_WALK_H

#include "bindings/interp/interp.h"
#include "decode/decode.h"
#include "decode/sinks/json.h"
#include "decode/sinks/text.h"

/* Bytes of a string that are shown, if nothing else is said. */
#define FORMAT_WALK_STRINGS 32

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

/* A walk, with room for its sink and for what most of them write. */
struct format_walk {
	struct decode decode;
	struct decode_text text;
	struct decode_json json;
	char path[4096];
	char buffer[2048];
};

/* The call at that index, which may raise errors. */
void format_walk_read(lua_State *L, int index, struct format_call *call);

/* Ready for the walk, with what the module's table says. */
void format_walk_prepare(lua_State *L, const struct format_call *call,
			 struct format_walk *w);

/*
 * Run fn(w, buf, size, arg) with the interpreter lent, into a buffer that is
 * large enough: fn returns 0, or -1: it is not. Leaves a value on the stack
 * that keeps the buffer, *buf.
 */
typedef int (*format_walk_fn)(struct format_walk *w, char *buf, size_t size,
			      void *arg);
void format_walk_run(lua_State *L, struct format_walk *w, format_walk_fn fn,
		     void *arg, char **buf);

/* The text of one argument between these; SIZE_MAX: it does not fit. */
size_t format_walk_argument(struct format_walk *w, unsigned int i, char *at,
			    char *end, enum decode_shown *shown);

/* Push the result as text. */
void format_walk_push_result(lua_State *L, const struct format_call *call);

#endif

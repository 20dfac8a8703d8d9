/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * One line: text as strace writes it, or a JSON object. For the files of this
 * folder. On the stack for lines, guard up.
 */
#ifndef LINE_H
#define LINE_H

#include "decode/decode.h"
#include "decode/sinks/json.h"
#include "decode/sinks/text.h"
#include "hooks/rule.h"
#include "thread/thread.h"
#include "trace/lines.h"
#include "trace/output.h"

/* What it is made with: a walk, and a sink for it. */
struct line {
	struct thread *t;
	const struct hook_trace *how;
	uintptr_t frame; /* of the call that it is about */
	int tid;
	int locked;	/* see output.h */
	uint64_t start; /* ns: when the call began, where that is wanted */
	uint32_t level; /* OUTPUT_APART, or of the line that is open */
	const struct frame *stack; /* whose frames are to follow; NULL: none, */
	uintptr_t signal; /* or those that a signal with this ucontext has met
			   */
	size_t head_n;
	char head[LINES_HEAD];
	struct decode d;
	union {
		struct decode_text text;
		struct decode_json json;
	} to;
};

/* Of this thread. */
void line_begin(struct line *l, struct thread *t, const struct hook_trace *how,
		uintptr_t frame);

/* The sink writes from at on, up to end. Where it does. */
struct decode_out *line_sink(struct line *l, char *at, char *end);

/* Where a text begins in what is free of the room, with a place for its head;
 * NULL: there is none. limit: where its end begins, at the latest. */
char *line_place(struct line *l, char **limit);

/* The times that the line asks for: us since 1970, ns. 0: it does not. */
uint64_t line_wall(const struct line *l);
uint64_t line_now(struct thread *t);

/* A call of our own, if the program's filters let it through. */
long line_ask(long nr, uint64_t a, uint64_t b, uint64_t c);
long line_issue(const struct SyscallRegs *regs);

/* What the line begins with. wall: us since 1970, now: ns; see line_wall(). */
void line_head(struct line *l, uint64_t wall, uint64_t now);

/* That of a record, where it stands already. */
void line_known_head(struct line *l, const struct lines_record *r);

/* The call's line is one that is under way, for whoever reads it. start: ns. */
void line_open(struct line *l, struct lines_record *r, uint64_t start,
	       int is_exec);

/* Write what is between these, behind the head, with a newline behind it, for
 * which there is room. */
void line_write(struct line *l, char *text, char *end);

/* Calls further out of which nothing is written yet: their first halves. Or
 * that of one call, with l->stack if it is the one that l is about. */
void line_halves(struct line *l);
void line_half(struct line *l, struct lines_record *r);

/* "<... name resumed>", and the name of a call, also of one without. */
void line_resumed(struct decode_out *out, long nr);
void line_name(struct decode_out *out, long nr);

/* Behind the arguments of the walk's call: its result, if it is done, what
 * injections have done, the time in ns, and the stack. out: from the text's
 * begin on. */
#define LINE_NO_TIME UINT64_MAX
void line_end(struct line *l, struct decode_out *out, uint8_t injected,
	      uint64_t took);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A thread's room for lines: a stack to make them on, and the lines that are
 * under way, innermost last. It is made with the thread's first line, and goes
 * with the thread's record.
 *
 * A call's record stays over the kernel's part. Handlers of signals and vfork
 * children make calls of their own meanwhile, whose records come behind it. One
 * that was left by siglongjmp is forgotten at the next call outside.
 *
 * All with the guard up.
 */
#ifndef LINES_H
#define LINES_H

#include <stddef.h>
#include <stdint.h>

#include "hooks/rule.h"
#include "thread/thread.h"

/* In front of each text: room for the thread's id, the time and the like. */
#define LINES_HEAD 192

/* Arguments of a call that are shown. */
#define LINES_ARGUMENTS 8

enum lines_state { LINES_ABSENT, LINES_KNOWN, LINES_WAITS };

/* What a line is so far. */
struct lines_record {
	uintptr_t frame; /* of its call */
	uint32_t outer;	 /* the one before, see lines_at(); 0: none */
	uint32_t level;	 /* how many there are before */
	uint32_t rule;	 /* whose, by its since */
	struct hook_trace how;
	int tid;
	uint32_t text;	 /* where it begins in the room, */
	uint32_t prefix; /* how long it is up to the first argument that waits,
			  */
	uint32_t n;	 /* and in all */
	uint32_t end[LINES_ARGUMENTS]; /* of each, from the text's begin */
	uint8_t state[LINES_ARGUMENTS];
	uint8_t count;	 /* of arguments */
	uint8_t waiting; /* the first that waits; count: none does */
	uint8_t head;	 /* bytes in front of the text that stand already */
	uint8_t open;	 /* see output_open() */
	uint8_t begun;	 /* the first half was written */
	uint8_t whole;	 /* only whole lines are, for results decide */
	uint8_t saved_bits;
	uint64_t saved[6]; /* of struct decode */
	uint64_t wall;	   /* us since 1970 */
};

/* There is a room, from now on. 0, or -1: no memory. */
int lines_ready(struct thread *t);

/* fn(arg) on its stack. On the program's stack. */
void lines_run(struct thread *t, void (*fn)(void *arg), void *arg);

/* A piece of it for a path. */
#define LINES_PATH 4096
char *lines_path(const struct thread *t);

/* The bytes behind what is under way: where they begin, and end. */
char *lines_free(const struct thread *t, char **end);

/* More of them: four times as many, and what is under way is elsewhere. 0, or
 * -1: there is no memory, or it is enough (64 MiB). */
int lines_grow(struct thread *t);

/* A record of that call and rule, with its text behind it; NULL: no room. Its
 * text is lines_text(), and ends where lines_keep() says. */
struct lines_record *lines_push(struct thread *t, uintptr_t frame,
				uint32_t rule);
void lines_keep(struct thread *t, const struct lines_record *r);
char *lines_text(const struct thread *t, const struct lines_record *r);

/* That of a call and rule; NULL: none is kept. */
struct lines_record *lines_find(const struct thread *t, uintptr_t frame,
				uint32_t rule);

/* The innermost one, and the one before another; NULL: none. */
struct lines_record *lines_last(const struct thread *t);
struct lines_record *lines_outer(const struct thread *t,
				 const struct lines_record *r);

/* The same, but none of a vfork parent's. */
struct lines_record *lines_own_last(const struct thread *t);
struct lines_record *lines_own_outer(const struct thread *t,
				     const struct lines_record *r);

/* A call is entered: those that were left for good are forgotten. */
void lines_forget(struct thread *t, uintptr_t frame);

/* Is nothing kept behind it? Forget the last one. */
int lines_is_last(const struct thread *t, const struct lines_record *r);
void lines_drop(struct thread *t);

/* The call is over: its records, and what is behind them. */
void lines_pop(struct thread *t, uintptr_t frame);

#endif

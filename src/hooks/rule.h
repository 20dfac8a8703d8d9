/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Rules: what is decided and done in C, without the interpreter, of calls that
 * a script has selected. The interpreter side fills them in (hooks/hook.h),
 * rules.c carries them out.
 */
#ifndef RULE_H
#define RULE_H

#include <stddef.h>
#include <stdint.h>

#include "cells/cells.h"
#include "thread/call.h"

/*
 * What a test is about: the arguments, 0 to 5, and these. A call without an
 * argument of that name fails the test; COMM is the task's name, as PR_GET_NAME
 * has it; FDPATH what one of its descriptors is open on, PEER
 * what it is connected to, or whom the call names; USES a string that the call
 * is given, or what one of its descriptors is open on. LOADER is 1 if the call
 * is one of glibc's loader, else 0. RET is the result and
 * TOOK the time of the kernel's part in ns, for hook_test_result() only.
 */
enum hook_source {
	HOOK_NO_ARGUMENT = 6,
	HOOK_PID,
	HOOK_TID,
	HOOK_LOADER,
	HOOK_COMM,
	HOOK_RET,
	HOOK_TOOK,
	HOOK_FDPATH,
	HOOK_PEER,
	HOOK_USES
};

enum hook_width { HOOK_64, HOOK_INT, HOOK_UNSIGNED }; /* of a C type */

enum hook_operator { HOOK_RANGE, HOOK_MASK, HOOK_SET, HOOK_GLOBS };

/* Numbers that a table of places has. */
#define HOOK_PLACES 512

/* Is a symbolic link at the end of a path followed? */
enum hook_follow {
	HOOK_FOLLOW_NEVER,
	HOOK_FOLLOW_ALWAYS,
	HOOK_FOLLOW_IF,	    /* one of the bits is set in flags */
	HOOK_FOLLOW_UNLESS, /* none of them */
	HOOK_FOLLOW_OPEN,   /* flags are those of open() */
	HOOK_FOLLOW_HOW	    /* of openat2() */
};

/* How a call takes the path that is one of its arguments. */
struct hook_path {
	uint16_t nr;
	uint8_t follow;
	uint8_t dfd, flags; /* places; HOOK_NO_ARGUMENT: there is none */
	uint32_t bit;
};

struct hook_test {
	uint8_t source; /* an argument, or enum hook_source */
	uint8_t width;
	uint8_t op;
	uint8_t negated;
	const uint8_t *places; /* source, by number; NULL: the same for all */
	int64_t low, high;     /* range: from, to; mask: bits, their value;
				  globs: 1, 0: what none refuses passes */
	const int64_t *set;
	const char *const *globs; /* one behind "!" refuses, negated then */
	size_t count;		  /* of set or globs */
	const struct hook_path *paths; /* by number, where globs are absolute */
	size_t paths_count;
};

/* Counters: HOOK_SLOTS rows, so that threads do not meet; what they say is the
 * sum over the rows. */
#define HOOK_SLOTS 16
#define HOOK_BUCKETS 64

struct hook_cells {
	uint64_t n[HOOK_SLOTS][8]; /* the first of each; lines of the cache */
};

/* Linear: bucket i from low + i * step on; step 0: bucket i from 2^i on. */
struct hook_scale {
	uint64_t low, step;
};

struct hook_histogram {
	struct hook_scale scale;
	uint64_t apart[6];
	struct {
		uint64_t n[HOOK_BUCKETS];
		uint64_t sum; /* ns */
		uint64_t pad[7];
	} slot[HOOK_SLOTS];
};

struct hook_inject {
	int answers;	/* result is, in place of the kernel */
	int signal;	/* sent before; 0: none */
	int per_thread; /* calls are counted for each thread by itself */
	int64_t result; /* -errno or a value */
	uint64_t enter_ns, exit_ns; /* to sleep before and behind */
	uint64_t first, last, step; /* of the calls that match, from 1 on */
	uint64_t chance;	    /* of 2^32 */
	uint64_t random;	    /* state */
	uint64_t done;		    /* how often it was applied */
};

/*
 * What calls are counted by: a part of the key. An argument is a number, or the
 * string that it points to; its place, by number of the call, has its width in
 * the upper half.
 */
enum hook_by {
	HOOK_BY_NUMBER, /* an argument */
	HOOK_BY_STRING,
	HOOK_BY_COMM,
	HOOK_BY_TID,
	HOOK_BY_SYSCALL,
	HOOK_BY_ERRNO, /* 0: it has not failed */
	HOOK_BY_RET,
	HOOK_BY_MADE, /* a descriptor that it has made: a key for each */
	HOOK_BY_STACK /* a word for each frame, the call site first: an address,
			 and HOOK_BY_EXACT as in struct hook_frame */
};
#define HOOK_BY_EXACT (1ull << 63)

#define HOOK_BYS 4
#define HOOK_BY_PLACE 0x0f
#define HOOK_BY_WIDTH 4	       /* shift, of two bits */
#define HOOK_BY_PIPE_FROM 0x40 /* a pipe's end: only that for reading, */
#define HOOK_BY_PIPE_TO 0x80   /* for writing */

struct hook_by_part {
	uint8_t by;
	uint8_t places[HOOK_PLACES];
};

/* What the cells' ret is the sum of. */
enum hook_sum { HOOK_SUM_NOTHING, HOOK_SUM_RET, HOOK_SUM_BYTES };

/* What is kept of the last call of each key: it, or who has made it, too. Words
 * of the cell, and behind them the frames, as in a key. */
enum hook_last { HOOK_LAST_NOTHING, HOOK_LAST_CALL, HOOK_LAST_STACK };
enum {
	HOOK_LAST_NUMBER, /* of the call */
	HOOK_LAST_TID,
	HOOK_LAST_RET,
	HOOK_LAST_ORDER, /* grows from call to call, of all rules */
	HOOK_LAST_WORDS
};

/* How many bytes a call has moved, by its number: by its result, by the list of
 * messages in that place, by the argument in that place; no more than flags in
 * another place say that they stay where they are. */
enum hook_moved {
	HOOK_MOVED_NONE,
	HOOK_MOVED_RET,
	HOOK_MOVED_MESSAGES,
	HOOK_MOVED_WHOLE
};
#define HOOK_MOVED_PLACE 2 /* shifts */
#define HOOK_MOVED_PEEKS 5

/* Of HOOK_RULE_CELLS and HOOK_RULE_CELLS_RESULT. */
struct hook_keyed {
	struct cells *cells; /* pages of their own */
	struct cells_shape shape;
	struct hook_scale scale; /* of histograms */
	uint8_t parts;
	uint8_t is_shared; /* forked children count there as well */
	uint8_t sum;	   /* enum hook_sum */
	uint8_t frames;	   /* of a stack, at most */
	uint8_t last;	   /* enum hook_last */
	uint8_t made;	   /* HOOK_BY_MADE is among the parts */
	uint8_t ends;	   /* calls are counted when they end */
	struct hook_by_part part[HOOK_BYS];
	uint8_t moved[HOOK_PLACES]; /* for HOOK_SUM_BYTES */
};

#define HOOK_STACK_FRAMES 64

struct call_counts;

/* Of HOOK_RULE_STATS. */
#define HOOK_STATS_FILE 128
struct hook_stats {
	struct call_counts *counts; /* pages of their own, or of a file */
	char file[HOOK_STATS_FILE]; /* its path; "": none */
};

/* Which results have a line. */
enum hook_trace_status {
	HOOK_TRACE_ALL,
	HOOK_TRACE_SUCCESSFUL,
	HOOK_TRACE_FAILED
};

/* Frames of a stack at most. */
#define HOOK_TRACE_FRAMES 256

/* How the lines of a rule look, in strace's words. */
struct hook_trace {
	uint8_t json;	  /* objects in place of text, */
	uint8_t timeline; /* which are events of a time line */
	uint8_t time;	  /* of day, 1 to 3 as -t, -tt and -ttt; 0: none */
	uint8_t relative, took, fds;
	uint8_t status;
	uint8_t timed;	 /* how long it takes is wanted */
	uint8_t after;	 /* lines are made after calls alone, for few are wanted
			  */
	uint8_t events;	 /* of no call: of what follows, */
	uint8_t exits;	 /* the ends of threads and processes, */
	uint8_t signals; /* signals whose handlers are about to run */
	uint8_t execs;	 /* a new program tells of the end of its exec */
	uint16_t column; /* of results */
	uint16_t frames; /* of the stack behind a line; 0: none */
	uint32_t strings;
	int32_t main; /* its lines have no thread id; 0: all have */
	int32_t zone; /* seconds east of Greenwich */
};

enum hook_rule_kind {
	HOOK_RULE_FILTER, /* lets handlers be asked: bit in call->passed */
	HOOK_RULE_COUNT,
	HOOK_RULE_CELLS, /* counts by key; up to here at the call's entry */
	HOOK_RULE_HISTOGRAM,
	HOOK_RULE_INJECT,
	HOOK_RULE_TIMED,	/* call->took is wanted */
	HOOK_RULE_RESULT,	/* exit handlers want to see these results */
	HOOK_RULE_CELLS_RESULT, /* counts by key behind the kernel's part, */
	HOOK_RULE_STATS,	/* by number */
	HOOK_RULE_TRACE		/* writes lines */
};

/* Rules that count for each thread, and filters, at a time. */
#define HOOK_RULE_BITS 64

struct hook_rule {
	struct hook_rule *next;
	uint32_t enabled;
	uint32_t uses; /* the interpreter side's */
	uint8_t kind;
	uint8_t bit;	 /* of a filter, or of a rule that counts by thread */
	uint8_t name;	 /* rules.c's; 0: none */
	uint8_t covered; /* a filter's as well: what that rejects it does not
			    want */
	uint32_t since;	 /* how many were added up to this one */
	size_t tests;
	struct hook_test *test; /* all of them must hold */
	uint64_t seen;		/* calls that matched */
	union {
		struct hook_cells *cells;
		struct hook_histogram *histogram;
		const struct hook_scale *scale; /* likewise */
		struct hook_inject *inject;
		struct hook_keyed *keyed;
		struct hook_stats *stats;
		struct hook_trace *trace;
	};
	uint64_t numbers[HOOK_WORDS]; /* bits by index */
	struct hook_rule *before;     /* rules.c's */
	struct hook_rule *gone;	      /* the next one that was removed */
	size_t size, mapped;	      /* the interpreter side's: of the block,
					 and of pages apart from it */
	size_t results; /* tests of the result, behind the others */
	uint8_t timed;	/* it wants to know how long the kernel's part takes */
	uint8_t stacks; /* and who has made the call */
};

/* --- what the interpreter side asks for, in the contexts of hooks/hook.h ---
 */

enum hook_wanted {
	HOOK_NONE,
	HOOK_RESULTS,  /* only exit handlers, of results by rules */
	HOOK_FILTERED, /* only handlers behind filters */
	HOOK_ALWAYS
};

/* start or hook, locked: which handlers there are for this index. Returns 0 or
 * -errno as sled_want(). */
int hook_want(unsigned int index, enum hook_wanted wanted);

/*
 * start or hook, locked: a rule, ready but for bit, name and since, is in force
 * from now on, behind those that are. It and what it leads to stay as they are
 * until hook_rules_collect() gives it back: a call may be looking at it at any
 * time. Returns 0 or -errno: -ENOSPC, HOOK_RULE_BITS are in use, or as
 * sled_want(); then it is as if it had been removed.
 */
int hook_rule_add(struct hook_rule *rule);

/* locked: it is not any more. */
void hook_rule_remove(struct hook_rule *rule);

/* start or hook, locked: rules that were removed and that no call looks at any
 * more, linked by gone; NULL: none. Each is returned once. */
struct hook_rule *hook_rules_collect(void);

/* start or hook: the program has just begun, and this is its first thread: the
 * end of the exec that made it, as how says. told: that call is one that has a
 * line. command: the path that `zpoline trace` was given, "": it was not; with
 * it, in JSON, that there is a new program is told, too. Or NULL. */
void hook_trace_begin(const struct hook_trace *how, int told,
		      const char *command);

/* Any: does this test of the result hold for a call that is done? */
int hook_test_result(const struct hook_test *test, const struct call *call);

/* Any: is argument i of number nr a descriptor? */
int hook_is_descriptor(long nr, int i);

/* Any: can calls of number nr be counted by the descriptors that they make? */
int hook_makes_descriptor(long nr);

#endif

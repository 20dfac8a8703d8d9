/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a system call means: its arguments and its result, told to a sink.
 *
 * A call is described by struct decode. decode_arguments() walks over what its
 * arguments are, by the types in table.c, and reads the program's memory where
 * they lead there. What it finds it tells to a sink, event by event: the text
 * that strace writes (sinks/text.h), JSON (sinks/json.h), or one of the
 * caller's.
 *
 * Usable in any context in which memory_copy_in() is: no allocation, general
 * registers only. Whatever the registers and the memory hold, a walk ends:
 * lists and strings are cut at decode.strings, nesting at DECODE_DEPTH. The
 * stack that it takes grows with the nesting, so it is not run on the
 * program's stack.
 */
#ifndef DECODE_H
#define DECODE_H

#include <stddef.h>
#include <stdint.h>

#include "decode/sinks/sink.h"

/* Bytes of the program's memory that are kept at a time. */
#define DECODE_WINDOW 256

/* --- calls ------------------------------------------------------------------
 */

struct decode;

/* What can be asked of the process beside its memory; each may be NULL. */
struct decode_host {
	/* What fd is open on, fd -100: the working directory. Its length, at
	 * most size, or a negative number. */
	long (*path)(struct decode *d, int fd, char *path, size_t size);
	/* The protocol of a socket of netlink, -1: it is none. */
	int (*netlink)(struct decode *d, int fd);
};

#define DECODE_NOT_ASKED (-2)

struct decode {
	/* --- set by the caller */
	struct decode_sink *sink;
	long nr;
	uint64_t arg[6];
	uint64_t sp;	  /* the program's stack pointer at the call */
	int64_t ret;	  /* the result, -errno if it failed, */
	uint8_t done;	  /* if there is one yet */
	uint32_t strings; /* bytes and list entries that are shown */
	const struct decode_host *host; /* to show paths with descriptors */
	char *scratch;			/* room for them */
	size_t scratch_size;

	/* --- kept from the walk before the call to the one after it */
	uint64_t saved[6];  /* what memory held before the call */
	uint8_t saved_bits; /* which of them are set */

	/* --- of the walk */
	uint8_t failed;
	uint8_t depth;
	uint32_t limit;	  /* bytes that the struct has */
	uint64_t given;	  /* bytes that an option's value has */
	uint32_t kind;	  /* of a part among others: an attribute's type */
	int32_t netlink;  /* protocol of the call's socket, once it was asked */
	uint16_t member;  /* whose value is shown: its name in decode_names */
	uint8_t answers;  /* what an error is about is shown */
	uint8_t packets;  /* what is sent or received is shown */
	uint64_t left;	  /* bytes that are left for the buffers of a list */
	uintptr_t base;	  /* of the struct whose members are shown */
	uintptr_t window; /* of which address it holds the bytes, */
	uint32_t window_n; /* and how many */
	uint8_t bytes[DECODE_WINDOW];
};

/* A call before it is made, and after it. What is set by the caller must be:
 * all but sink, ret, done and below is set here to what is usual. */
void decode_begin(struct decode *d, long nr, const uint64_t arg[6]);
void decode_done(struct decode *d, int64_t ret);

/* How many arguments are shown at most, and the place of one of them (0..5)
 * among the registers; -1: it is none of them. */
unsigned int decode_count(long nr);
int decode_place(long nr, unsigned int i);

enum decode_shown {
	DECODE_SHOWN,
	DECODE_ABSENT, /* the call has no such argument this time */
	DECODE_WAITS   /* for the result: the kernel fills it in */
};

/* Show one of them, 0 to decode_count() - 1. Before the call what has to wait
 * is not shown, but what it needs is kept. */
enum decode_shown decode_argument(struct decode *d, unsigned int i);

/* Those from number i on up to the first that waits: its number, or
 * decode_count(). */
unsigned int decode_arguments(struct decode *d, unsigned int i);

/* The address or number that stands for an argument that has to wait. */
void decode_register(struct decode *d, unsigned int i);

/* The result: "3", "-1 ENOENT (No such file or directory)", "?". For sinks of
 * text. */
void decode_result(struct decode *d);

/* What the result of a call that has not failed means, for sinks of values:
 * flags, what a descriptor is open on. Nothing if it is no more than a number.
 */
void decode_meaning(struct decode *d);

/* A signal, and the siginfo at an address, which may be bad. */
void decode_signal(struct decode *d, int number);
void decode_siginfo(struct decode *d, uint64_t at);

/* --- constants --------------------------------------------------------------
 */

/* The value of a constant by its name; 0: there is none. */
int decode_constant(const char *name, size_t n, uint64_t *value);

/* The name of constant i, from 0 on; NULL: there are no more. Some come more
 * than once. */
const char *decode_constant_name(unsigned int i, size_t *n);

/* What C's strerror says of an error, NULL for what is none. */
const char *decode_error(int value);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What is in the file of a run that trace lines go through: the library writes
 * it (trace/ring.c), the command reads it (cli/tracing/drain.c). A head, then
 * lanes. A lane belongs to one thread at a time, which alone writes records to
 * it; the reader alone moves its tail and gives it back.
 *
 * A record is whole once the lane's head is behind it. What a thread has begun
 * and not completed, a call that is under way, stands in the lane's open lines
 * and not among the records.
 */
#ifndef RING_FILE_H
#define RING_FILE_H

#include <assert.h>
#include <stdint.h>

#define RING_MAGIC 0x67726e79617271ull
#define RING_LANES 256

/* Bytes of records in a lane; a power of two. */
#define RING_DATA (64 * 1024)

/* Records are aligned to this, so that their heads do not wrap around. */
#define RING_ALIGN 16

/* A longer text becomes several records, all but the last with RING_MORE. */
#define RING_PIECE (16 * 1024)

/* Calls of one thread that are under way below each other, and how much of
 * each is kept to be shown. A power of two; see serial. */
#define RING_OPEN 16
#define RING_OPEN_TEXT 1008

/* Words of the head's reader: the kernel sets the first when the reader dies
 * (robust futexes). */
#define RING_READER_DIED 0x40000000u
#define RING_READER_TID 0x3fffffffu

struct ring_record {
	uint32_t size;	 /* of the text that follows; flags: */
	uint32_t serial; /* of the open line that it completes; 0: of none */
	uint64_t time;	 /* CLOCK_MONOTONIC, ns */
};
#define RING_MORE 0x80000000u
#define RING_CUT 0x40000000u /* an open line; its call has not come back */
#define RING_SIZE 0x3fffffffu
static_assert(sizeof(struct ring_record) == RING_ALIGN, "a head");

struct ring_open_line {
	uint32_t serial; /* its place in the lowest bits; 0: it is closed */
	uint32_t size;	 /* of the text; a flag: */
	uint64_t time;
	char text[RING_OPEN_TEXT];
};
static_assert(sizeof(struct ring_open_line) == 1024, "a place");
#define RING_EXEC 0x80000000u /* if it succeeds, the next program says so */

/* A lane's owner: pid << 32 | tid as the owner sees them, and how it ended. */
#define RING_PID_SHIFT 32
#define RING_TID 0x3fffffffull
#define RING_ENDED (1ull << 30)	   /* the thread, by exit */
#define RING_REPLACED (1ull << 31) /* another program runs in its process */

#define RING_BEGINS 1 /* one is, and its time not known yet; 0: none is */

/* The process will exit, and has a line about it; or its first thread has. */
#define RING_SAYS_EXIT 1
#define RING_SAYS_FIRST_EXIT 2

struct ring_lane {
	/* of the owner */
	uint64_t pid_space; /* inode of its PID namespace; 0: not known */
	uint64_t head;	    /* bytes ever written */
	uint64_t beginning; /* time of a record that is being written, or: */
	uint64_t dropped;   /* lines */
	uint64_t filled;    /* bytes of data that have memory */
	uint32_t serials;   /* ever used */
	uint32_t deepest;   /* open lines are below this place */
	uint32_t exits;	    /* what has been said of an end, as below */
	uint32_t known;	    /* the reader has looked at the process */
	char pad[72];
	/* of the reader */
	uint64_t tail;	/* bytes ever read */
	uint64_t final; /* where it has left off, + 1; 0: it reads on */
	uint32_t moved; /* changes with the tail: who waits for that */
	uint32_t waits; /* somebody does */
	char pad2[104];
	struct ring_open_line open[RING_OPEN];
	char data[RING_DATA] __attribute__((aligned(4096)));
};

struct ring_head {
	uint64_t magic;
	uint32_t lanes;
	uint32_t drops;	    /* a full lane drops lines */
	uint32_t reader;    /* a robust futex that the reader holds */
	uint32_t leaving;   /* the reader takes no more lines */
	uint32_t is_direct; /* lines go to the log; open ones are here */
	uint32_t processes; /* grows with each that comes: a futex */
	uint32_t listens;   /* the reader wakes at that */
	uint32_t spare;
	uint64_t owner[RING_LANES]; /* 0: free. By compare and swap */
	uint64_t named[RING_LANES]; /* the owner, once its lane has memory */
	char pad[8152 - 2 * 8 * RING_LANES];
};
static_assert(sizeof(struct ring_head) == 8192, "pages");
static_assert(sizeof(struct ring_lane) % 4096 == 0, "pages");

#define RING_FILE_SIZE                                                         \
	(sizeof(struct ring_head) + RING_LANES * sizeof(struct ring_lane))

/* Whoever writes a line to a pipe or socket locks this byte, see base/sink.c.
 */
#define RING_LOCKED_BYTE ((1l << 62) + 0x7a70)

/* Where the next record begins, behind one with that much text. */
static inline uint64_t ring_next(uint64_t at, uint64_t size)
{
	return at + ((sizeof(struct ring_record) + size + RING_ALIGN - 1) &
		     ~(uint64_t)(RING_ALIGN - 1));
}

#endif

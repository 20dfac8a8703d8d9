/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Writing to a descriptor without raising a signal for the program, whatever
 * happens to the descriptor. The log and the files of scripts are written by
 * this. Callable from any context.
 */
#ifndef SINK_H
#define SINK_H

#include <stddef.h>

/* By what a write may raise, and by whether another process may write in
 * between. */
enum sink_kind {
	SINK_FILE,     /* SIGXFSZ */
	SINK_PIPE,     /* SIGPIPE */
	SINK_SOCKET,   /* SIGPIPE */
	SINK_TERMINAL, /* SIGTTOU */
};

enum sink_kind sink_kind(int fd);

/* As write(2), in one call, without its signals. Returns the number of bytes
 * written, or -errno. */
long sink_write(int fd, enum sink_kind kind, const char *bytes, size_t n);

/* Is the size of files limited (RLIMIT_FSIZE)? take: assume so, for the limit
 * is being changed. read: ask the kernel. Until the first read it is assumed
 * too. */
void sink_take_limited(void);
void sink_read_limit(void);

/* Wait some milliseconds at most until more can be written. Returns 0 if it
 * cannot. */
int sink_wait(int fd, int milliseconds);

/* The byte of a pipe or socket that is locked for that. No program locks it. */
#define SINK_LOCKED_BYTE ((1l << 62) + 0x7a70)

/*
 * Between sink_lock() and sink_unlock() nobody else writes a line to this pipe
 * or socket, neither another thread nor another process, if all of them call
 * sink_lock(). It returns 0 if the lock could not be had because its holder was
 * stopped. It waits for the holder, but not if the sink could be written
 * meanwhile.
 */
int sink_lock(int fd);
void sink_unlock(int fd, int locked);

/* Call this in a new process, where no other thread is writing. */
void sink_after_fork(void);

#endif

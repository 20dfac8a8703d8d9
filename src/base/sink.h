/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Writing to a descriptor that the program did not choose: whatever becomes of
 * it, no signal is raised for the program. The log and scripts' files write by
 * this. Callable from any context.
 */
#ifndef SINK_H
#define SINK_H

#include <stddef.h>

/* What writing may raise, and who else may write in the middle. */
enum sink_kind {
	SINK_FILE,     /* SIGXFSZ */
	SINK_PIPE,     /* SIGPIPE */
	SINK_SOCKET,   /* SIGPIPE */
	SINK_TERMINAL, /* SIGTTOU */
};

enum sink_kind sink_kind(int fd);

/* As write(2), in one call, but for its signals: bytes written, or -errno. */
long sink_write(int fd, enum sink_kind kind, const char *bytes, size_t n);

/* Whether the size of files is limited (RLIMIT_FSIZE), which is taken for so
 * until it is read, or while it is being changed. */
void sink_take_limited(void);
void sink_read_limit(void);

/* Wait until more can be written, for some milliseconds at most. Returns 0 if
 * it cannot. */
int sink_wait(int fd, int milliseconds);

/*
 * Nobody else writes a line to this pipe or socket between sink_lock() and
 * sink_unlock(), no other process either, as long as the others ask as well.
 * sink_lock() returns 0 if it could not be had: a holder was stopped. It waits
 * for that, but not if the sink could be written meanwhile.
 */
int sink_lock(int fd);
void sink_unlock(int fd, int locked);

/* In a new process: no other thread of it is writing. */
void sink_after_fork(void);

#endif

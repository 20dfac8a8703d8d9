/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The zpoline log: stderr as it was at start, a file, or a descriptor of the
 * user's. Callable from any context once log_open() ran; before that messages
 * go to descriptor 2.
 *
 * A line raises no signal, and comes whole where several processes write to one
 * pipe. It waits where the program's own would: but only for some seconds where
 * the descriptor does not block. Then, and where it cannot be written, it is
 * lost, and counted.
 */
#ifndef LOG_H
#define LOG_H

#include <stddef.h>

#define LOG_NOT_HOOKED "not hooked, its calls are not seen"

/*
 * Open the log named by spec: a path (%p becomes the process id), "fd:N", or
 * NULL for stderr, which may be closed: then there is no log. It is for
 * start-up until log_keep() has run. Returns 0 or -errno.
 */
int log_open(const char *spec);

/* Start-up is over. The descriptor of a log that was opened here has a high
 * number from now on, and is closed on exec. One that the program has as well,
 * such as stderr, is used as it is until log_hold(). */
void log_keep(void);

/* The program's descriptor that the log is written to; -1: it has one of its
 * own, or there is none. */
int log_shared(void);

/* The program is about to close or replace that: the log's descriptor is a
 * duplicate of it from now on. If none is to be had that is said, and there is
 * no log. By one thread at a time. */
void log_hold(void);

/* What log_hold() did, or log_lost(), is undone: it was in a table of
 * descriptors that is gone. */
void log_share(void);

/* The log's descriptor is about to be closed, for the program needs its number:
 * that is said, and there is no log. */
void log_lost(void);

/* Some calls of the program are not seen: before each line it is looked whether
 * the descriptor is still open on the same file, and if not there is no log. */
void log_unsure(void);

/* There is no log any more. */
void log_drop(void);

/*
 * Is a line that nobody asked for no harm there? Yes, if the user has named the
 * log, or standard error is a terminal or leads elsewhere than standard output:
 * otherwise it would stand amid what the program writes.
 */
int log_is_apart(void);

/* Write these bytes as they are: a line, or several. */
void log_write(const char *bytes, size_t n);

/* The process ends, or another program takes its place: how many lines were
 * lost. */
void log_end(void);

/* In a child that was forked. */
void log_after_fork(void);

/* One line "zpoline: ...", formatted as nolibc_format() does. */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * What the user asked for is not to be had. The program that he starts is not
 * started, as by log_fatal(); for one that a hooked program has started, which
 * may have less rights, room and files, this is a line, with its name and what
 * it goes without, and returns.
 */
void log_refuse(const char *without, const char *format, ...)
	__attribute__((format(printf, 2, 3), cold));

/* A hooked program has started this one. */
void log_as_child(const char *program);

/* The same on descriptor 2, then exit status 125: the program is not
 * started. */
void log_fatal(const char *format, ...)
	__attribute__((format(printf, 1, 2), noreturn, cold));

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The zpoline log: stderr as it was at start, a file, or a descriptor of the
 * user's. One line, one write. Callable from any context once log_open() ran;
 * before that messages go to descriptor 2.
 */
#ifndef LOG_H
#define LOG_H

#include <stddef.h>

#define LOG_NOT_HOOKED "not hooked, its calls are not seen"

/*
 * Open the log named by spec: a path (%p becomes the process id), "fd:N", or
 * NULL for stderr. With lasting the descriptor used is a private duplicate
 * with a high number, closed on exec; without, the log is for start-up only.
 * Returns 0 or -errno.
 */
int log_open(const char *spec, int lasting);

/*
 * Is a line that nobody asked for no harm there? Yes, if the user has named the
 * log, or standard error is a terminal or leads elsewhere than standard output:
 * otherwise it would stand amid what the program writes.
 */
int log_is_apart(void);

/* There is none. */
void log_close(void);

/* The process has got a seccomp filter, which may end it for calls that the
 * program would not have made: no more looking whether the log is read. */
void log_filtered(void);

/* Write these bytes as they are, in one write. They are lost if the log is a
 * pipe that nobody reads any more. */
void log_write(const char *bytes, size_t n);

/* One line "zpoline: ...", formatted as text_format() does. */
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

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The zpoline log: stderr as it was at start, a file, or a descriptor of the
 * user's. Callable from any context once log_open() has run. Before that,
 * messages go to descriptor 2.
 *
 * A line raises no signal, and comes out whole even if several processes write
 * to one pipe. It waits for its reader as a write of the program would. But if
 * the descriptor does not block, it waits only some seconds. A line that cannot
 * be written is lost, and counted.
 */
#ifndef LOG_H
#define LOG_H

#include <stddef.h>

#define LOG_NOT_HOOKED "not hooked, its calls are not seen"

/*
 * Open the log named by spec: a path (%p becomes the process id), "fd:N", or
 * NULL for stderr, which may be closed: then there is no log. It is for
 * start-up until log_keep() has run. ours: two descriptors that were opened
 * for us, so that their numbers are free for the program, and none of the
 * user's; NULL: there are none. Returns 0 or -errno.
 */
int log_open(const char *spec, const int *ours);

/* Start-up: it is open already, as fd, which is ours. */
void log_adopt(int fd);

/* The descriptor of a file that is every process's log; 0: it is none. */
int log_common(void);

/* Start-up is over. The descriptor of a log that was opened here gets a high
 * number, and is closed on exec. A descriptor that belongs to the program too,
 * such as stderr, is used as it is until log_hold(). */
void log_keep(void);

/* The program's descriptor that the log is written to; -1: the log has one of
 * its own, or there is no log. */
int log_shared(void);

/* The program is about to close or replace that descriptor. From now on the log
 * has a duplicate of it. If there can be none, a last line says so and the log
 * ends. By one thread at a time. */
void log_hold(void);

/* Undo what log_hold() or log_lost() did: that was in a table of descriptors
 * that is gone. */
void log_share(void);

/* The log's descriptor is about to be closed, because the program needs its
 * number. A last line says so, and the log ends. */
void log_lost(void);

/* Some calls of the program are not seen. So before each line it is checked
 * that the descriptor still leads to the same file. If it does not, the log
 * ends. */
void log_unsure(void);

/* End the log. */
void log_drop(void);

/*
 * Is the log apart from the program's output, so that a line which the user did
 * not ask for does no harm? Yes, if the user has named the log, or if standard
 * error is a terminal or leads elsewhere than standard output.
 */
int log_is_apart(void);

/* Write these bytes as they are: a line, or several. */
void log_write(const char *bytes, size_t n);

/* Lines of scripts go there, with the guard up. NULL: to the log. */
extern void (*log_divert)(const char *bytes, size_t n);

/* A line could not be made, because there is no memory: it counts as lost. */
void log_lose(void);

/* The process ends, or another program takes its place: log how many lines were
 * lost. */
void log_end(void);

/* Call this in the child of a fork. */
void log_after_fork(void);

/* One line "zpoline: ...", formatted as nolibc_format() does. */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Something that the user asked for cannot be had. The user's own program is
 * not started, as by log_fatal(). A program that a hooked program has started
 * may have fewer rights, less memory and fewer files. For such a program this
 * logs a line, with its name and what it goes without, and returns.
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

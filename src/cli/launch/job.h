/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Running a program. In place where the command has nothing to do afterwards:
 * then its status, its signals and its process are the program's own. As a
 * child otherwise.
 */
#ifndef JOB_H
#define JOB_H

#include <sys/types.h>

/* Become the program. */
_Noreturn void job_exec(const char *path, char **argv);

/*
 * Start it, pass signals on to it, call tick() every so many milliseconds and
 * once at the end. Waits for all processes that it leaves behind too. Returns
 * its wait status.
 */
int job_run(const char *path, char **argv, void (*tick)(void), int period);

/*
 * Start it, pass signals on to it, and stop when a terminal has stopped it.
 * tick() is called again and again, with its wait status once it has ended: the
 * program is a zombie at the first of these calls. interrupted: a signal asks
 * for the end of waiting. It returns in how many microseconds it is to be
 * called again; 0: it is all over. Processes that the program leaves behind
 * find init as their parent, as natively. Returns the wait status.
 */
int job_follow(const char *path, char **argv, void (*begin)(pid_t program),
	       int (*tick)(const int *status, int interrupted));

/* Start it, pass signals on to it, wait for it alone. Returns its wait status.
 */
int job_wait(const char *path, char **argv);

/* End as the program did: with its status, or by the same signal. */
_Noreturn void job_end(int status);

/* Run it with both its outputs and give them back as text, with its wait
 * status. Standard input is empty. */
char *job_capture(const char *path, char **argv, int *status);

#endif

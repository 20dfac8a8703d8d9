/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Running a program whose trace lines come to the command, which writes them,
 * and how its processes end.
 */
#ifndef FOLLOW_H
#define FOLLOW_H

struct follow {
	/* a file, fd:N, a name with %p; NULL: standard error, to which the
	 * processes write themselves */
	const char *output;
	int drops; /* lines for which there is no room */
	int is_json;
	int says_ends; /* lines for exits and kills */
	int stamps;    /* -t, how often */
	int relative;  /* -r */
	long zone;     /* seconds east of Greenwich */
};

/* Have lines come here: sets ZPOLINE_RING. Returns 0: they cannot, and go to
 * the log. */
int follow_start(const struct follow *how);

/* Run it to the end, and end as it does. */
_Noreturn void follow_run(const char *path, char **argv);

#endif

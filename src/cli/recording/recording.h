/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What `zpoline trace --json` writes: an object a line, each a call.
 *
 *   pid, tid   of the caller
 *   call       name
 *   args       their texts, as strace shows them; with -y descriptors say what
 *              they are open on: 3</etc/hosts>
 *   result     its text; ret the number, error the error's name, as there are
 *   time       of its beginning, in seconds since 1970
 *   took       seconds; not in calls that do not come back
 */
#ifndef RECORDING_H
#define RECORDING_H

#define RECORDING_ARGS 6

struct recording_call {
	long pid, tid;
	char *name, *result; /* never NULL */
	char *error;	     /* NULL: none */
	char *args[RECORDING_ARGS];
	unsigned int n;
	long long ret; /* 0 if there is none */
	double time;
	double took; /* negative: not known */
};

/* The call of a line; 0: the line is none. Ended by recording_free(). */
int recording_read(const char *line, struct recording_call *call);
void recording_free(struct recording_call *call);

/* name(args) = result, to be freed. */
char *recording_text(const struct recording_call *call);

#endif

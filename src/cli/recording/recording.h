/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What `zpoline trace --json` writes: an object a line, each a call or an
 * event. docs/trace.schema.json says what is in it; with -y descriptors say
 * what they are open on.
 */
#ifndef RECORDING_H
#define RECORDING_H

#define RECORDING_ARGS 8

struct recording_call {
	long pid, tid;
	char *name;   /* of a call; NULL: it is an event, */
	char *event;  /* of that name, */
	char *path;   /* of a program that has begun */
	char *result; /* as it is shown: 3</etc/hosts>; never NULL of a call */
	char *error;  /* NULL: none */
	char *args[RECORDING_ARGS]; /* as they are shown */
	unsigned int n;
	long long ret; /* 0 if there is none */
	double time;
	double took; /* negative: not known */
};

/* The call or event of a line; 0: the line is none. Ended by recording_free().
 */
int recording_read(const char *line, struct recording_call *call);
void recording_free(struct recording_call *call);

/* Of a call: name(args) = result, to be freed. */
char *recording_text(const struct recording_call *call);

#endif

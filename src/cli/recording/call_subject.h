/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The file or socket that a recorded call is about. Calls must be given in the
 * order of the recording: what a socket is connected with is kept.
 */
#ifndef CALL_SUBJECT_H
#define CALL_SUBJECT_H

#include "cli/recording/recording.h"

/*
 * What its first descriptor is open on, what it has opened, or else the path
 * that it was given, to be freed; NULL: there is none. A socket that has an
 * address is shown with it.
 */
char *call_subject_name(const struct recording_call *call);

/* How many bytes it has read from there, and written to there. */
void call_subject_bytes(const struct recording_call *call,
			unsigned long long *in, unsigned long long *out);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* How many calls took which way: the figures at the process's end. */
#ifndef STATS_H
#define STATS_H

#include "base/frame.h"

/* Are calls counted? */
extern unsigned char stats_on;

/* Count calls from now on. All of them come to dispatch(), also those that
 * would pass in the gate. */
void stats_start(void);

/* A call of this index has come in. */
void stats_add(unsigned int index, const struct frame *frame);

/* The figures so far, into the log, if there are any. */
void stats_report(void);

/* In a new process: none so far. */
void stats_restart(void);

#endif

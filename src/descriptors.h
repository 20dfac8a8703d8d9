/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Descriptors of ours (own_fds.h) in a program that closes descriptors that it
 * did not open, or wants such a number for itself: it finds the number free,
 * and the log and scripts' files go on.
 */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include <stddef.h>

struct call;
struct thread_vfork;

/* Numbers of the calls that come through descriptors_issue() while there
 * may be descriptors of ours. */
extern const unsigned short descriptors_numbers[];
extern const size_t descriptors_numbers_count;

/* Issue call->regs, one of them, in any context; the kernel's result, or what
 * it would be if ours were not there. */
long descriptors_issue(struct call *call);

/* The vfork child for which this was kept is gone: what it has moved, in a
 * table of its own, is where it was. */
void descriptors_put_back(const struct thread_vfork *vfork);

#endif

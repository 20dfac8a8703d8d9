/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The log's descriptor in a program that closes descriptors that it did not
 * open, or wants that number for itself: it finds the number free, and the
 * log goes on.
 */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include <stddef.h>

struct call;

/* Numbers of the calls that come through descriptors_issue() while the log
 * has a descriptor of its own. */
extern const unsigned short descriptors_numbers[];
extern const size_t descriptors_numbers_count;

/* Issue call->regs, one of them, in any context; the kernel's result, or what
 * it would be if the log's descriptor were not there. */
long descriptors_issue(struct call *call);

#endif

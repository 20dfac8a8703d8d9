/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Limits that the program sets for itself, and that would hold for what is
 * ours: the log and scripts' files are written as if there was none on the size
 * of files, but for what it cuts off.
 */
#ifndef RLIMIT_H
#define RLIMIT_H

#include <stddef.h>

struct call;

/* Numbers of the calls that come through rlimit_issue() while there is a log or
 * a script. */
extern const unsigned short rlimit_numbers[];
extern const size_t rlimit_numbers_count;

/* Issue call->regs, one of them; the kernel's result. Any context. */
long rlimit_issue(struct call *call);

#endif

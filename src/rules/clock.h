/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The monotonic clock. */
#ifndef CLOCK_H
#define CLOCK_H

#include "thread/thread.h"

/* In ns. On the program's stack, guard down. */
uint64_t clock_now(struct thread *t);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Descriptors that a call has made. Any context. */
#ifndef MADE_H
#define MADE_H

#include <stddef.h>

#include "thread/call.h"

#define MADE_MAX 2

/* Those of a call with that result; returns how many. */
size_t made_find(const struct call *call, unsigned int index, long ret,
		 int fd[MADE_MAX]);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * int $0x80 from 64-bit code, caught by the fallback: calls of the i386 table.
 * Most are made as they are, by a stub in the gate. A call that changes what we
 * keep of the process (tasks, masks, mappings, descriptors) is made as the call
 * of the 64-bit table that does the same. Scripts see none of them.
 */
#ifndef INT80_H
#define INT80_H

#include <stdint.h>

#include "base/frame.h"

/* From int80.S, with the program's rcx, for which a frame has no place. Returns
 * the result. */
long int80_issue(struct frame *frame, uint64_t rcx);

#endif

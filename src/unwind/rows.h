/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Steps from a frame to its caller that were made before, by the address. Call
 * these between objects_begin() and objects_end().
 */
#ifndef ROWS_H
#define ROWS_H

#include <stdint.h>

#include "unwind/cfi.h"
#include "unwind/objects.h"

enum rows_kind { ROWS_STEP, ROWS_OUTERMOST, ROWS_NO_ENTRY };

struct rows_step {
	struct cfi_brief brief; /* its count is not 0: of ROWS_STEP */
	uint8_t kind;
	uint8_t signal; /* the frame is that of a signal */
};

/* The step at that address of the object, which is as it was; NULL: it is not
 * kept. */
const struct rows_step *rows_find(const struct object *object, uintptr_t pc);

/* Keep one. */
void rows_keep(const struct object *object, uintptr_t pc,
	       const struct rows_step *step);

#endif

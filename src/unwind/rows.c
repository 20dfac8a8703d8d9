/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A table by address; a new row takes the place of another one. A row is that
 * of an object by its serial number, which objects.c gives to an object when it
 * is found, and to no other: what comes to the same addresses later is another
 * object. Whoever was killed while it wrote a row has left its serial 0.
 */
#include "unwind/rows.h"

#include "base/constants.h"

#define ROWS 1024

static struct row {
	uintptr_t pc;
	uint32_t serial; /* 0: none */
	struct rows_step step;
} rows[ROWS] BIG_TABLE;

static struct row *row_at(uintptr_t pc)
{
	return &rows[(pc * 0x9e3779b97f4a7c15) >> 54];
}

const struct rows_step *rows_find(const struct object *object, uintptr_t pc)
{
	const struct row *row = row_at(pc);

	return row->pc == pc && row->serial == object->serial ? &row->step
							      : NULL;
}

void rows_keep(const struct object *object, uintptr_t pc,
	       const struct rows_step *step)
{
	struct row *row = row_at(pc);

	__atomic_store_n(&row->serial, 0, __ATOMIC_RELAXED);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	row->pc = pc;
	row->step = *step;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	__atomic_store_n(&row->serial, object->serial, __ATOMIC_RELAXED);
}

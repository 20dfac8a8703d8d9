/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A table by address, as that of rows.c: a row is that of an object by its
 * serial number, and its object's symbols stay as they are.
 */
#include "unwind/names.h"

#include "base/constants.h"

#define ROWS 1024

static struct row {
	uintptr_t addr;
	uint32_t serial; /* 0: none */
	uint32_t symbol;
} rows[ROWS] BIG_TABLE;

static struct row *row_at(uintptr_t addr)
{
	return &rows[(addr * 0x9e3779b97f4a7c15) >> 54];
}

int names_find(const struct object *object, uintptr_t addr, uint32_t *symbol)
{
	const struct row *row = row_at(addr);

	if (row->addr != addr || row->serial != object->serial)
		return 0;
	*symbol = row->symbol;
	return 1;
}

void names_keep(const struct object *object, uintptr_t addr, uint32_t symbol)
{
	struct row *row = row_at(addr);

	__atomic_store_n(&row->serial, 0, __ATOMIC_RELAXED);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	row->addr = addr;
	row->symbol = symbol;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	__atomic_store_n(&row->serial, object->serial, __ATOMIC_RELAXED);
}

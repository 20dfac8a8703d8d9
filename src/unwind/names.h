/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Which function an address is in, as it was found before. Call these between
 * objects_begin() and objects_end().
 */
#ifndef NAMES_H
#define NAMES_H

#include <stdint.h>

#include "unwind/objects.h"

/* Is that address of the object known, which is as it was? *symbol becomes what
 * symbols_find() has said. */
int names_find(const struct object *object, uintptr_t addr, uint32_t *symbol);

/* Keep it. */
void names_keep(const struct object *object, uintptr_t addr, uint32_t symbol);

#endif

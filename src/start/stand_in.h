/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Libraries with C hooks name functions of zpoline.h, which the program's
 * loader has to find. A library that came in at the exec is not among the
 * objects that it knows. So it loads a small one with these names, that has the
 * library's soname and leads to it.
 *
 * The object is part of the library. It needs no path, and no /proc: the call
 * that opens STAND_IN_PATH is answered, with a file in memory. Where that call
 * is not seen, without the fallback, the file has a path in /proc.
 */
#ifndef STAND_IN_H
#define STAND_IN_H

#include <stddef.h>
#include <stdint.h>

/* As its mappings are named. */
#define STAND_IN_PATH "/memfd:zpoline.h"

/* The object's table, to be given to stand_in_fill(). */
#define STAND_IN_TABLE "zpoline_stand_in"

/* In between, STAND_IN_PATH can be opened to be read. Returns 0 or -errno. */
int stand_in_begin(void);
void stand_in_end(void);

/* The file, and its path there, which fits in size bytes. Returns a descriptor,
 * to be closed by sys_close(), or -errno, and then there is no path. */
int stand_in_open(char *path, size_t size);

void stand_in_fill(void *table);

/* The functions, of which there are *n. */
const uintptr_t *stand_in_functions(size_t *n);

#endif

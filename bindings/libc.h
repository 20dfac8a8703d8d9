/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the Lua archive gets in place of libc, where libc would lock, allocate,
 * write to the program's streams or follow the program's locale. The names are
 * given to the archive at build time (lua-symbols.txt). mem* and str* come
 * from the core.
 */
#ifndef LIBC_H
#define LIBC_H

/* start: before the first use of Lua */
void libc_open(void);

#endif

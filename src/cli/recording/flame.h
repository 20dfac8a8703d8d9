/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Flame graphs of folded stacks, which scripts/flame.lua writes. */
#ifndef FLAME_H
#define FLAME_H

#include <stdio.h>

/* Take a line "root;function;call 412" with its number of microseconds;
 * 0: it is none. The line is changed. */
int flame_add(char *line);

int flame_is_empty(void);

/* All that was taken, as one SVG. Returns how many frames are in it. */
unsigned int flame_draw(FILE *out, const char *title);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The arguments of a system call as C writes them. */
#ifndef PROTOTYPE_H
#define PROTOTYPE_H

#include <stdio.h>

#include "tables/tables.h"

/* "int dfd, const char *path" */
void prototype_print(FILE *out, const struct tables_syscall *s);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Classes of system calls: those that take a file's name, that use
 * descriptors, ... Constant data: callable from any context.
 */
#ifndef CLASSES_H
#define CLASSES_H

#include "tables/tables.h"

/* Does the call belong to the class of that name (without %)? */
int classes_has(const char *class, const struct tables_syscall *s);

/* The name of class i, from 0 on; NULL: there are no more. */
const char *classes_name(unsigned int i);

#endif

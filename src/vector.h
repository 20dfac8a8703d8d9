/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Which of vector.S's pairs this CPU needs. Set once at start; entry.S and
 * dispatch call through the pointers, with the area's address.
 */
#ifndef VECTOR_H
#define VECTOR_H

#include <stddef.h>

extern size_t vector_size;
extern void (*vector_save)(void *area);
extern void (*vector_restore)(const void *area);

/* Choose by what the CPU has and the kernel keeps (cpuid, xgetbv). */
void vector_init(void);

#endif

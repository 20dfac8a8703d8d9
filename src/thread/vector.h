/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Which of vector.S's pairs this CPU needs. Set once at start; hook_stack.S and
 * dispatch call through the pointers, with the area's address.
 */
#ifndef VECTOR_H
#define VECTOR_H

/* Bytes of the areas, to which those of the x87's state are added where Lua's
 * archive was compiled to use it: then VECTOR_X87 is defined. */
#define VECTOR_SSE (64 + 16 * 16)
#define VECTOR_AVX (64 + 16 * 32)
#define VECTOR_AVX512 (128 + 32 * 64)

#ifdef VECTOR_X87
#define VECTOR_MORE 128
#else
#define VECTOR_MORE 0
#endif

#ifndef __ASSEMBLER__
#include <stddef.h>

extern size_t vector_size;
extern void (*vector_save)(void *area);
extern void (*vector_restore)(const void *area);

/* Choose by what the CPU has and the kernel keeps (cpuid, xgetbv). */
void vector_init(void);
#endif

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Code that no rewriter has seen: routines below, without unwind entries,
 * copied to a page that can be written and run.
 */
#ifndef JIT_H
#define JIT_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "raw.h"

#define JIT_PAGE 4096

/* NAME(...) and what is behind it. It may jump within itself only. */
#define JIT_ROUTINE(name, body)                                                \
	__asm__(".pushsection .text\n"                                         \
		".balign 16\n" #name ":\n" body "\n" #name "_end:\n"           \
		".popsection\n");                                              \
	extern const char name[] __attribute__((visibility("hidden")));        \
	extern const char name##_end[] __attribute__((visibility("hidden")))

/* long jit_any(long nr, six arguments) */
JIT_ROUTINE(jit_any, "mov %rdi, %rax\n mov %rsi, %rdi\n mov %rdx, %rsi\n"
		     "mov %rcx, %rdx\n mov %r8, %r10\n mov %r9, %r8\n"
		     "mov 8(%rsp), %r9\n"
		     "syscall\n"
		     "ret");

typedef long (*jit_fn)(long nr, long a, long b, long c, long d, long e, long f);

static inline void *jit_copy(const char *from, const char *end)
{
	char *page = mmap(NULL, JIT_PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		exit(77);
	memcpy(page, from, (size_t)(end - from));
	return page;
}

#define JIT(name) jit_copy(name, name##_end)

static jit_fn jit;

static inline void jit_begin(void)
{
	*(void **)&jit = JIT(jit_any);
}

static inline int jit_holds(long long address)
{
	return (uintptr_t)address - (uintptr_t)jit < JIT_PAGE;
}

static inline long jit3(long nr, long a, long b, long c)
{
	return jit(nr, a, b, c, 0, 0, 0);
}

static inline long jit0(long nr)
{
	return jit(nr, 0, 0, 0, 0, 0, 0);
}

#endif

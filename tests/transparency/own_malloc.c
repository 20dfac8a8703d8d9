/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program with a malloc of its own, over brk and mmap, not to be entered
 * twice: hooks on the calls that it makes do not come back into it. Fails when
 * bindings/runtime/alloc.c uses malloc.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "break.h"
#include "check.h"

/* libc is to call them as well */
#define PUBLIC __attribute__((visibility("default")))

static volatile int inside, again, calls;

static void *take(size_t size)
{
	size_t *p;

	size = (size + 31) & ~(size_t)15;
	if (size > 60000)
		p = mmap(NULL, size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	else
		p = (size_t *)(void *)break_by((intptr_t)size);
	if (!p || p == MAP_FAILED)
		return NULL;
	p[0] = size;
	return p + 2;
}

/* Where its size stands; the compiler knows what malloc gives too well. */
static size_t *head(void *p)
{
	__asm__("" : "+r"(p));
	return (size_t *)p - 2;
}

PUBLIC void *malloc(size_t size)
{
	void *p;

	calls++;
	if (inside++)
		again++;
	p = take(size);
	inside--;
	return p;
}

PUBLIC void free(void *p)
{
	if (inside++)
		again++;
	if (p && *head(p) > 60000)
		munmap(head(p), *head(p));
	inside--;
}

PUBLIC void *calloc(size_t n, size_t size)
{
	void *p = malloc(n * size);

	__asm__("" : "+r"(p)); /* the two would be made one: calloc */
	return p ? memset(p, 0, n * size) : NULL;
}

PUBLIC void *realloc(void *old, size_t size)
{
	void *p = malloc(size);

	if (p && old)
		memcpy(p, old, *head(old) - 16 < size ? *head(old) - 16 : size);
	free(old);
	return p;
}

int main(void)
{
	int before = calls;

	for (size_t i = 1; i < 400; i++) {
		char *p = malloc(i * 400), *bigger;

		CHECK(p != NULL);
		memset(p, (int)i, i * 400);
		bigger = realloc(p, i * 500);
		CHECK(bigger && bigger[i * 400 - 1] == (char)i);
		free(bigger);
	}
	CHECK(calls - before == 2 * 399);
	CHECK(!again);
	return verdict();
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Writing code: in place, with its pages writable for a while, or through
 * /proc/self/mem, which needs no change of protection. In place is faster. The
 * file is for processes that deny writable code (PR_SET_MDWE, SELinux execmod),
 * and for mappings that must stay in one piece: the kernel splits a mapping
 * whose protection is changed in parts, and it stays split. Some kernels forbid
 * one of the two ways.
 */
#ifndef PATCH_H
#define PATCH_H

#include <stddef.h>
#include <stdint.h>

enum patch_way {
	PATCH_IN_PLACE, /* through the file if that is refused */
	PATCH_BY_FILE,	/* in place if that is refused */
	PATCH_FILE_ONLY
};

struct patch {
	int fd; /* -1: in place */
	int prot;
	uintptr_t start;
	size_t size;
};

/*
 * Begin to write into [start, end), whose pages have the protection prot. They
 * stay executable all the time, because other threads may run there. Returns 0
 * or -errno.
 */
int patch_open(struct patch *p, uintptr_t start, uintptr_t end, int prot,
	       enum patch_way way);

/* The page of addr is about to be read and patched. Give the process its own
 * copy at once; a read would map the file's page first. */
void patch_claim(const struct patch *p, uintptr_t addr);

/* Where bytes that nobody runs yet may be written directly; NULL: only
 * patch_put() can write them. */
static inline uint8_t *patch_place(const struct patch *p, uintptr_t to)
{
	return p->fd < 0 ? (uint8_t *)to : NULL;
}

/* Write n bytes at to. Two bytes at an even address change at once for a thread
 * that runs there. Returns 0 or -errno. */
int patch_put(const struct patch *p, uintptr_t to, const void *bytes, size_t n);

/* Put the protection back. Returns 0, or -errno: the pages are still writable.
 */
int patch_close(const struct patch *p);

#endif

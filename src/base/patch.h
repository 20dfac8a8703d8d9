/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Writing code: in place, with its pages writable for a while, or through
 * /proc/self/mem, which needs no change of protection. The former is faster;
 * the latter is for processes that deny writable code (PR_SET_MDWE, SELinux
 * execmod), and where it should not show: a mapping whose protection was
 * changed in parts and back stays split. Some kernels forbid either.
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
 * Begin to write into [start, end), whose pages' protection is prot and which
 * stay executable all the time: other threads may run there. Returns 0 or
 * -errno.
 */
int patch_open(struct patch *p, uintptr_t start, uintptr_t end, int prot,
	       enum patch_way way);

/* The page of addr, which is about to be read and patched: made the process's
 * own at once, where a read would map the file's first. */
void patch_claim(const struct patch *p, uintptr_t addr);

/* Where bytes may be written that nobody runs yet; NULL: only by patch_put().
 */
static inline uint8_t *patch_place(const struct patch *p, uintptr_t to)
{
	return p->fd < 0 ? (uint8_t *)to : NULL;
}

/* n bytes at to. Two of them, at an even address, change at once for who runs
 * there. Returns 0 or -errno. */
int patch_put(const struct patch *p, uintptr_t to, const void *bytes, size_t n);

/* 0, or -errno: the pages are still writable. */
int patch_close(const struct patch *p);

#endif

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

/* A page that is written through the file at one go, once another one's turn
 * comes: what differs in it. */
struct patch_page {
	int works;    /* a write has succeeded */
	uintptr_t at; /* 0: none */
	size_t first, end;
	uint8_t bytes[4096];
};

struct patch {
	int fd;			 /* -1: in place */
	struct patch_page *page; /* NULL: each put is a write */
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

/* From now on what is put into one page by the file is gathered in page. For
 * code that can be read. The first put is a write of its own, and tells whether
 * the file can be written. */
void patch_gather(struct patch *p, struct patch_page *page);

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

/* Write what is gathered, and put the protection back. Returns 0, or -errno:
 * the pages are still writable.
 */
int patch_close(const struct patch *p);

#endif

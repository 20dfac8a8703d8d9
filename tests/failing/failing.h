/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Goes before each source of libzpoline_failing.so: their sys_mmap() asks
 * failing.c first.
 */
#ifndef FAILING_H
#define FAILING_H

#define sys_mmap sys_mmap_asked
#include "base/rawcall.h"
#undef sys_mmap

int failing_now(void);

static inline void *sys_mmap(void *addr, size_t len, int prot, int flags,
			     int fd, long offset)
{
	return failing_now()
		       ? (void *)-12 /* ENOMEM */
		       : sys_mmap_asked(addr, len, prot, flags, fd, offset);
}

#endif

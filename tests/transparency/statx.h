/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* statx, which musl does not have. */
#ifndef STATX_H
#define STATX_H

#include <sys/stat.h>

#ifndef STATX_TYPE
#include <linux/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int statx(int dir, const char *path, int flags, unsigned int mask,
			struct statx *stx)
{
	return (int)syscall(SYS_statx, dir, path, flags, mask, stx);
}
#endif

#endif

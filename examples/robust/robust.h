/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Small things that programs do and that can go wrong. All return 0 or more, or
 * -errno.
 */
#ifndef ROBUST_H
#define ROBUST_H

#include <stddef.h>

/* The file has these bytes, on the disk, or is as it was before. */
int robust_save(const char *path, const char *bytes, size_t size);

/* At most size bytes of the file; how many. */
long robust_load(const char *path, char *bytes, size_t size);

/* A connection to that port of this machine; tries several times while it is
 * refused, pause_ms in between. The socket. */
int robust_connect(int port, int tries, int pause_ms);

/* Wait until ready(arg) or, -ETIMEDOUT, for so long, whatever becomes of the
 * time of day. */
int robust_wait(int (*ready)(void *arg), void *arg, int timeout_ms);

#endif

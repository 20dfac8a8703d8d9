/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The fallback alone, without the library: what it costs at least. */
#ifndef PLAIN_SUD_H
#define PLAIN_SUD_H

/* From now on every system call of this thread is made by a handler of SIGSYS.
 * Returns 0, or -1 if the kernel has none. */
int plain_sud_arm(void);

#endif

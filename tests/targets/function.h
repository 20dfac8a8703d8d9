/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A function that is called as it stands: neither inlined nor changed for its
 * callers, which would show in its name. */
#ifndef FUNCTION_H
#define FUNCTION_H

#if __has_attribute(noipa)
#define FUNCTION __attribute__((noipa))
#else
#define FUNCTION __attribute__((noinline))
#endif

/* Behind a call: it is none that a jump could take the place of. */
#define BEHIND __asm__ volatile("" ::: "memory")

#endif

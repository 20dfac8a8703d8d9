/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What the kernel tells a program behind its environment. Any context. */
#ifndef AUXV_H
#define AUXV_H

#include <linux/auxvec.h>
#include <stdint.h>

/* The value of that type, such as AT_BASE; 0: there is none. envp is the
 * environment on the stack, as the kernel has laid it out. */
static inline uint64_t auxv_value(char *const *envp, uint64_t type)
{
	const uint64_t *entry;

	while (*envp)
		envp++;
	entry = (const uint64_t *)(envp + 1);
	while (entry[0] != AT_NULL && entry[0] != type)
		entry += 2;
	return entry[0] == type ? entry[1] : 0;
}

#endif

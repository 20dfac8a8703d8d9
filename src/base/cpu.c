/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* CPUID, where the loader does not tell. */
#include "base/cpu.h"

#include <stddef.h>

/* As in sys/platform/x86.h. What CPUID said, and what of it can be used. */
struct feature_leaf {
	struct cpu_leaf cpuid, active;
};

#define INDEX_1 0
#define INDEX_7 1

static const struct feature_leaf *(*loader)(unsigned int);

void cpu_start(uintptr_t loader_tells)
{
	loader = (const struct feature_leaf *(*)(unsigned int))loader_tells;
}

static struct cpu_leaf told[2];
static int is_told;

void cpu_told(const uint32_t leaves[2][4])
{
	for (int i = 0; i < 2; i++)
		told[i] = (struct cpu_leaf){leaves[i][0], leaves[i][1],
					    leaves[i][2], leaves[i][3]};
	is_told = 1;
}

static struct cpu_leaf read_leaf(uint32_t number)
{
	struct cpu_leaf leaf = {.eax = 0};

	__asm__("cpuid"
		: "+a"(leaf.eax), "=b"(leaf.ebx), "+c"(leaf.ecx),
		  "=d"(leaf.edx));
	if (leaf.eax < number)
		return (struct cpu_leaf){0};
	leaf.eax = number;
	leaf.ecx = 0;
	__asm__("cpuid"
		: "+a"(leaf.eax), "=b"(leaf.ebx), "+c"(leaf.ecx),
		  "=d"(leaf.edx));
	return leaf;
}

static struct cpu_leaf get(unsigned int index, uint32_t number)
{
	if (is_told)
		return told[index];
	return loader ? loader(index)->cpuid : read_leaf(number);
}

struct cpu_leaf cpu_leaf1(void)
{
	return get(INDEX_1, 1);
}

struct cpu_leaf cpu_leaf7(void)
{
	return get(INDEX_7, 7);
}

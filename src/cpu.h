/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the processor has. The loader has asked it already: where it tells, that
 * spares CPUID, for which a virtual machine leaves to its host (20 us each
 * time, measured). Start-up only.
 */
#ifndef CPU_H
#define CPU_H

#include <stdint.h>

struct cpu_leaf {
	uint32_t eax, ebx, ecx, edx;
};

/* Leaves of CPUID; all 0 if there is none. */
struct cpu_leaf cpu_leaf1(void);
struct cpu_leaf cpu_leaf7(void);

#endif

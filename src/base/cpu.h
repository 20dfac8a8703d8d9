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

/* Where the loader tells, by its name __x86_get_cpuid_feature_leaf (glibc 2.33
 * and later; sys/platform/x86.h); 0: it does not. */
void cpu_start(uintptr_t loader_tells);

/* Leaves of CPUID; all 0 if there is none. */
struct cpu_leaf cpu_leaf1(void);
struct cpu_leaf cpu_leaf7(void);

#endif

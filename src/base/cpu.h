/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The processor's features. glibc's loader has run CPUID already. If it gives
 * its result away, we need not run it: in a virtual machine CPUID leaves to the
 * host (20 us each time, measured). Start-up only.
 */
#ifndef CPU_H
#define CPU_H

#include <stdint.h>

struct cpu_leaf {
	uint32_t eax, ebx, ecx, edx;
};

/* loader_tells is the address of the loader's function
 * __x86_get_cpuid_feature_leaf (glibc 2.33 and later; sys/platform/x86.h); 0:
 * it has none. */
void cpu_start(uintptr_t loader_tells);

/* What somebody else has read already: leaves 1 and 7, each as CPUID has it. */
void cpu_told(const uint32_t leaves[2][4]);

/* Leaves 1 and 7 of CPUID; all 0 if the processor has no such leaf. */
struct cpu_leaf cpu_leaf1(void);
struct cpu_leaf cpu_leaf7(void);

#endif

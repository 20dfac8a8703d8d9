/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "vector.h"

#include <cpuid.h>

void vector_save_sse(void *), vector_restore_sse(const void *);
void vector_save_avx(void *), vector_restore_avx(const void *);
void vector_save_avx512(void *), vector_restore_avx512(const void *);

#define SIZE_SSE (64 + 16 * 16)
#define SIZE_AVX (64 + 16 * 32)
#define SIZE_AVX512 (128 + 32 * 64)

/* xcr0: the state components that the kernel switches */
#define XCR0_AVX 0x6
#define XCR0_AVX512 0xe6

size_t vector_size = SIZE_SSE;
void (*vector_save)(void *area) = vector_save_sse;
void (*vector_restore)(const void *area) = vector_restore_sse;

static unsigned int xcr0(void)
{
	unsigned int a, b, c, d;

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) ||
	    !(c & bit_AVX))
		return 0;
	__asm__("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
	return a;
}

void vector_init(void)
{
	unsigned int a, b, c, d, kept = xcr0();

	if ((kept & XCR0_AVX) != XCR0_AVX)
		return;
	/* kmovq needs AVX512BW. A kernel that keeps the state of a CPU
	 * without it is a Xeon Phi: k registers have 16 bits there. */
	if ((kept & XCR0_AVX512) == XCR0_AVX512 &&
	    __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX512BW)) {
		vector_size = SIZE_AVX512;
		vector_save = vector_save_avx512;
		vector_restore = vector_restore_avx512;
		return;
	}
	vector_size = SIZE_AVX;
	vector_save = vector_save_avx;
	vector_restore = vector_restore_avx;
}

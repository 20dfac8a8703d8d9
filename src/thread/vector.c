/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Chooses how the vector state is saved on this CPU. */
#include "thread/vector.h"

#include "base/cpu.h"

void vector_save_sse(void *), vector_restore_sse(const void *);
void vector_save_avx(void *), vector_restore_avx(const void *);
void vector_save_avx512(void *), vector_restore_avx512(const void *);

#define OSXSAVE (1u << 27) /* of leaf 1, ecx */
#define AVX (1u << 28)
#define AVX512BW (1u << 30) /* of leaf 7, ebx */

/* xcr0: the state components that the kernel switches */
#define XCR0_AVX 0x6
#define XCR0_AVX512 0xe6

size_t vector_size = VECTOR_SSE + VECTOR_MORE;
void (*vector_save)(void *area) = vector_save_sse;
void (*vector_restore)(const void *area) = vector_restore_sse;

static unsigned int xcr0(void)
{
	unsigned int a, d;

	if (~cpu_leaf1().ecx & (OSXSAVE | AVX))
		return 0;
	__asm__("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
	return a;
}

void vector_init(void)
{
	unsigned int kept = xcr0();

	if ((kept & XCR0_AVX) != XCR0_AVX)
		return;
	/* kmovq needs AVX512BW. A kernel that keeps the state of a CPU
	 * without it is a Xeon Phi: k registers have 16 bits there. */
	if ((kept & XCR0_AVX512) == XCR0_AVX512 &&
	    (cpu_leaf7().ebx & AVX512BW)) {
		vector_size = VECTOR_AVX512 + VECTOR_MORE;
		vector_save = vector_save_avx512;
		vector_restore = vector_restore_avx512;
		return;
	}
	vector_size = VECTOR_AVX + VECTOR_MORE;
	vector_save = vector_save_avx;
	vector_restore = vector_restore_avx;
}

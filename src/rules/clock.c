/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Reads the clock, by the vDSO where that can be. */
#include "rules/clock.h"

#include <linux/time.h>

#include "base/rawcall.h"
#include "intercept/vdso.h"
#include "signals/guard.h"

#define BILLION 1000000000ull

uint64_t clock_now(struct thread *t)
{
	struct __kernel_timespec spec = {0};
	uint64_t ns;

	guard_raise(t, 1);
	ns = vdso_now(t);
	guard_lower(t);
	if (ns)
		return ns;
	SYSCALL(__NR_clock_gettime, CLOCK_MONOTONIC, &spec, 0, 0, 0, 0);
	return (uint64_t)spec.tv_sec * BILLION + (uint64_t)spec.tv_nsec;
}

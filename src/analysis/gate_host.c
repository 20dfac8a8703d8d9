/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* gate_syscall for ordinary programs that are made of pieces of the core:
 * generators, tests. */
#include <errno.h>
#include <unistd.h>

#include "base/gate.h"

static long call_kernel(long a, long b, long c, long d, long e, long f, long nr)
{
	long ret = syscall(nr, a, b, c, d, e, f);

	return ret == -1 ? -errno : ret;
}

long (*gate_syscall)(long, long, long, long, long, long, long) = call_kernel;

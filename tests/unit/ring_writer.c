/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What ring.c takes of the library, for test_ring.c: apart, because the
 * kernel's headers and libc's do not go together. */
#include "ring_writer.h"

#include <string.h>

#include "base/rawcall.h"
#include "intercept/vdso.h"
#include "thread/memory.h"
#include "thread/thread.h"

static __thread struct thread self;

struct thread *writer_self(void)
{
	return &self;
}

int thread_own_pid(void)
{
	return sys_getpid();
}

int thread_own_tid(void)
{
	return sys_gettid();
}

struct thread *thread_find(void)
{
	return &self;
}

unsigned char thread_found = THREAD_BY_TID;

struct thread **thread_slot(void)
{
	return NULL;
}

/* By the call. */
uint64_t vdso_now(struct thread *t)
{
	(void)t;
	return 0;
}

size_t memory_copy_out(uintptr_t dst, const void *src, size_t n)
{
	memcpy((void *)dst, src, n);
	return n;
}

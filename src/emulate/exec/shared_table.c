/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The kernel makes the same execs wait for each other. */
#include "emulate/exec/shared_table.h"

#include <linux/futex.h>

#include "base/rawcall.h"
#include "thread/lock.h"

/* How often a waiter looks, and what it waits in between. */
#define LOOKS 1000
#define LOOK_NS 1000000

/* Whose exec is under way; NULL: nobody's. If it succeeds, this memory is gone.
 */
static struct thread *owner;

/* Execs that have begun, and one. */
static uint32_t begun = 1;
#define LOCKED 0 /* a mark */

static int take_table(struct thread *t)
{
	struct thread *none = NULL;

	return __atomic_compare_exchange_n(&owner, &none, t, 0,
					   __ATOMIC_SEQ_CST, __ATOMIC_RELAXED);
}

static int owner_has_died(const struct thread *self)
{
	const struct thread *t = __atomic_load_n(&owner, __ATOMIC_RELAXED);

	return t && thread_has_died(t, self);
}

static void wait_a_little(void)
{
	static const int64_t a_while[2] = {0, LOOK_NS};
	uint32_t word = 0;

	SYSCALL(__NR_futex, &word, FUTEX_WAIT_PRIVATE, 0, a_while, 0, 0);
}

void shared_table_lock(struct thread *t)
{
	if (!thread_is_multi || thread_begins_process(t))
		return;
	for (int i = 0; i < LOOKS && !take_table(t) && !owner_has_died(t); i++)
		wait_a_little();
	__atomic_store_n(&owner, t, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&begun, 1, __ATOMIC_SEQ_CST);
}

/* Unless another thread has taken it meanwhile. */
void shared_table_unlock(struct thread *t)
{
	struct thread *self = t;

	__atomic_compare_exchange_n(&owner, &self, NULL, 0, __ATOMIC_SEQ_CST,
				    __ATOMIC_RELAXED);
}

uint32_t shared_table_mark(void)
{
	uint32_t mark = __atomic_load_n(&begun, __ATOMIC_SEQ_CST);

	return __atomic_load_n(&owner, __ATOMIC_SEQ_CST) ? LOCKED : mark;
}

int shared_table_was_locked(uint32_t mark)
{
	return __atomic_load_n(&begun, __ATOMIC_SEQ_CST) != mark;
}

void shared_table_after_fork(void)
{
	owner = NULL;
}

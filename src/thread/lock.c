/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Who is in the interpreter, and who waits for it. */
#include "thread/lock.h"

#include <asm/errno.h>
#include <linux/futex.h>
#include <linux/sched.h>

#include "base/constants.h"
#include "base/rawcall.h"

/* Who holds the lock: its record's slot + 1, and these. 0: nobody. */
static uint32_t lock_word;
#define WAITED 0x80000000u /* somebody waits */
#define LENT 0x40000000u   /* the owner is off its guarded state for a while */
#define FORKS 0x20000000u  /* the owner is in the kernel, making a process */
#define FLAGS (WAITED | LENT | FORKS)

/* How long a waiter leaves a lent lock alone, and any other, before it looks
 * what has become of the owner. */
#define LENT_NS 5000000
#define LOOK_NS 100000000

/* How often a waiter looks at a fork before it takes the fork for stopped, and
 * how many times as often if it spins. */
#define FORK_LOOKS 5
#define FORK_SPINS 20

unsigned char thread_has_own_state;
static uint32_t name_of(const struct thread *t)
{
	return t->slot + 1;
}

static uint32_t owner_of(uint32_t word)
{
	return word & ~FLAGS;
}

void (*thread_owner_died)(void);

/* Some owner had lent it for long: others will. */
static int lends_long;

static int swap(uint32_t *seen, uint32_t value)
{
	return __atomic_compare_exchange_n(&lock_word, seen, value, 0,
					   __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/* Ask the kernel, which also knows a thread that nobody has waited for yet. */
static int is_dead(int tid)
{
	uint32_t word = (uint32_t)tid;

	return sys_futex(&word, FUTEX_TRYLOCK_PI_PRIVATE, 0) == -ESRCH;
}

int thread_has_died(const struct thread *t, const struct thread *self)
{
	return t != self && t->tid && !t->foreign_tid && !self->foreign_tid &&
	       is_dead(t->tid);
}

int thread_is_single(const struct thread *t)
{
	uint64_t flags = t->vfork ? t->vfork->flags : t->home.flags;

	return thread_begins_process(t) ? !(flags & CLONE_SIGHAND)
					: !thread_is_multi;
}

int thread_is_alone(const struct thread *t)
{
	for (const struct thread *o = thread_records(); o; o = o->next)
		if (o != t && o->used && o->sp && !thread_has_died(o, t))
			return 0;
	return 1;
}

/* Has the owner, as seen in lock_word, ended without letting go of it? */
static int has_died(uint32_t seen, const struct thread *self)
{
	const struct thread *t = thread_records();

	while (t && name_of(t) != owner_of(seen))
		t = t->next;
	return t && thread_has_died(t, self);
}

/* futex may not be called. */
static int spins;

/*
 * While the kernel copies a process's memory it has the map of it locked, so
 * mincore() returns when the copy is done, or has not begun. If the lock is
 * still held after several such looks, the fork is stopped: by a tracer, or by
 * somebody who has to answer first (userfaultfd, a seccomp filter), who may be
 * a thread that waits here.
 */
static int fork_is_stopped(unsigned int looks)
{
	const uintptr_t page = page_down((uintptr_t)&lock_word);
	unsigned char resident;

	if (spins)
		return looks > FORK_LOOKS * FORK_SPINS;
	if (looks == FORK_LOOKS)
		SYSCALL(__NR_mincore, page, 1, &resident, 0, 0, 0);
	return looks > FORK_LOOKS;
}

/* The lock is still held after all these looks. May it be taken all the
 * same? */
static int take_over(uint32_t seen, const struct thread *self,
		     unsigned int looks)
{
	int lent = seen & LENT || (seen & FORKS && fork_is_stopped(looks));
	int died = !lent && has_died(seen, self);

	if (!lent && !died)
		return 0;
	if (!swap(&seen, name_of(self) | WAITED))
		return 0;
	if (died && !(seen & FORKS))
		thread_owner_died();
	if (seen & LENT)
		lends_long = 1;
	return 1;
}

#define SPINS 100000 /* some ms */

static int spin(uint32_t seen)
{
	for (int i = 0; i < SPINS; i++) {
		if (__atomic_load_n(&lock_word, __ATOMIC_RELAXED) != seen)
			return 0;
		__asm__ volatile("pause");
	}
	return 1;
}

/* 0: it has changed meanwhile. */
static int wait_long(uint32_t seen)
{
	const int64_t time[2] = {0, seen & LENT ? LENT_NS : LOOK_NS};

	if (seen & LENT && lends_long)
		return 1;
	if (spins)
		return spin(seen);
	return SYSCALL(__NR_futex, &lock_word, FUTEX_WAIT_PRIVATE, seen, time,
		       0, 0) == -ETIMEDOUT;
}

/*
 * A thread that lets go of the lock and takes it again at once, for its next
 * handler, is faster than who is woken. Who has lost so often watches for the
 * moment.
 */
#define LOST 8
#define WATCHES 20000 /* about a ms */

static void watch(void)
{
	for (int i = 0; i < WATCHES; i++) {
		if (!__atomic_load_n(&lock_word, __ATOMIC_RELAXED))
			return;
		__asm__ volatile("pause");
	}
}

__attribute__((cold, noinline)) static void
wait_for_lock(const struct thread *self)
{
	unsigned int looks = 0; /* in vain, one after the other */
	unsigned int lost = 0;

	for (;;) {
		uint32_t seen = __atomic_load_n(&lock_word, __ATOMIC_RELAXED);

		/* those that wait are woken one by one */
		if (!seen && swap(&seen, name_of(self) | WAITED))
			return;
		if (!seen || (!(seen & WAITED) && !swap(&seen, seen | WAITED)))
			continue;
		seen |= WAITED;
		looks = wait_long(seen) ? looks + 1 : 0;
		if (!looks && ++lost > LOST)
			watch();
		if (looks && take_over(seen, self, looks))
			return;
	}
}

void thread_lock(const struct thread *self)
{
	uint32_t seen = 0;

	if (thread_is_multi && !swap(&seen, name_of(self)))
		wait_for_lock(self);
}

void thread_unlock(void)
{
	if (!thread_is_multi)
		return;
	if (__atomic_exchange_n(&lock_word, 0, __ATOMIC_RELEASE) & WAITED &&
	    !spins) /* who sleeps already looks again soon */
		sys_futex(&lock_word, FUTEX_WAKE_PRIVATE, 1);
}

int thread_lock_spins(int yes)
{
	return __atomic_exchange_n(&spins, yes, __ATOMIC_SEQ_CST);
}

static int owns_lock(const struct thread *t)
{
	uint32_t seen = __atomic_load_n(&lock_word, __ATOMIC_RELAXED);

	return owner_of(seen) == name_of(t);
}

void thread_unlock_of(const struct thread *t)
{
	if (owns_lock(t))
		thread_unlock();
}

int thread_is_inside(const struct thread *t)
{
	return t->in_hook && t->in_hook != THREAD_BUSY &&
	       (!thread_is_multi || thread_has_own_state || owns_lock(t));
}

void thread_lend(void)
{
	__atomic_fetch_or(&lock_word, LENT, __ATOMIC_RELEASE);
}

void thread_lend_for_fork(void)
{
	__atomic_fetch_or(&lock_word, FORKS, __ATOMIC_RELEASE);
}

void thread_take_back(const struct thread *self)
{
	uint32_t seen = __atomic_load_n(&lock_word, __ATOMIC_RELAXED);

	while (owner_of(seen) == name_of(self))
		if (swap(&seen, seen & ~(LENT | FORKS)))
			return;
	thread_lock(self);
}

void thread_multi(const struct thread *self)
{
	if (thread_is_multi)
		return;
	/* A signal handler that interrupted a hook makes a thread: from now on
	 * the hook holds the lock. */
	if (self->in_hook)
		lock_word = name_of(self);
	thread_is_multi = 1;
}

void thread_own_states(void)
{
	thread_is_multi = thread_has_own_state = 1;
}

void thread_lock_common(struct thread *self)
{
	if (!thread_has_own_state)
		return;
	/* a vfork child may be killed while it waits: then it is not held */
	if (!self->common)
		thread_lock(self);
	self->common++;
}

void thread_unlock_common(struct thread *self)
{
	if (thread_has_own_state && --self->common == 0)
		thread_unlock();
}

int thread_lock_after_fork(const struct thread *self)
{
	uint32_t owner = owner_of(lock_word);

	thread_is_multi = thread_has_own_state;
	lock_word = self->common ? name_of(self) : 0;
	return !owner || owner == name_of(self);
}

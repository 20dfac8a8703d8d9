/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Makes, finds and gives up the records of threads. */
#include "thread/thread.h"

#include <asm/errno.h>
#include <linux/sched.h>

#include "base/constants.h"
#include "base/filtered.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "thread/memory.h"

/* Records are made so many bytes at a time. */
#define RECORDS 8192

/* Records of threads that have ended which keep their rooms: a program that
 * makes threads and lets them end does not map and unmap for each. */
#define SPARES 16

unsigned char thread_is_multi;
const struct filter *thread_filters;

static struct thread *thread_list;
static uint32_t slots;

static struct thread *spare[SPARES];
static uint32_t unused; /* records, about: nobody looks for one if it is 0 */

static int claim(struct thread *t)
{
	uint32_t is_free = 0;

	return __atomic_compare_exchange_n(&t->used, &is_free, 1, 0,
					   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static struct thread *reuse(void)
{
	struct thread *t;

	for (size_t i = 0; i < SPARES; i++) {
		if (!__atomic_load_n(&spare[i], __ATOMIC_RELAXED))
			continue;
		t = __atomic_exchange_n(&spare[i], NULL, __ATOMIC_ACQUIRE);
		if (t)
			return t;
	}
	if (!__atomic_load_n(&unused, __ATOMIC_RELAXED))
		return NULL;
	t = __atomic_load_n(&thread_list, __ATOMIC_ACQUIRE);
	for (; t; t = t->next)
		if (!t->used && claim(t)) {
			__atomic_fetch_sub(&unused, 1, __ATOMIC_RELAXED);
			return t;
		}
	return NULL;
}

/* Two threads may do so at once: a record that is not within is found by the
 * task's id. */
static void widen_range(uintptr_t start, uintptr_t end)
{
	if (start < thread_lowest)
		__atomic_store_n(&thread_lowest, start, __ATOMIC_RELAXED);
	if (end > thread_end)
		__atomic_store_n(&thread_end, end, __ATOMIC_RELAXED);
}

static void enlist(struct thread *first, struct thread *last)
{
	last->next = __atomic_load_n(&thread_list, __ATOMIC_RELAXED);
	while (!__atomic_compare_exchange_n(&thread_list, &last->next, first, 0,
					    __ATOMIC_RELEASE, __ATOMIC_RELAXED))
		;
}

/* Some, of which the first is in use. */
static struct thread *make_thread(void)
{
	struct thread *t = pages_map(RECORDS);
	size_t n = RECORDS / sizeof(*t);

	if (!t)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		t[i].own = &t[i];
		t[i].slot = __atomic_fetch_add(&slots, 1, __ATOMIC_RELAXED);
		t[i].next = &t[i + 1];
	}
	t[0].used = 1;
	widen_range((uintptr_t)t, (uintptr_t)&t[n]);
	__atomic_fetch_add(&unused, n - 1, __ATOMIC_RELAXED);
	enlist(t, &t[n - 1]);
	return t;
}

struct thread *thread_records(void)
{
	return __atomic_load_n(&thread_list, __ATOMIC_ACQUIRE);
}

static void let_go(struct thread *t)
{
	__atomic_store_n(&t->used, 0, __ATOMIC_RELEASE);
	__atomic_fetch_add(&unused, 1, __ATOMIC_RELAXED);
}

static void set_room(struct thread *t, struct thread_room *room)
{
	t->room = room;
	t->rule_seen = room->rule_seen;
	t->text = room->text;
	t->context = room->context;
}

static int calls_wanted;

/* One on which nobody is, or the thread itself: nothing of it is kept. */
static int add_calls(struct thread *t)
{
	char *p = (char *)t->calls_end;

	if (!p) {
		p = pages_stack(THREAD_CALLS_SIZE);
		if (!p) /* behind a filter: of what was put aside */
			p = pages_map(THREAD_CALLS_SIZE);
		if (!p)
			return -ENOMEM;
		p += THREAD_CALLS_SIZE;
	}
	t->calls_end = (uintptr_t)p;
	__atomic_store_n(&t->calls, t->calls_end, __ATOMIC_RELEASE);
	return 0;
}

int thread_want_calls(void)
{
	struct thread *t;
	int err = 0;

	if (__atomic_exchange_n(&calls_wanted, 1, __ATOMIC_SEQ_CST))
		return 0;
	for (t = thread_records(); t && !err; t = t->next)
		if (t->used && !t->calls)
			err = add_calls(t);
	return err;
}

static int add_room(struct thread *t)
{
	struct thread_room *room = t->room;

	if (__atomic_load_n(&calls_wanted, __ATOMIC_SEQ_CST) &&
	    add_calls(t) != 0)
		return -1;
	if (room) {
		memset(room->rule_seen, 0, sizeof(room->rule_seen));
		return 0;
	}
	room = pages_map(sizeof(*room));
	if (!room)
		return -1;
	set_room(t, room);
	return 0;
}

/* Begin the record with nothing of the thread that had it before. */
static void begin_thread(struct thread *t)
{
	thread_restart(t);
	t->in_hook = 0;
	t->state = NULL;
	t->alt.start = t->alt.end = 0;
	t->alt.is_unsure = 0;
	t->masks.blocked = t->masks.really_blocked = t->pending.held = 0;
	memset(t->pending.info, 0, sizeof(t->pending.info));
	t->pending.is_kept = t->pending.forks = t->pending.sent = 0;
	t->tid = 0;
	t->pid = 0;
	t->foreign_tid = 0;
	t->filters = thread_filters;
	t->asks.asking = 0;
	t->sud.state = 0;
	t->lane = NULL;
	t->unmapped.start = t->unmapped.end = 0;
}

/* For a thread that got no memory. It is used again like other records. */
#define KEPT 5
static struct thread kept[KEPT] BIG_TABLE;
static struct thread_room kept_room[KEPT] BIG_TABLE;
static uint32_t kept_used;

static int is_kept(const struct thread_room *room)
{
	return room >= kept_room && room < kept_room + KEPT;
}

static struct thread *get_kept(void)
{
	uint32_t i = kept_used;

	do {
		if (i >= KEPT)
			return NULL;
	} while (!__atomic_compare_exchange_n(
		&kept_used, &i, i + 1, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
	kept[i].used = 1;
	kept[i].slot = __atomic_fetch_add(&slots, 1, __ATOMIC_RELAXED);
	set_room(&kept[i], &kept_room[i]);
	enlist(&kept[i], &kept[i]);
	return &kept[i];
}

static struct thread *get(void)
{
	struct thread *t = reuse();

	if (!t)
		t = make_thread();
	if (t && add_room(t) != 0) {
		let_go(t);
		t = NULL;
	}
	if (!t)
		t = get_kept();
	if (t)
		begin_thread(t);
	return t;
}

void thread_restart(struct thread *t)
{
	t->vfork = NULL;
	t->frame = NULL;
	t->reading.now = 0;
	t->level = t->base_level = 0;
	t->raising.frame = NULL;
	t->common = 0;
	t->sud.own[0] = 0;
	t->sud.state &= THREAD_EXACT;
	t->masks.wait = NULL;
	t->masks.taking = 0;
	t->masks.change = NULL;
	t->masks.entering = 0;
	t->home.stack_top = 0;
	t->lines = (struct thread_lines){0};
}

/* 0: it cannot be asked for. */
static int task_id(void)
{
	int tid = sys_gettid();

	return tid > 0 ? tid : 0;
}

/* In a child of vfork, which has one thread, the record is the parent's. */
int thread_own_tid(void)
{
	const struct thread *t = thread_known();
	int tid = task_id();

	if (tid)
		return tid;
	tid = t && t->tid && !t->vfork ? t->tid : sys_getpid();
	return tid > 0 ? tid : 0;
}

/* Of the process whose memory this is; 0: it has been asked for each time. */
static int noted_pid;

void thread_note_pid(void)
{
	const struct thread *t = thread_known();

	if (!noted_pid && !(t && t->vfork))
		noted_pid = sys_getpid();
}

int thread_begins_process(const struct thread *t)
{
	const uint64_t kind = CLONE_VM | CLONE_THREAD;

	return t->vfork || (t->home.flags & kind) == CLONE_VM;
}

int thread_own_pid(void)
{
	const struct thread *t = thread_known();
	int pid = sys_getpid();

	if (pid > 0)
		return pid;
	return noted_pid > 0 && !(t && thread_begins_process(t)) ? noted_pid
								 : task_id();
}

/* This thread's from now on. */
static struct thread *adopt(struct thread *t)
{
	struct thread **slot = thread_found ? NULL : thread_slot();

	t->sp = (uintptr_t)__builtin_frame_address(0);
	t->tid = task_id();
	if (slot)
		*slot = t;
	else if (thread_found == THREAD_BY_GS)
		thread_set_gs(t);
	return t;
}

/*
 * Beside others that have a record: it came to life unseen. So it has no
 * fallback, its mask is the kernel's, and there is more than one thread. One of
 * the others has made it, so if all have the same filters it has them, too.
 */
static void begin_unseen(struct thread *self)
{
	const struct thread *other = NULL;
	int is_same = 1;

	for (const struct thread *t = thread_records(); t; t = t->next) {
		if (t == self || !t->used || !t->tid)
			continue;
		is_same &= !other || t->filters == other->filters;
		other = t;
	}
	if (!other)
		return;
	if (is_same) {
		self->filters = other->filters;
		self->sud.state |= other->sud.state & THREAD_EXACT;
	}
	self->sud.state |= THREAD_SUD_LEFT;
	self->masks.really_blocked = KSIGNAL_OURS;
	memory_avoid_blocked_faults();
	thread_is_multi = 1;
}

__attribute__((cold)) struct thread *thread_attach(void)
{
	struct thread *t = get(), *faster = thread_known();

	if (!t)
		return NULL;
	if (faster) { /* a signal handler was */
		thread_release(t);
		return faster;
	}
	begin_unseen(t);
	return adopt(t);
}

/* --- threads that are about to be made -------------------------------------
 */

/* Where a thread looks first, by its stack. */
#define PLACES 64
static struct thread *on_their_way[PLACES];

static struct thread **place_of(uintptr_t stack_top)
{
	return &on_their_way[(stack_top >> 12 ^ stack_top >> 16) % PLACES];
}

struct thread *thread_reserve(uintptr_t stack_top)
{
	struct thread *t = get();

	if (!t)
		return NULL;
	t->home.stack_top = stack_top;
	t->sp = stack_top; /* where it is until it is found by its id */
	__atomic_store_n(place_of(stack_top), t, __ATOMIC_RELEASE);
	return t;
}

struct thread *thread_of_home(uintptr_t stack_top)
{
	struct thread *t =
		__atomic_load_n(place_of(stack_top), __ATOMIC_ACQUIRE);

	if (t && t->used && t->home.stack_top == stack_top)
		return t;
	t = __atomic_load_n(&thread_list, __ATOMIC_ACQUIRE);
	while (t && !(t->used && t->home.stack_top == stack_top))
		t = t->next;
	return t;
}

struct thread *thread_begin(struct thread *reserved)
{
	/* by gs it is its maker, by the task's id it might be, in another
	 * namespace */
	struct thread *faster = thread_found ? NULL : thread_known();

	reserved->home.stack_top = 0;
	/* a copy of another's */
	if (!faster || !faster->tid || faster->tid != sys_gettid())
		return adopt(reserved);
	faster->home = reserved->home;
	faster->filters = reserved->filters;
	faster->sud.state = reserved->sud.state;
	thread_release(reserved);
	return faster;
}

/* --- which is mine ---------------------------------------------------------
 */

/* How far is that from the task's stack? */
static uintptr_t distance(const struct thread *t, uintptr_t sp)
{
	if (thread_on_altstack(t, sp) ||
	    sp - (uintptr_t)t->lines_room < THREAD_LINES_STACK)
		return 0;
	for (size_t i = 0; i < THREAD_LEVELS; i++)
		if ((uintptr_t)t->stack[i] - sp < THREAD_STACK)
			return 0;
	return t->sp > sp ? t->sp - sp : sp - t->sp;
}

static int is_of(const struct thread *t, int tid)
{
	return t->sp &&
	       (!tid || t->tid == tid || (t->vfork && t->vfork->tid == tid));
}

/* Tasks that share memory have the same id if they are in different namespaces.
 * The right record is the one whose stack is near. */
__attribute__((cold, noinline)) static struct thread *find_by_tid(void)
{
	struct thread *t = __atomic_load_n(&thread_list, __ATOMIC_ACQUIRE);
	struct thread *found = NULL;
	uintptr_t sp = (uintptr_t)__builtin_frame_address(0);
	int tid = task_id();

	for (; t; t = t->next)
		if (t->used && is_of(t, tid) &&
		    (!found || distance(t, sp) < distance(found, sp)))
			found = t;
	if (found && !found->in_hook)
		found->sp = sp;
	return found;
}

struct thread *thread_find(void)
{
	struct thread *t = thread_found == THREAD_BY_GS ? thread_of_gs() : NULL;

	return __builtin_expect(t != NULL, 1) ? t : find_by_tid();
}

__attribute__((cold)) struct thread *thread_of_vfork(uintptr_t rsp)
{
	struct thread *t = __atomic_load_n(&thread_list, __ATOMIC_ACQUIRE);

	while (t &&
	       !(t->used && t->vfork &&
		 (t->vfork->program_rsp == rsp || t->vfork->child_rsp == rsp)))
		t = t->next;
	return t;
}

/* A handler on the alternate stack lies further in than any frame outside;
 * on one stack the lower address is further in. */
__attribute__((cold)) void thread_forget_abandoned(struct thread *t,
						   uintptr_t frame)
{
	int alt = thread_on_altstack(t, frame);

	while (t->level > t->base_level) {
		uintptr_t outer = t->under_way[t->level - 1];
		int outer_alt = thread_on_altstack(t, outer);

		if (outer_alt == alt ? frame < outer : alt)
			return;
		t->level--;
	}
}

void thread_detach(struct thread *t)
{
	struct thread **slot = thread_found ? NULL : thread_slot();

	if (slot)
		*slot = NULL;
	else if (thread_found == THREAD_BY_GS)
		thread_set_gs(NULL);
	thread_release(t);
}

/* It is nobody's by now. */
void thread_release(struct thread *t)
{
	struct thread_room *room = t->room;

	t->tid = 0;
	t->sp = 0;
	t->home.stack_top = 0;
	for (size_t i = 0; i < SPARES; i++) {
		struct thread *none = NULL;

		if (__atomic_compare_exchange_n(&spare[i], &none, t, 0,
						__ATOMIC_RELEASE,
						__ATOMIC_RELAXED))
			return;
	}
	if (!(filtered & FILTERED_MAPS) && !is_kept(room)) {
		t->room = NULL;
		pages_unmap(room, sizeof(*room));
	}
	if (!(filtered & FILTERED_MAPS) && t->calls_end) {
		pages_unmap((char *)t->calls_end - THREAD_CALLS_SIZE,
			    THREAD_CALLS_SIZE);
		t->calls = t->calls_end = 0;
	}
	if (!(filtered & FILTERED_MAPS) && t->lines_room) {
		pages_unmap(t->lines_room, THREAD_LINES);
		t->lines_room = NULL;
	}
	let_go(t);
}

void thread_after_fork(struct thread *self)
{
	unused = 0;
	for (struct thread *t = thread_list; t; t = t->next) {
		t->used = t == self;
		unused += !t->used;
	}
	memset(spare, 0, sizeof(spare));
	self->tid = task_id();
	self->pid = 0;
	noted_pid = noted_pid ? self->tid : 0;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Rare calls are made in the way a handler is run: guard up, lock held, on the
 * hook stack, with the vector state saved, because the disassembler uses it.
 * The kernel's part is done there too, so that no other thread finds a changed
 * mapping and an old set of call sites.
 */
#include "emulate/mappings.h"

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/shm.h>

#include "base/constants.h"
#include "base/filtered.h"
#include "base/frame.h"
#include "base/gate.h"
#include "base/maps.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "emulate/own_copy.h"
#include "emulate/rewrite_now.h"
#include "hooks/hook_stack.h"
#include "intercept/rewriter.h"
#include "intercept/sites.h"
#include "intercept/sled.h"
#include "intercept/stub_slots.h"
#include "thread/altstack.h"
#include "thread/lock.h"
#include "thread/stack.h"
#include "thread/thread.h"

#define ADDRESSES_END 0x7ffffffff000ul
#define PATH 4096
#define MCL_FUTURE 2

/* Mappings in the range of one mprotect; more are left alone. */
#define RANGES 8

struct range {
	uintptr_t start, end;
};

/* One call, in a hook. */
struct change {
	struct thread *thread;
	void (*fn)(struct change *);
	struct SyscallRegs regs;
	long ret;
	int issued;
};

extern const char __ehdr_start[], _end[], big_tables[];

static struct range own[3]; /* empty: not there; besides, the stubs' slots */

void mappings_init(int with_sled)
{
	uintptr_t gate = sled_base();

	own[0] = (struct range){0, with_sled ? PAGE : 0};
	own[1] = (struct range){gate, gate ? gate + GATE_SIZE : 0};
	own[2] = (struct range){(uintptr_t)__ehdr_start,
				page_up((uintptr_t)_end)};
}

/* The range that the kernel would take for this address and size. It is empty
 * if the kernel would refuse them. */
static struct range range_of(uintptr_t start, uintptr_t size)
{
	struct range r = {start, start + page_up(size)};

	if (start % PAGE || page_up(size) < size || r.end < start ||
	    r.end > ADDRESSES_END)
		r.end = r.start;
	return r;
}

static int overlap(struct range a, struct range b)
{
	return a.start < b.end && b.start < a.end;
}

/* If r meets a, and a lies below *lowest, *lowest becomes a. */
static void take_lower(struct range r, struct range a, struct range *lowest)
{
	if (overlap(r, a) && a.start < lowest->start)
		*lowest = a;
}

/* Set *ours to the lowest of our own ranges that r meets. Returns 0 if there is
 * none. */
static int meets_own(struct range r, struct range *ours)
{
	struct range slots;

	*ours = (struct range){UINTPTR_MAX, 0};
	for (int i = 0; i < 3; i++)
		take_lower(r, own[i], ours);
	for (size_t i = 0; stub_slots_area(i, &slots.start, &slots.end); i++)
		take_lower(r, slots, ours);
	return ours->end != 0;
}

static int is_range_ours(struct range r)
{
	struct range ours;

	return meets_own(r, &ours);
}

static int near_sites(struct range r)
{
	return sites_near(r.start, r.end);
}

/* --- in a hook ---------------------------------------------------------------
 */

/* Once the program has a seccomp filter, the kernel's part comes before the
 * hook. What the filter traps is for the program to handle. */
static long issue(struct change *c)
{
	if (!c->issued)
		c->ret = gate_issue(&c->regs);
	return c->ret;
}

static void forget(uintptr_t start, uintptr_t end)
{
	if (!sites_near(start, end))
		return;
	sites_remove(start, end);
	stub_slots_forget(start, end);
	sled_forget_sites(start, end);
}

/* The new mapping of a file that is open. */
static void rewrite_mapped(const struct SyscallRegs *regs, uintptr_t start)
{
	char link[32], path[PATH];
	struct maps_entry e = {
		.start = start,
		.end = start + page_up(regs->rsi),
		.offset = regs->r9,
		.prot = (int)regs->rdx,
		.path = path,
	};
	long n;

	nolibc_format(link, sizeof(link), "/proc/self/fd/%d", (int)regs->r8);
	n = SYSCALL(__NR_readlink, link, path, sizeof(path), 0, 0, 0);
	if (n <= 0)
		return;
	e.path_len = (size_t)n;
	/* of locked pages all would be copied */
	rewriter_late(&e, (int)regs->r8,
		      regs->r10 & MAP_LOCKED || pages_are_locked()
			      ? REWRITER_PART
			      : REWRITER_NEW);
}

static int is_new_code(const struct SyscallRegs *regs)
{
	return rewriter_is_on() && !filtered &&
	       (regs->rdx & (PROT_EXEC | PROT_WRITE)) == PROT_EXEC &&
	       (regs->r10 & (MAP_TYPE | MAP_ANONYMOUS)) == MAP_PRIVATE;
}

static void do_mmap(struct change *c)
{
	const struct SyscallRegs *regs = &c->regs;

	if (sys_failed((void *)issue(c)))
		return;
	forget((uintptr_t)c->ret, (uintptr_t)c->ret + page_up(regs->rsi));
	if (own_copy_may_be(regs) && own_copy_take((uintptr_t)c->ret))
		return;
	if (is_new_code(regs))
		rewrite_mapped(regs, (uintptr_t)c->ret);
}

static void do_munmap(struct change *c)
{
	if (issue(c) == 0)
		forget(c->regs.rdi, c->regs.rdi + page_up(c->regs.rsi));
}

/* Private mappings of files in r that are not executable yet: nobody can be
 * running what is in them. */
static size_t find_idle(struct range r, struct range *idle)
{
	struct maps_entry e;
	size_t n = 0;

	for (uintptr_t at = r.start; at < r.end && n < RANGES; at = e.end) {
		if (maps_find_file(at, &e, NULL, 0) != 0 || e.start >= r.end)
			break;
		if (e.shared || (e.prot & PROT_EXEC))
			continue;
		idle[n].start = e.start > r.start ? e.start : r.start;
		idle[n++].end = e.end < r.end ? e.end : r.end;
	}
	return n;
}

static void do_mprotect(struct change *c)
{
	struct range idle[RANGES];
	int has_key = c->regs.rax == __NR_pkey_mprotect && (int)c->regs.r10 > 0;
	size_t n = find_idle(range_of(c->regs.rdi, c->regs.rsi), idle);

	if (issue(c) != 0)
		return;
	for (size_t i = 0; i < n; i++)
		rewriter_range(idle[i].start, idle[i].end,
			       has_key ? REWRITER_KEEP : REWRITER_PART);
}

/* Code becomes writable, because the program or a loader with relocations
 * writes it. They must find what was there before, so windows are moved back,
 * and moved again when the code is executable and no longer writable. */
static void do_open(struct change *c)
{
	uintptr_t end = c->regs.rdi + page_up(c->regs.rsi);

	stub_slots_undo(c->regs.rdi, end);
	issue(c);
}

static void rewrite_again(uintptr_t start, uintptr_t end)
{
	if (rewriter_is_on() && !filtered)
		rewriter_range(start, end, REWRITER_PART);
}

/*
 * Call sites move with their code: the rewritten bytes are in the pages that
 * are moved. Pages that stay (MREMAP_DONTUNMAP) are read from the file again. A
 * jump would lead astray from another address, so windows are put back first.
 */
static void do_mremap(struct change *c)
{
	const struct SyscallRegs *regs = &c->regs;
	uintptr_t old = regs->rdi, old_end = old + page_up(regs->rsi);
	uintptr_t size = page_up(regs->rdx), kept = old + size, to;

	if (kept > old_end)
		kept = old_end;
	if (sites_reserve(sites_between(old, kept)) != 0) {
		c->ret = -ENOMEM;
		return;
	}
	stub_slots_undo(old, old_end);
	to = (uintptr_t)issue(c);
	if (sys_failed((void *)to)) {
		rewrite_again(old, old_end);
		return;
	}
	if (to != old) {
		stub_slots_forget(old, old_end);
		forget(to, to + size);
		sites_move(old, kept, to);
		sled_forget_sites(old, kept);
	}
	forget(kept, old_end);
	rewrite_again(to, to + size);
}

static void do_shmat(struct change *c)
{
	struct shmid64_ds ds = {0};

	SYSCALL(__NR_shmctl, c->regs.rdi, IPC_STAT, &ds, 0, 0, 0);
	if (is_range_ours(range_of(page_down(c->regs.rsi), ds.shm_segsz)))
		c->ret = -ENOMEM;
	else if (!sys_failed((void *)issue(c)))
		forget((uintptr_t)c->ret,
		       (uintptr_t)c->ret + page_up(ds.shm_segsz));
}

/* One at a time, also where each thread has a state of its own. */
static void run(void *change)
{
	struct change *c = change;

	thread_lock_common(c->thread);
	c->fn(c);
	thread_unlock_common(c->thread);
}

/* Without a thread's record, or inside a hook, the hook stack cannot be
 * reached. */
static long in_hook(const struct call *call, const struct SyscallRegs *regs,
		    void (*fn)(struct change *))
{
	struct change change = {
		.thread = call->thread,
		.fn = fn,
		.regs = *regs,
	};

	if (!call->thread)
		return gate_issue(regs);
	if (filtered && regs->rax != __NR_shmat) {
		change.ret = gate_issue(regs);
		change.issued = 1;
	}
	if (hook_stack_run(call->thread, run, &change) != 0 && !change.issued)
		return gate_issue(regs);
	return change.ret;
}

/* --- our own pages -----------------------------------------------------------
 */

static long issue_munmap(const struct call *call,
			 const struct SyscallRegs *regs, struct range r)
{
	long ret = near_sites(r) ? in_hook(call, regs, do_munmap)
				 : gate_issue(regs);
	if (ret == 0 && call->thread)
		altstack_unmapped(call->thread, r.start, r.end);
	return ret;
}

static long unmap(const struct call *call, struct SyscallRegs *regs,
		  struct range r)
{
	regs->rdi = r.start;
	regs->rsi = r.end - r.start;
	return issue_munmap(call, regs, r);
}

/* Do it to all of r but our own ranges. For the program these are not
 * mapped. */
__attribute__((cold)) static long unmap_around(const struct call *call,
					       struct range r)
{
	struct SyscallRegs regs = call->regs;
	struct range ours;
	long ret = 0;

	while (ret == 0 && meets_own(r, &ours)) {
		if (r.start < ours.start)
			ret = unmap(call, &regs,
				    (struct range){r.start, ours.start});
		r.start = ours.end;
	}
	if (ret == 0 && r.start < r.end)
		ret = unmap(call, &regs, r);
	return ret;
}

static long change_protection(const struct call *call,
			      const struct SyscallRegs *regs)
{
	int is_code = (regs->rdx & (PROT_EXEC | PROT_WRITE)) == PROT_EXEC;

	if ((regs->rdx & PROT_WRITE) &&
	    near_sites(range_of(regs->rdi, regs->rsi)))
		return in_hook(call, regs, do_open);

	return is_code && rewriter_is_on() && !filtered
		       ? in_hook(call, regs, do_mprotect)
		       : gate_issue(regs);
}

/* The kernel changes what lies before the first address that is not mapped, and
 * then finds ENOMEM. */
__attribute__((cold)) static long protect_before(const struct call *call,
						 struct range r,
						 const struct range *ours)
{
	struct SyscallRegs regs = call->regs;
	long ret = 0;

	if (r.start < ours->start) {
		regs.rsi = ours->start - r.start;
		ret = change_protection(call, &regs);
	}
	return ret ? ret : -ENOMEM;
}

/* What is not mapped is passed over, and told by ENOMEM. */
__attribute__((cold)) static long advise_around(const struct call *call,
						struct range r)
{
	struct SyscallRegs regs = call->regs;
	struct range ours;
	long ret = -ENOMEM;

	while (ret == -ENOMEM && r.start < r.end) {
		int any = meets_own(r, &ours);

		regs.rdi = r.start;
		regs.rsi = (any ? ours.start : r.end) - r.start;
		if (!any || r.start < ours.start)
			ret = gate_issue(&regs);
		if (ret == 0)
			ret = -ENOMEM;
		r.start = any ? ours.end : r.end;
	}
	return ret;
}

/* A mapping may not be put there. Address 0 is forbidden to most programs on
 * most machines, and that is how they know it. */
static long occupied(struct range r)
{
	return r.start == 0 ? -EPERM : -ENOMEM;
}

/* --- a stack that its thread has unmapped ------------------------------------
 */

/* Does the thread unmap the stack that it stands on? It is about to exit, as
 * detached threads of musl's do, and makes no use of the stack till then. We
 * do: so it stays, until the thread exits or has another one. */
static int is_own_stack(const struct call *call, struct range r)
{
	const struct thread *t = call->thread;

	return t && call->frame && !t->vfork &&
	       t->unmapped.start == t->unmapped.end &&
	       call->frame->rsp > r.start && call->frame->rsp <= r.end;
}

static void unmap_left(struct thread *t)
{
	struct range r = {t->unmapped.start, t->unmapped.end};

	t->unmapped.start = t->unmapped.end = 0;
	sys_munmap((void *)r.start, r.end - r.start);
}

/* At each call about mappings: once the thread has another stack, before there
 * can be anything else in that place. */
static void look_at_left(const struct call *call)
{
	struct thread *t = call->thread;

	if (t && call->frame && t->unmapped.end != t->unmapped.start &&
	    call->frame->rsp - t->unmapped.start - 1 >=
		    t->unmapped.end - t->unmapped.start)
		unmap_left(t);
}

/* --- the calls ---------------------------------------------------------------
 */

long mappings_map(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	int replaces = (regs->r10 & (MAP_FIXED | MAP_FIXED_NOREPLACE)) ==
		       MAP_FIXED;

	look_at_left(call);
	if (replaces) {
		struct range r = range_of(regs->rdi, regs->rsi);

		if (is_range_ours(r))
			return occupied(r);
		rewrite_before_change(call->thread, r.start, r.end, 1);
		replaces = near_sites(r);
	}
	if (!replaces && !is_new_code(regs) && !own_copy_may_be(regs))
		return gate_issue(regs);
	return in_hook(call, regs, do_mmap);
}

long mappings_remap(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	struct range from = range_of(regs->rdi, regs->rsi);
	struct range to = {0, 0};

	look_at_left(call);
	if (regs->r10 & MREMAP_FIXED)
		to = range_of(regs->r8, regs->rdx);
	if (is_range_ours(from))
		return -EFAULT;
	if (is_range_ours(to))
		return occupied(to);
	rewrite_before_change(call->thread, from.start, from.end, 0);
	rewrite_before_change(call->thread, to.start, to.end, 1);
	if (!near_sites(from) && !near_sites(to))
		return gate_issue(regs);
	return in_hook(call, regs, do_mremap);
}

long mappings_attach(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;

	look_at_left(call);
	if (!(regs->rdx & SHM_REMAP))
		return gate_issue(regs);
	rewrite_now(call->thread); /* its size is not known */
	return in_hook(call, regs, do_shmat);
}

long mappings_unmap(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	struct range r = range_of(regs->rdi, regs->rsi);

	look_at_left(call);
	if (!is_range_ours(r) && is_own_stack(call, r)) {
		altstack_unmapped(call->thread, r.start, r.end);
		call->thread->unmapped.start = r.start;
		call->thread->unmapped.end = r.end;
		return 0;
	}
	rewrite_before_change(call->thread, r.start, r.end, 1);
	return is_range_ours(r) ? unmap_around(call, r)
				: issue_munmap(call, regs, r);
}

long mappings_advise(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	struct range r = range_of(regs->rdi, regs->rsi);

	look_at_left(call);
	return is_range_ours(r) ? advise_around(call, r) : gate_issue(regs);
}

long mappings_protect(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	struct range r = range_of(regs->rdi, regs->rsi), ours;

	look_at_left(call);
	rewrite_before_change(call->thread, r.start, r.end, 0);
	return meets_own(r, &ours) ? protect_before(call, r, &ours)
				   : change_protection(call, regs);
}

/* What is large and ours would count against the program's limit. */
static void do_lock_all(struct change *c)
{
	const uintptr_t start = page_up((uintptr_t)big_tables);

	if (issue(c) != 0)
		return;
	pages_unlock((const void *)start, page_up((uintptr_t)_end) - start);
	pages_unlock_start();
	stack_unlock();
}

long mappings_lock_all(struct call *call)
{
	const struct SyscallRegs *regs = &call->regs;
	long ret = regs->rdi & MCL_CURRENT ? in_hook(call, regs, do_lock_all)
					   : gate_issue(regs);

	if (ret == 0)
		pages_lock((regs->rdi & MCL_FUTURE) != 0);
	return ret;
}

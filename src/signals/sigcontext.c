/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Shows a handler the program's registers, and puts ours back. */
#include "signals/sigcontext.h"

#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <assert.h>
#include <stddef.h>

#include "base/constants.h"
#include "base/frame.h"
#include "base/gate.h"
#include "base/nolibc.h"
#include "intercept/entry_labels.h"
#include "intercept/sites.h"
#include "intercept/sled.h"
#include "intercept/stub_slots.h"
#include "intercept/vdso.h"
#include "signals/sigmask.h"
#include "thread/thread.h"

/* task.S: where the child of a fork has its guard up, and where the parent of a
 * vfork child says that it goes on. */
extern const char task_fork_issued[], task_fork_begun[], task_clone_return[],
	task_clone_begun[], task_vfork_return[], task_vfork_parent[],
	task_vfork_parent_end[];

/* The library's own first and last bytes. */
extern const char __ehdr_start[] __attribute__((visibility("hidden")));
extern const char _end[] __attribute__((visibility("hidden")));

/* A frame of a call under way is no further from the interrupted stack
 * pointer: what is left over from a siglongjmp is. */
#define NEAR 16384

#define REGISTERS THREAD_CONTEXT_REGISTERS
static_assert(offsetof(struct sigcontext, cs) == REGISTERS * sizeof(uint64_t),
	      "the general registers, rip and rflags come first");

uint64_t sigcontext_flags = ~(uint64_t)RFLAGS_TF;

static int between(uintptr_t addr, const char *from, const char *to)
{
	return addr >= (uintptr_t)from && addr < (uintptr_t)to;
}

/* --- the program's registers are all there ------------------------------- */

/* The call has not been made: at the call site again. sp points behind the
 * return address. A call through a NULL pointer stays what it is. */
static void at_site(struct sigcontext *regs, uintptr_t sp)
{
	uintptr_t back = *(const uint64_t *)(sp - 8);

	if (!sites_contains(back - SITE_SIZE))
		return;
	regs->rip = back - SITE_SIZE;
	regs->rsp = sp;
	/* the kernel will start it again: it has been there */
	if (regs->rcx - sled_base() < GATE_CODE_SIZE)
		regs->rcx = back;
}

/* The call has been made: behind the site. */
static void behind_site(struct sigcontext *regs, uintptr_t sp)
{
	regs->rip = regs->rcx = *(const uint64_t *)(sp - 8);
	regs->rsp = sp;
}

/* offset: from the gate region's base, in a part that entry_call follows. */
static void in_gate(struct sigcontext *regs, uintptr_t offset)
{
	uintptr_t sp = regs->rsp + 8, stub = offset - GATE_STUBS;
	int made;

	if (offset < GATE_CELLS)
		made = 0;
	else if (offset < GATE_STUBS) /* syscall, mov, ret; or a jump */
		made = (offset - GATE_CELLS) % GATE_CELL_SIZE == 2 ||
		       (offset - GATE_CELLS) % GATE_CELL_SIZE == 6;
	else
		made = stub >= (uintptr_t)(gate_blob_passed - gate_blob);
	if (made)
		behind_site(regs, sp);
	else
		at_site(regs, sp);
}

/* --- they are in a frame ---------------------------------------------------
 */

void sigcontext_from_frame(struct sigcontext *regs, const struct frame *f)
{
	regs->r8 = f->r8, regs->r9 = f->r9, regs->r10 = f->r10;
	regs->r12 = f->r12, regs->r13 = f->r13, regs->r14 = f->r14;
	regs->r15 = f->r15, regs->rdi = f->rdi, regs->rsi = f->rsi;
	regs->rbp = f->rbp, regs->rbx = f->rbx, regs->rdx = f->rdx;
	regs->rax = f->rax, regs->rcx = f->rip, regs->r11 = f->rflags;
	regs->rsp = f->rsp;
	regs->eflags = f->rflags;
}

static void untrack(struct thread *t, const struct frame *f)
{
	if (t && f && t->frame == f)
		t->frame = f->outer;
}

/* In the frame that f is: all of it is there, or still there. */
static void saved(struct thread *t, struct sigcontext *regs,
		  const struct frame *f, uintptr_t rip)
{
	untrack(t, f);
	sigcontext_from_frame(regs, f);
	regs->rip = rip;
}

/* On the way in, with no frame or half of one. */
static void pushing(struct sigcontext *regs)
{
	uintptr_t rip = regs->rip;

	if (rip == (uintptr_t)entry_call || rip == (uintptr_t)entry_zero)
		at_site(regs, regs->rsp + 8);
	else if (between(rip, entry_call, entry_call_push) ||
		 between(rip, entry_zero, entry_trap))
		at_site(regs, regs->r11);
	else { /* rcx: behind the site, however it was entered */
		if (rip != (uintptr_t)entry_trap &&
		    rip != (uintptr_t)entry_far && rip != (uintptr_t)entry_jump)
			regs->rsp = regs->r11;
		if (between(rip, entry_jump, entry_jump_back)) /* its tail */
			regs->rcx = *(const uint64_t *)(regs->rcx + STUB_BACK -
							STUB_TAIL);
		regs->rip = regs->rcx - SITE_SIZE;
	}
}

/* On the way out, the program's registers restored or being restored. */
static void leaving(struct thread *t, struct sigcontext *regs)
{
	uintptr_t rip = regs->rip;
	const struct frame *f;
	uint64_t result = regs->rax;
	int unmade =
		between(rip, entry_call_unmade, entry_call_unmade_end) ||
		(between(rip, entry_call_done, entry_call_made) && regs->rdx);

	if (rip == (uintptr_t)entry_call_jumping ||
	    rip == (uintptr_t)entry_call_leave) {
		regs->rip = regs->rcx;
	} else if (between(rip, entry_call_leave, entry_zero)) { /* ret */
		regs->rsp += 8;
		regs->rip = regs->rcx;
	} else if (rip == (uintptr_t)entry_call_jump ||
		   rip == (uintptr_t)entry_call_restored) {
		f = (const struct frame *)regs->rsp;
		regs->rip = f->rip;
		regs->rsp = f->rsp;
	} else {
		f = (const struct frame *)regs->rbx;
		saved(t, regs, f, unmade ? f->rip - SITE_SIZE : f->rip);
		if (!unmade && between(rip, entry_call_done, entry_call_made))
			regs->rax = result;
	}
}

/* In entry_call. */
static void in_entry(struct thread *t, struct sigcontext *regs)
{
	const struct frame *f;

	if (between(regs->rip, entry_call, entry_call_saved) ||
	    between(regs->rip, entry_zero, entry_call_end)) {
		pushing(regs);
	} else if (between(regs->rip, entry_call_saved, entry_call_done)) {
		f = (const struct frame *)(regs->r11 - RED_ZONE - FRAME_SIZE);
		saved(t, regs, f, f->rip - SITE_SIZE);
	} else {
		leaving(t, regs);
	}
}

/* --- a call is under way ---------------------------------------------------
 */

static struct thread_context *find_context(struct thread *t,
					   const struct ucontext *uc)
{
	for (size_t i = 0; i < THREAD_CONTEXTS; i++)
		if (t->context[i].at == (uintptr_t)uc)
			return &t->context[i];
	return NULL;
}

/* A free place, or that which was taken first. */
static struct thread_context *place_for(struct thread *t)
{
	for (size_t i = 0; i < THREAD_CONTEXTS; i++)
		if (!t->context[i].at)
			return &t->context[i];
	return &t->context[t->contexts++ % THREAD_CONTEXTS];
}

/* The registers as they are, before others are shown: what is real comes back
 * at sigreturn. */
static struct thread_context *
remember_context(struct thread *t, const struct ucontext *uc, int given_up)
{
	struct thread_context *c = place_for(t);

	c->at = (uintptr_t)uc;
	c->restoring = 0;
	c->frame = t->frame;
	c->given_up = given_up;
	c->blocked = uc->uc_sigmask & KSIGNAL_OURS & ~t->masks.really_blocked;
	memcpy(c->real, &uc->uc_mcontext, sizeof(c->real));
	return c;
}

/*
 * In dispatch() or below. What is shown is the program about to make the
 * call, or having made it if the kernel has just answered: EINTR with its
 * handler running looks like that.
 */
static void under_way(struct thread *t, struct sigcontext *regs)
{
	int answered = regs->rip == gate_address(gate_blob_issued);
	uint64_t result = regs->rax;
	const struct frame *f = t->frame;

	sigcontext_from_frame(regs, f);
	regs->rip = answered ? f->rip : f->rip - SITE_SIZE;
	if (answered)
		regs->rax = result;
}

/* In a call site's stub. */
static void in_stub(struct sigcontext *regs, const struct stub_place *place)
{
	regs->rip = place->rip;
	regs->rsp = place->rsp;
	if (place->made || regs->rcx == place->passed)
		regs->rcx = place->back;
}

static int is_under_way(const struct thread *t, const struct sigcontext *regs)
{
	if (!t || !t->frame ||
	    ((uintptr_t)t->frame - regs->rsp > NEAR &&
	     !thread_on_calls(t, regs->rsp)))
		return 0;
	/* of the gate, but for the stubs with the program's registers */
	if (regs->rip >= (uintptr_t)gate_at &&
	    regs->rip < gate_address(gate_blob_end))
		return regs->rip >= gate_address(gate_blob_pass_end) &&
		       regs->rip < gate_address(gate_blob_restorer);
	return between(regs->rip, __ehdr_start, _end) && !vdso_holds(regs->rip);
}

/* On the way into a handler of the program's: at its first instruction. */
static void in_start(struct sigcontext *regs)
{
	const struct signal_start *start;

	if (regs->rip == gate_address(gate_blob_handle_jump)) {
		regs->rip = regs->rcx;
		return;
	}
	start = (const struct signal_start *)regs->rsp;
	regs->rip = (uintptr_t)start->handler;
	regs->rdi = start->sig;
	regs->rsi = (uintptr_t)start->info;
	regs->rdx = (uintptr_t)start->uc;
	regs->rax = 0;
	regs->rsp = (uintptr_t)(start + 1);
}

/* Where a call is on its way, and how much of that is undone. */
enum { ELSEWHERE, IN_STUB, IN_START, AT_ZERO, IN_GATE, IN_ENTRY, UNDER_WAY };

static int where(const struct thread *t, const struct sigcontext *regs,
		 struct stub_place *place)
{
	uintptr_t gate = sled_base();

	if (stub_slots_find(regs->rip, regs->rsp, regs->rcx, place))
		return IN_STUB;
	if (regs->rip >= gate_address(gate_blob_handle) &&
	    regs->rip < gate_address(gate_blob_handle_end))
		return IN_START;
	if (gate && regs->rip < PAGE)
		return AT_ZERO;
	if (gate &&
	    regs->rip - gate <
		    GATE_STUBS + (uintptr_t)(gate_blob_pass_end - gate_blob))
		return IN_GATE;
	if (between(regs->rip, entry_call, entry_call_end))
		return IN_ENTRY;
	return is_under_way(t, regs) ? UNDER_WAY : ELSEWHERE;
}

/* The trap flag that was saved at a call and is not in the program's context is
 * not the program's: a debugger steps it. Or its handler of SIGTRAP has ended
 * its stepping of itself before the flags were cleared for us. */
static void end_steps(const struct sigcontext *regs)
{
	if (regs->rip > (uintptr_t)entry_call_push &&
	    regs->rip < (uintptr_t)entry_call_calm &&
	    !(regs->eflags & RFLAGS_TF)) {
		struct frame *f =
			(struct frame *)(regs->r11 - RED_ZONE - FRAME_SIZE);

		f->rflags &= ~(uint64_t)RFLAGS_TF;
	}
}

void sigcontext_show(struct thread *t, const struct siginfo *info,
		     struct ucontext *uc)
{
	struct sigcontext *regs = &uc->uc_mcontext;
	struct thread_context *c = t ? find_context(t, uc) : NULL;
	struct stub_place place;
	int at;

	if (c)
		c->at = 0;
	/* single-stepping itself, the program must get on */
	if (info->si_signo == SIGTRAP && (regs->eflags & RFLAGS_TF)) {
		sigcontext_flags = ~0ul;
		return;
	}
	end_steps(regs);
	if (regs->rip == (uintptr_t)entry_call_passing ||
	    regs->rip == (uintptr_t)entry_call_passing_on)
		regs->rip = regs->rcx; /* the jump is made */
	at = where(t, regs, &place);
	if (at == ELSEWHERE)
		return;
	c = t ? remember_context(t, uc, at > IN_START) : NULL;
	if (at == IN_STUB)
		in_stub(regs, &place);
	else if (at == IN_START)
		in_start(regs);
	else if (at == AT_ZERO)
		at_site(regs, regs->rsp + 8);
	else if (at == IN_GATE)
		in_gate(regs, regs->rip - sled_base());
	else if (at == IN_ENTRY)
		in_entry(t, regs);
	else
		under_way(t, regs);
	if (c)
		memcpy(c->shown, regs, sizeof(c->shown));
}

uint64_t sigcontext_restore(struct thread *t, struct ucontext *uc)
{
	struct sigcontext *regs = &uc->uc_mcontext;
	struct thread_context *c = find_context(t, uc);
	uint64_t blocked = 0;

	if (c &&
	    (c->restoring || memcmp(regs, c->shown, sizeof(c->shown)) == 0)) {
		c->restoring = 1;
		memcpy(regs, c->real, sizeof(c->real));
		t->frame = c->frame;
		/* for a call that is still to be made */
		if (regs->rip != gate_address(gate_blob_issued))
			blocked = c->blocked;
	} else {
		if (c && c->given_up)
			untrack(t, c->frame);
		regs->rip = stub_slots_resume(regs->rip, regs->rax);
	}
	end_steps(regs);
	/* not before: a signal's handler takes the places that are free */
	if (c)
		__atomic_store_n(&c->at, 0, __ATOMIC_RELEASE);
	return blocked;
}

int sigcontext_is_vfork_parent(const struct thread *t,
			       const struct sigcontext *regs)
{
	uintptr_t rip = regs->rip;

	if (!t || !t->vfork)
		return 0;
	if (rip == gate_address(gate_blob_vforked) ||
	    between(rip, task_vfork_return, task_vfork_parent))
		return regs->rax != 0;
	return t->vfork->goes_on || rip == gate_address(gate_blob_vfork) ||
	       between(rip, task_vfork_parent, task_vfork_parent_end);
}

/* On its maker's stack, or on its own, which the maker's record names. */
int sigcontext_is_new_process(const struct thread *t,
			      const struct sigcontext *regs)
{
	if (regs->rax != 0)
		return 0;
	if (regs->rip == gate_address(gate_blob_issued))
		return *(const uintptr_t *)regs->rsp ==
		       (uintptr_t)task_fork_issued;
	if (between(regs->rip, task_fork_issued, task_fork_begun))
		return 1;
	return regs->rsp == t->home.stack_top &&
	       (regs->rip == gate_address(gate_blob_cloned) ||
		between(regs->rip, task_clone_return, task_clone_begun));
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Walks the program's stack, frame by frame. */
#include "unwind/unwind.h"

#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <stddef.h>

#include "base/constants.h"
#include "base/frame.h"
#include "base/nolibc.h"
#include "thread/memory.h"
#include "unwind/cfi.h"
#include "unwind/objects.h"
#include "unwind/rows.h"

#define RET 0xc3

/* mov $__NR_rt_sigreturn, %rax; syscall: what a signal handler returns to */
static const uint8_t restorer[] = {0x48, 0xc7, 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05};

struct walk {
	uint64_t r[CFI_REGISTERS];
	int exact;  /* rip is the instruction, not one behind a call */
	int signal; /* the frame is that of a signal */
};

static void start(struct walk *w, const struct frame *f)
{
	const uint64_t r[CFI_REGISTERS] = {
		[CFI_RAX] = f->rax,
		[CFI_RDX] = f->rdx,
		[CFI_RCX] = f->rip,
		[CFI_RBX] = f->rbx,
		[CFI_RSI] = f->rsi,
		[CFI_RDI] = f->rdi,
		[CFI_RBP] = f->rbp,
		[CFI_RSP] = f->rsp,
		[CFI_R8] = f->r8,
		[CFI_R9] = f->r9,
		[CFI_R10] = f->r10,
		[CFI_R11] = f->rflags,
		[CFI_R12] = f->r12,
		[CFI_R13] = f->r13,
		[CFI_R14] = f->r14,
		[CFI_R15] = f->r15,
		[CFI_RIP] = f->rip - SITE_SIZE,
	};

	memcpy(w->r, r, sizeof(r));
	w->exact = 1;
	w->signal = 0;
}

/* The instruction that the frame is at. */
static uintptr_t place(const struct walk *w)
{
	return w->r[CFI_RIP] - !w->exact;
}

static int code_is(uintptr_t addr, const uint8_t *bytes, size_t n)
{
	uint8_t there[sizeof(restorer)];

	return memory_copy_in(there, addr, n) == n &&
	       memcmp(there, bytes, n) == 0;
}

/* To what a signal has interrupted; its ucontext is on top of the stack. */
static int step_signal(struct walk *w)
{
	struct sigcontext c;
	uintptr_t at = w->r[CFI_RSP] + offsetof(struct ucontext, uc_mcontext);

	if (memory_copy_in(&c, at, sizeof(c)) != sizeof(c))
		return 0;
	const uint64_t r[CFI_REGISTERS] = {
		[CFI_RAX] = c.rax, [CFI_RDX] = c.rdx, [CFI_RCX] = c.rcx,
		[CFI_RBX] = c.rbx, [CFI_RSI] = c.rsi, [CFI_RDI] = c.rdi,
		[CFI_RBP] = c.rbp, [CFI_RSP] = c.rsp, [CFI_R8] = c.r8,
		[CFI_R9] = c.r9,   [CFI_R10] = c.r10, [CFI_R11] = c.r11,
		[CFI_R12] = c.r12, [CFI_R13] = c.r13, [CFI_R14] = c.r14,
		[CFI_R15] = c.r15, [CFI_RIP] = c.rip,
	};
	memcpy(w->r, r, sizeof(r));
	w->signal = 1;
	return 1;
}

/* To the return address at this place of the stack. */
static int step_return(struct walk *w, uintptr_t at)
{
	w->r[CFI_RSP] = at + 8;
	return memory_peek(at, &w->r[CFI_RIP]) == 0;
}

static int step_frame_pointer(struct walk *w)
{
	uintptr_t at = w->r[CFI_RBP];

	return at >= w->r[CFI_RSP] && at % 8 == 0 &&
	       memory_peek(at, &w->r[CFI_RBP]) == 0 && step_return(w, at + 8);
}

/* Without a table: a call site whose function returns next has pushed nothing;
 * else there may be a frame pointer. */
static int step_bare(struct walk *w, int innermost)
{
	static const uint8_t ret[] = {RET};
	uintptr_t rip = w->r[CFI_RIP];

	if (code_is(rip, restorer, sizeof(restorer)))
		return step_signal(w);
	if (innermost && code_is(rip + SITE_SIZE, ret, sizeof(ret)))
		return step_return(w, w->r[CFI_RSP]);
	return step_frame_pointer(w);
}

static int find_entry(struct object *o, uintptr_t pc, struct cfi_function *f)
{
	uintptr_t record;

	if (o->header)
		return cfi_find(o->header, pc, f);
	record = objects_record(o, pc);
	return record && cfi_read(record, pc, f);
}

/* By the object's table; *made becomes what is to be kept of that. 0: no. */
static int run_table(struct walk *w, struct object *o, uintptr_t pc,
		     struct rows_step *made)
{
	struct cfi_function f;
	enum cfi_result result;

	*made = (struct rows_step){.kind = ROWS_NO_ENTRY};
	if (!find_entry(o, pc, &f))
		return 1;
	made->signal = f.own.signal != 0;
	made->kind = ROWS_STEP;
	result = cfi_step(&f, pc, w->r, &made->brief);
	if (result == CFI_OUTERMOST)
		made->kind = ROWS_OUTERMOST;
	if (made->kind == ROWS_OUTERMOST || made->brief.count)
		rows_keep(o, pc, made);
	return result != CFI_BAD;
}

/* The same, but what is known is not looked up again. 0: the walk ends. */
static int step_table(struct walk *w, struct object *o, int innermost)
{
	uintptr_t pc = place(w);
	const struct rows_step *step = rows_find(o, pc);
	struct rows_step made;

	if (step && step->kind == ROWS_STEP) {
		w->signal = step->signal;
		return cfi_step_again(&step->brief, w->r) == CFI_STEPPED;
	}
	if (!step) {
		if (!run_table(w, o, pc, &made))
			return 0;
		step = &made;
		w->signal = step->signal;
	}
	if (step->kind == ROWS_NO_ENTRY)
		return step_bare(w, innermost);
	return step->kind == ROWS_STEP;
}

static int step_frame(struct walk *w, struct object *o, int innermost)
{
	w->signal = 0;
	return o ? step_table(w, o, innermost) : step_bare(w, innermost);
}

/* From where it stands. */
static size_t walk_on(struct walk *w, struct hook_frame *frame, size_t max)
{
	struct object *o;
	size_t n = 0;
	uintptr_t rsp;

	while (n < max && w->r[CFI_RIP] && objects_find(place(w), &o)) {
		frame[n] = (struct hook_frame){w->r[CFI_RIP], w->exact};
		rsp = w->r[CFI_RSP];
		n++;
		if (!step_frame(w, o, n == 1))
			break;
		/* what a signal interrupts may be on another stack, and vfork()
		 * calls with its return address in a register */
		if (!w->signal && w->r[CFI_RSP] <= rsp - (n == 1))
			break;
		w->exact = w->signal;
		frame[n - 1].exact |= w->signal;
	}
	return n;
}

size_t unwind_walk(const struct frame *call, struct hook_frame *frame,
		   size_t max)
{
	struct walk w;

	start(&w, call);
	return walk_on(&w, frame, max);
}

size_t unwind_walk_signal(uintptr_t uc, struct hook_frame *frame, size_t max)
{
	struct walk w = {.r[CFI_RSP] = uc, .exact = 1};

	return step_signal(&w) ? walk_on(&w, frame, max) : 0;
}

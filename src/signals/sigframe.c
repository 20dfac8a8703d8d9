/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The layout follows the kernel's arch/x86/kernel/signal.c; what only the
 * kernel knows comes from a frame that it made for the same thread. */
#include "signals/sigframe.h"

#include <linux/signal.h>

#include "base/constants.h"
#include "base/frame.h"
#include "base/gate.h"
#include "base/ksignal.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "thread/memory.h"

#define FX_SIZE 512
#define FX_SOFTWARE 464 /* in the fxsave area: struct _fpx_sw_bytes */
#define XSTATE_HEADER 64
#define XSTATE_ALIGN 64
#define FRAME_ALIGN 16
#define MAGIC2_SIZE 4

void sigframe_keep(struct thread_kept *kept, int sig, const siginfo_t *info,
		   const struct ucontext *uc)
{
	const char *fp = (const char *)uc->uc_mcontext.fpstate;

	kept->sig = (uint32_t)sig;
	kept->mask = uc->uc_sigmask;
	kept->uc_flags = uc->uc_flags;
	memcpy(kept->trap, &uc->uc_mcontext.cs, sizeof(kept->trap));
	memcpy(kept->info, info, sizeof(kept->info));
	memcpy(kept->stack, &uc->uc_stack, sizeof(kept->stack));
	memset(kept->fp_software, 0, sizeof(kept->fp_software));
	if (fp)
		memcpy(kept->fp_software, fp + FX_SOFTWARE,
		       sizeof(kept->fp_software));
}

static const struct _fpx_sw_bytes *software(const struct thread_kept *kept)
{
	static_assert(sizeof(struct _fpx_sw_bytes) == sizeof(kept->fp_software),
		      "fp_software");
	return (const struct _fpx_sw_bytes *)kept->fp_software;
}

static int has_xstate(const struct thread_kept *kept)
{
	return software(kept)->magic1 == FP_XSTATE_MAGIC1;
}

uint64_t sigframe_features(const struct ucontext *uc)
{
	const char *fp = (const char *)uc->uc_mcontext.fpstate;
	const struct _fpx_sw_bytes *sw;

	if (!fp)
		return 0;
	sw = (const struct _fpx_sw_bytes *)(const void *)(fp + FX_SOFTWARE);
	return sw->magic1 == FP_XSTATE_MAGIC1 ? sw->xfeatures : 0;
}

static int disarms(const stack_t *stack)
{
	return ((unsigned int)stack->ss_flags & SS_AUTODISARM) != 0;
}

/* The stack pointer that the frame lies below. */
static uintptr_t stack_pointer(const struct thread_kept *kept, uintptr_t sp)
{
	const stack_t *stack = (const stack_t *)kept->stack;
	uintptr_t start = (uintptr_t)stack->ss_sp;

	if (!(kept->act.flags & SA_ONSTACK) || stack->ss_size == 0)
		return sp - RED_ZONE;
	if (!disarms(stack) && sp > start && sp - start <= stack->ss_size)
		return sp - RED_ZONE; /* it is in use */
	return start + stack->ss_size;
}

/* Each page can be written. */
static int stack_has_room(uintptr_t start, uintptr_t end)
{
	const char byte = 0;

	for (uintptr_t at = start; at < end; at = (at | (PAGE - 1)) + 1)
		if (memory_copy_out(at, &byte, 1) != 1)
			return 0;
	return memory_copy_out(end - 1, &byte, 1) == 1;
}

/* An alternate stack of this kind is given up when any handler begins, until
 * sigreturn. */
void sigframe_enter_stack(stack_t *stack)
{
	if (disarms(stack))
		*stack = (stack_t){.ss_flags = SS_DISABLE};
}

static void disarm(const struct thread_kept *kept)
{
	const stack_t none = {.ss_flags = SS_DISABLE};

	if (disarms((const stack_t *)kept->stack))
		SYSCALL(__NR_sigaltstack, &none, 0, 0, 0, 0, 0);
}

static void fill_fp(const struct thread_kept *kept, char *fp)
{
	const struct _fpx_sw_bytes *sw = software(kept);
	const uint32_t magic = FP_XSTATE_MAGIC2;

	memcpy(fp + FX_SOFTWARE, sw, sizeof(*sw));
	if (!has_xstate(kept))
		return;
	memset(fp + FX_SIZE, 0, XSTATE_HEADER);
	memcpy(fp + sw->xstate_size, &magic, sizeof(magic));
}

static uintptr_t fp_of(const struct sigframe *frame)
{
	uintptr_t end = (uintptr_t)(frame + 1) + sizeof(void *);

	return (end + XSTATE_ALIGN - 1) & ~(uintptr_t)(XSTATE_ALIGN - 1);
}

struct sigframe *sigframe_place(const struct thread_kept *kept, uintptr_t sp)
{
	size_t size = has_xstate(kept)
			      ? software(kept)->xstate_size + MAGIC2_SIZE
			      : FX_SIZE;
	uintptr_t fp = (stack_pointer(kept, sp) - size) &
		       ~(uintptr_t)(XSTATE_ALIGN - 1);
	struct sigframe *frame =
		(struct sigframe *)(((fp - sizeof(*frame)) &
				     ~(uintptr_t)(FRAME_ALIGN - 1)) -
				    sizeof(void *));

	return stack_has_room((uintptr_t)frame, fp + size) ? frame : NULL;
}

uint64_t sigframe_fill(struct sigframe *frame, const struct thread_kept *kept)
{
	uintptr_t fp = fp_of(frame);

	memset(frame, 0, sizeof(*frame));
	frame->restorer = kept->act.restorer;
	frame->uc.uc_flags = kept->uc_flags;
	memcpy(&frame->uc.uc_stack, kept->stack, sizeof(kept->stack));
	memcpy(&frame->uc.uc_mcontext.cs, kept->trap, sizeof(kept->trap));
	frame->uc.uc_mcontext.fpstate = (void *)fp;
	frame->uc.uc_sigmask = kept->mask;
	memcpy(&frame->info, kept->info, sizeof(kept->info));
	fill_fp(kept, (char *)fp);
	disarm(kept);
	return has_xstate(kept) ? software(kept)->xfeatures : 0;
}

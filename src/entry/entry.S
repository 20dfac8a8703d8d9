/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A call comes in, from a call site's `call *%rax`, its stub or a trap, and goes
 * back: program -> dispatch -> program.
 */
#include <asm/unistd.h>

#include "base/flags.inc"
#include "base/frame.h"
#include "base/gate.h"
#include "rules/prefilter.h"
#include "thread/storage.inc"
#include "thread/thread.h"

	.text

/* The frame at rsp and rbx is no call under way any more; what is in it is
 * lost. */
	.macro	untrack at
	record	\at
	test	%rcx, %rcx
	jz	.Lapart\@
	mov	FRAME_OUTER(%rsp), %rdx
	mov	%rdx, THREAD_FRAME(%rcx)
.Luntracked\@:
	.pushsection .text.unlikely, "ax"
.Lapart\@:
	mov	%rbx, %rdi
	and	$-16, %rsp
	call	dispatch_left
	mov	%rbx, %rsp
	jmp	.Luntracked\@
	.popsection
	.endm

/*
 * From the gate, every register the program's:
 *
 *   program's rsp ->  (its frames)
 *            -8       return address, pushed by the call; where our ret looks
 *          -128       end of the red zone
 *          -136       entered    \
 *          -144       rflags      | struct frame, ends at
 *           ...                   | rsp - RED_ZONE - FRAME_SIZE
 *          -272       outer      /
 *
 * From an unknown call site of number 0, which may be none, the same at
 * entry_zero. From a trap (sud.c), at entry_trap, and from a call site's far stub (stub_slots.c),
 * at entry_far, the same with the address behind the syscall instruction in
 * rcx, where the instruction itself would put it, and nothing pushed. From a
 * near stub, at entry_jump, with that of its tail in rcx, behind which the
 * former stands.
 *
 * A call that no rule wants, by prefilter.h, passes on from here: by the tail,
 * or by the gate. So does one that dispatch() lets through as it was.
 *
 * sigcontext.c knows what holds the program's registers between the labels: a
 * signal may arrive at every instruction.
 */
	.balign 64
	.globl entry_call, entry_call_push, entry_call_saved, entry_call_done
	.globl entry_call_restored, entry_call_leave, entry_call_jump
	.globl entry_call_jumping, entry_zero, entry_trap, entry_far, entry_jump
	.globl entry_jump_back, entry_call_end, entry_call_calm
	.globl entry_call_passing, entry_call_passing_on, entry_call_made
	.globl entry_call_unmade, entry_call_unmade_end
	.hidden entry_call, entry_call_push, entry_call_saved, entry_call_done
	.hidden entry_call_restored, entry_call_leave, entry_call_jump
	.hidden entry_call_jumping, entry_zero, entry_trap, entry_far, entry_jump
	.hidden entry_jump_back, entry_call_end, entry_call_calm
	.hidden entry_call_passing, entry_call_passing_on, entry_call_made
	.hidden entry_call_unmade, entry_call_unmade_end
	.type entry_call, @function
entry_call:
	.cfi_startproc simple
	.cfi_def_cfa rsp, 8
	.cfi_offset rip, -8
	lea	8(%rsp), %r11		/* the program's rsp, until dispatch */
	mov	(%rsp), %rcx
	lea	8-RED_ZONE(%rsp), %rsp
	push	$ENTERED_BY_CALL
entry_call_push:			/* r11: program's rsp; rcx: its rip */
	pushfq				/* rflags */
	push	%r11			/* rsp */
	push	%rcx			/* rip */
	push	%rbp
	push	%rax
	push	%rdi
	push	%rsi
	push	%rdx
	push	%r10
	push	%r8
	push	%r9
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	$0			/* outer */
entry_call_saved:
	testl	$(RFLAGS_TF | RFLAGS_DF | RFLAGS_AC), FRAME_RFLAGS(%rsp)
	jnz	7f
	mov	%eax, %eax
	cmp	$PREFILTER_NUMBERS, %eax
	jae	1f
	lea	prefilter_of(%rip), %rcx
	mov	(%rcx, %rax, 8), %rdx
	test	%rdx, %rdx
	jz	1f
	mov	PREFILTER_VERSION(%rdx), %edi
	mov	PREFILTER_TURNS(%rdx), %esi
	mov	FRAME_ENTERED(%rsp), %rcx
	dec	%rcx
	cmp	$ENTERED_BY_ZERO - ENTERED_BY_TRAP, %rcx
	jbe	1f			/* they cannot pass on */
	test	$1, %edi
	jnz	1f
	lea	PREFILTER_TESTS(%rdx), %rcx
	dec	%esi
	jz	3f
2:	mov	PREFILTER_PLACE(%rcx), %rax
	mov	(%rsp, %rax), %rax
	sub	PREFILTER_LOW(%rcx), %rax
	and	PREFILTER_MASK(%rcx), %rax
	sub	PREFILTER_BASE(%rcx), %rax
	cmp	PREFILTER_SPAN(%rcx), %rax
	jbe	1f			/* a rule may want it */
	add	$PREFILTER_TEST_SIZE, %rcx
	dec	%esi
	jnz	2b
3:	mov	PREFILTER_COUNTER(%rdx), %rsi
	cmp	PREFILTER_VERSION(%rdx), %edi
	jne	1f
	test	%rsi, %rsi
	jz	6f
	record	counting
	test	%rcx, %rcx
	jz	1f
	cmpl	$0, THREAD_IN_HOOK(%rcx)
	jne	1f
	cmpl	$0, RULE_ENABLED(%rsi)
	je	1f
	mov	THREAD_SLOT(%rcx), %ecx
	and	$CELLS_ROWS - 1, %ecx
	shl	$CELLS_SHIFT, %ecx
	add	RULE_CELLS(%rsi), %rcx
	lock incq (%rcx)
	jmp	6f

entry_call_pass:			/* r11: program's rsp; rsp: the frame */
	mov	FRAME_R10(%rsp), %r10
	mov	FRAME_R8(%rsp), %r8
	mov	FRAME_R9(%rsp), %r9
	mov	FRAME_RBP(%rsp), %rbp
	mov	FRAME_RBX(%rsp), %rbx
6:	mov	FRAME_RFLAGS(%rsp), %rcx
	status_flags rcx
	mov	FRAME_RAX(%rsp), %rax
	mov	FRAME_RDI(%rsp), %rdi
	mov	FRAME_RSI(%rsp), %rsi
	mov	FRAME_RDX(%rsp), %rdx
	mov	FRAME_ENTERED(%rsp), %rcx
	jrcxz	8f
	mov	%r11, %rsp
entry_call_passing:			/* rcx: where to */
	jmp	*%rcx
8:	mov	gate_pass(%rip), %rcx
	lea	-8(%r11), %rsp		/* to the return address */
entry_call_passing_on:			/* the same; the frame is free now */
	jmp	*%rcx

7:	mov	sigcontext_flags(%rip), %rcx
	and	%rcx, FRAME_RFLAGS(%rsp)
	cld				/* C must not see them */
	testl	$(RFLAGS_TF | RFLAGS_AC), FRAME_RFLAGS(%rsp)
	jz	entry_call_calm
	pushq	$2
	popfq
entry_call_calm:
	jmp	1f
	elsewhere counting
	elsewhere entering
/* The thread has a stack for calls, at rax: code may leave little room on its
 * own (rdx: the outer frame). Not for a call that interrupts another one, which
 * may be there; for a handler on the alternate stack, which would seem unused;
 * or on that very stack; for exit, after which another thread has it. */
.Lon_calls:
	test	%rdx, %rdx
	jnz	.Ldispatch
	cmpl	$__NR_exit, FRAME_RAX(%rbx)
	je	.Ldispatch
	cmp	THREAD_ALT_START(%rcx), %r11
	jb	3f
	cmp	THREAD_ALT_END(%rcx), %r11
	jb	.Ldispatch
3:	mov	%rax, %rdx
	sub	%r11, %rdx
	cmp	$THREAD_CALLS_SIZE, %rdx
	jbe	.Ldispatch
	mov	%rax, %rsp
	jmp	.Ldispatch
1:	xor	%eax, %eax
	record	entering
	test	%rcx, %rcx
	jz	2f
	mov	THREAD_FRAME(%rcx), %rdx
	mov	%rdx, FRAME_OUTER(%rsp)
	mov	%rsp, THREAD_FRAME(%rcx)
	mov	THREAD_CALLS(%rcx), %rax
2:	mov	%rsp, %rdi
	mov	%rcx, %rsi
	mov	%rsp, %rbx
	.cfi_def_cfa rbx, FRAME_SIZE + RED_ZONE
	.cfi_offset rip, FRAME_RIP - FRAME_SIZE - RED_ZONE
	.cfi_offset rbx, FRAME_RBX - FRAME_SIZE - RED_ZONE
	.cfi_offset rbp, FRAME_RBP - FRAME_SIZE - RED_ZONE
	lea	FRAME_RBP(%rsp), %rbp
	and	$-16, %rsp
	test	%rax, %rax
	jnz	.Lon_calls
.Ldispatch:
	call	dispatch
entry_call_done:			/* rbx: the frame */
	test	%rdx, %rdx
	jnz	entry_call_unmade
	mov	%rax, FRAME_RAX(%rbx)
entry_call_made:
	mov	%rbx, %rsp
	untrack	made
	mov	FRAME_RFLAGS(%rsp), %r11
	test	$(RFLAGS_TF | RFLAGS_DF | RFLAGS_AC), %r11d
	jnz	5f
	status_flags r11
4:	mov	FRAME_RAX(%rsp), %rax
	mov	FRAME_RDI(%rsp), %rdi
	mov	FRAME_RSI(%rsp), %rsi
	mov	FRAME_RDX(%rsp), %rdx
	mov	FRAME_R10(%rsp), %r10
	mov	FRAME_R8(%rsp), %r8
	mov	FRAME_R9(%rsp), %r9
	mov	FRAME_RBP(%rsp), %rbp
	mov	FRAME_ENTERED(%rsp), %rcx
	jrcxz	.Lby_call	/* its jumps are short */
	mov	FRAME_RIP(%rsp), %rcx
	mov	FRAME_RBX(%rsp), %rbx
entry_call_jump:			/* rsp: the frame */
	mov	FRAME_RSP(%rsp), %rsp
entry_call_jumping:			/* rcx: where to */
	jmp	*%rcx
.Lby_call:
	jmp	6f
	elsewhere made
entry_call_unmade:			/* rbx: the frame; the call is to be made */
	mov	%rbx, %rsp
	untrack	unmade
	mov	FRAME_RSP(%rsp), %r11
	jmp	entry_call_pass
	elsewhere unmade
entry_call_unmade_end:
5:	all_flags
	jmp	4b
6:	mov	FRAME_RIP(%rsp), %rcx
	mov	FRAME_RBX(%rsp), %rbx
entry_call_restored:			/* rsp: the frame */
	mov	FRAME_RSP(%rsp), %rsp
entry_call_leave:			/* rcx: the return address */
	lea	-8(%rsp), %rsp
	ret
entry_zero:
	lea	8(%rsp), %r11
	mov	(%rsp), %rcx
	lea	8-RED_ZONE(%rsp), %rsp
	push	$ENTERED_BY_ZERO
	jmp	entry_call_push
entry_trap:
	mov	%rsp, %r11
	lea	-RED_ZONE(%rsp), %rsp
	push	$ENTERED_BY_TRAP
	jmp	entry_call_push
entry_far:
	mov	%rsp, %r11
	lea	-RED_ZONE(%rsp), %rsp
	push	$ENTERED_BY_FAR
	jmp	entry_call_push
entry_jump:
	mov	%rsp, %r11
	lea	-RED_ZONE(%rsp), %rsp
	push	%rcx
	mov	STUB_BACK - STUB_TAIL(%rcx), %rcx
entry_jump_back:
	jmp	entry_call_push
entry_call_end:
	.cfi_endproc
	.size entry_call, . - entry_call

/*
 * void entry_null(const struct frame *frame)
 * The program's registers again, its return address on top of its stack, and
 * rip = 0.
 */
	.globl entry_null
	.hidden entry_null
	.type entry_null, @function
entry_null:
	mov	%rdi, %rsp
	mov	FRAME_RFLAGS(%rsp), %r11
	all_flags
	mov	FRAME_R15(%rsp), %r15
	mov	FRAME_R14(%rsp), %r14
	mov	FRAME_R13(%rsp), %r13
	mov	FRAME_R12(%rsp), %r12
	mov	FRAME_RBP(%rsp), %rbp
	mov	FRAME_RBX(%rsp), %rbx
	mov	FRAME_R9(%rsp), %r9
	mov	FRAME_R8(%rsp), %r8
	mov	FRAME_R10(%rsp), %r10
	mov	FRAME_RDX(%rsp), %rdx
	mov	FRAME_RSI(%rsp), %rsi
	mov	FRAME_RDI(%rsp), %rdi
	mov	FRAME_RAX(%rsp), %rax
	mov	FRAME_RSP(%rsp), %rsp
	lea	-8(%rsp), %rsp
	jmp	*null(%rip)
	.size entry_null, . - entry_null

	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Into a handler by a frame, and out of one without the kernel. */
#include "base/frame.h"
#include "signals/sigframe.h"

#define XFEATURE_PKRU 0x200

	.text

/*
 * void sigframe_resume(const struct sigcontext *regs, const void *fpstate,
 *                   uint64_t features)
 * What rt_sigreturn does, but for the mask: features as sigframe_fill returns them,
 * fpstate may be 0. The four words below the red zone are the last that is needed of
 * this stack, for the next signal's frame may lie over regs.
 */
	.balign 32
	.globl sigframe_resume
	.hidden sigframe_resume
	.type sigframe_resume, @function
sigframe_resume:
	test	%rsi, %rsi
	jz	2f
	test	%rdx, %rdx
	jz	1f
	mov	%rdx, %rax
	shr	$32, %rdx
	xrstor64 (%rsi)
	jmp	2f
1:	fxrstor64 (%rsi)
2:	mov	120(%rdi), %rcx		/* rsp */
	lea	-RED_ZONE - 4*8(%rcx), %rcx
	mov	128(%rdi), %rax		/* rip */
	mov	%rax, 24(%rcx)
	mov	136(%rdi), %rax		/* flags */
	mov	%rax, 16(%rcx)
	mov	112(%rdi), %rax
	mov	%rax, 8(%rcx)
	mov	64(%rdi), %rax
	mov	%rax, (%rcx)
	mov	(%rdi), %r8
	mov	8(%rdi), %r9
	mov	16(%rdi), %r10
	mov	24(%rdi), %r11
	mov	32(%rdi), %r12
	mov	40(%rdi), %r13
	mov	48(%rdi), %r14
	mov	56(%rdi), %r15
	mov	72(%rdi), %rsi
	mov	80(%rdi), %rbp
	mov	88(%rdi), %rbx
	mov	96(%rdi), %rdx
	mov	104(%rdi), %rax
	mov	%rcx, %rsp
	pop	%rdi
	pop	%rcx
	popfq
	ret	$RED_ZONE
	.size sigframe_resume, . - sigframe_resume

/*
 * void sigframe_raise(struct sigframe *frame, const struct thread_kept *kept)
 * Into signal_entry by this frame, as the kernel goes there: the caller's
 * registers and vector state in it, the vector state as at a program's start.
 * From the second instruction on the stack is what lies below the frame. Returns
 * when the handler does.
 */
	.balign 32
	.globl sigframe_raise
	.hidden sigframe_raise
	.type sigframe_raise, @function
sigframe_raise:
	mov	%rsp, %rax
	lea	-8(%rdi), %rsp		/* a multiple of 16 */
	push	%rax
	push	%rdi
	call	sigframe_fill
	pop	%rdi
	pop	%r11
	mov	%rax, %rsi
	mov	%r12, SIGFRAME_REGISTERS + 32(%rdi)
	mov	%r13, SIGFRAME_REGISTERS + 40(%rdi)
	mov	%r14, SIGFRAME_REGISTERS + 48(%rdi)
	mov	%r15, SIGFRAME_REGISTERS + 56(%rdi)
	mov	%rbp, SIGFRAME_REGISTERS + 80(%rdi)
	mov	%rbx, SIGFRAME_REGISTERS + 88(%rdi)
	mov	%r11, SIGFRAME_REGISTERS + 120(%rdi)
	lea	raised(%rip), %rax
	mov	%rax, SIGFRAME_REGISTERS + 128(%rdi)
	pushfq
	andl	$~RFLAGS_TF, (%rsp)	/* a tracer's, which steps right here */
	popq	SIGFRAME_REGISTERS + 136(%rdi)
	mov	SIGFRAME_FPSTATE(%rdi), %rcx
	mov	%rsi, %rax
	mov	%rsi, %rdx
	shr	$32, %rdx
	test	%rsi, %rsi
	jz	1f
	xsave64	(%rcx)
	and	$~XFEATURE_PKRU, %eax	/* the kernel's business */
	xrstor64 initial_state(%rip)
	jmp	2f
1:	fxsave64 (%rcx)
	fxrstor64 initial_state(%rip)
2:	mov	%rdi, %rsp
	mov	SIGFRAME_INFO(%rsp), %edi	/* si_signo */
	lea	SIGFRAME_INFO(%rsp), %rsi
	lea	SIGFRAME_UC(%rsp), %rdx
	jmp	signal_entry
raised:	ret
	.size sigframe_raise, . - sigframe_raise

	.section .rodata
	.balign 64
initial_state:				/* an xsave area that names no part */
	.short	0x37f			/* fcw */
	.fill	22
	.long	0x1f80			/* mxcsr */
	.fill	512 + 64 - 28
	.text

	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Into int80.c from a trap, and back. */
#include "base/flags.inc"
#include "base/frame.h"

	.text

/*
 * From a trap at int $0x80 (int80.c): the address behind it in r11, all else the
 * program's. It gets back all but r11, with the result in rax. Above the frame
 * stands rcx.
 */
	.balign 32
	.globl entry_int80, entry_int80_home
	.hidden entry_int80, entry_int80_home
	.type entry_int80, @function
entry_int80:
	lea	-RED_ZONE(%rsp), %rsp
	push	%rcx
	lea	8+RED_ZONE(%rsp), %rcx
	push	$ENTERED_BY_TRAP
	pushfq
	push	%rcx			/* rsp */
	push	%r11			/* rip */
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
	mov	sigcontext_flags(%rip), %rcx
	and	%rcx, FRAME_RFLAGS(%rsp)
	cld
	testl	$(RFLAGS_TF | RFLAGS_AC), FRAME_RFLAGS(%rsp)
	jz	1f
	pushq	$2
	popfq
1:	mov	%rsp, %rdi
	mov	FRAME_SIZE(%rsp), %rsi	/* rcx */
	mov	%rsp, %rbx
	lea	FRAME_RBP(%rsp), %rbp
	and	$-16, %rsp
	call	int80_issue
	mov	%rbx, %rsp
	mov	%rax, FRAME_RAX(%rsp)
	mov	FRAME_RFLAGS(%rsp), %r11
	all_flags
	pop	%rcx			/* outer */
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%r9
	pop	%r8
	pop	%r10
	pop	%rdx
	pop	%rsi
	pop	%rdi
	pop	%rax
	pop	%rbp
	pop	%r11			/* rip */
	lea	3*8(%rsp), %rsp
	pop	%rcx
	lea	RED_ZONE(%rsp), %rsp
	jmp	*%r11
	.size entry_int80, . - entry_int80

/* A task that was made by it begins here, on a stack with int80.c's struct
 * home: the registers that the call has used, and the way home. */
entry_int80_home:
	pop	%rdi
	pop	%rsi
	pop	%rdx
	pop	%r10
	pop	%r8
	pop	%rcx
	pop	%r11
	jmp	*%r11

	.section .note.GNU-stack, "", @progbits

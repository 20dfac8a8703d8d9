/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * void registers_task(const struct state *in, struct state *parent,
 *		       struct state *child)
 * The call of `in`, which makes a task: each task stores what it finds, and
 * the child ends there. rcx and r11 go to k[0] and k[1].
 */
#include "registers.h"

	.text
	.globl	registers_task
	.type	registers_task, @function
registers_task:
	.cfi_startproc
	push	%rbx
	.cfi_adjust_cfa_offset 8
	push	%rbp
	.cfi_adjust_cfa_offset 8
	push	%r12
	.cfi_adjust_cfa_offset 8
	push	%r13
	.cfi_adjust_cfa_offset 8
	push	%r14
	.cfi_adjust_cfa_offset 8
	push	%r15
	.cfi_adjust_cfa_offset 8
	mov	%rsi, parent(%rip)
	mov	%rdx, child(%rip)
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	movdqu	STATE_VECTOR + 64 * \n(%rdi), %xmm\n
	.endr
	ldmxcsr	STATE_MXCSR(%rdi)
	fldcw	STATE_FCW(%rdi)
	mov	STATE_RAX(%rdi), %rax
	mov	STATE_RBX(%rdi), %rbx
	mov	STATE_RDX(%rdi), %rdx
	mov	STATE_RSI(%rdi), %rsi
	mov	STATE_RBP(%rdi), %rbp
	mov	STATE_R8(%rdi), %r8
	mov	STATE_R9(%rdi), %r9
	mov	STATE_R10(%rdi), %r10
	mov	STATE_R12(%rdi), %r12
	mov	STATE_R13(%rdi), %r13
	mov	STATE_R14(%rdi), %r14
	push	STATE_RFLAGS(%rdi)
	.cfi_adjust_cfa_offset 8
	popfq
	.cfi_adjust_cfa_offset -8
	mov	STATE_R15(%rdi), %r15	/* may be moved, unlike popfq */
	mov	STATE_RDI(%rdi), %rdi
	syscall
	.globl	registers_task_back
registers_task_back:
	pushfq
	.cfi_adjust_cfa_offset 8
	push	$0x202
	.cfi_adjust_cfa_offset 8
	popfq
	.cfi_adjust_cfa_offset -8
	push	%rdi
	.cfi_adjust_cfa_offset 8
	mov	parent(%rip), %rdi
	test	%rax, %rax
	jnz	1f
	mov	child(%rip), %rdi
1:	mov	%rax, STATE_RAX(%rdi)
	mov	%rbx, STATE_RBX(%rdi)
	mov	%rdx, STATE_RDX(%rdi)
	mov	%rsi, STATE_RSI(%rdi)
	mov	%rbp, STATE_RBP(%rdi)
	mov	%r8, STATE_R8(%rdi)
	mov	%r9, STATE_R9(%rdi)
	mov	%r10, STATE_R10(%rdi)
	mov	%r12, STATE_R12(%rdi)
	mov	%r13, STATE_R13(%rdi)
	mov	%r14, STATE_R14(%rdi)
	mov	%r15, STATE_R15(%rdi)
	mov	%rcx, STATE_K(%rdi)
	mov	%r11, STATE_K+8(%rdi)
	pop	STATE_RDI(%rdi)
	.cfi_adjust_cfa_offset -8
	pop	STATE_RFLAGS(%rdi)
	.cfi_adjust_cfa_offset -8
	stmxcsr	STATE_MXCSR(%rdi)
	fnstcw	STATE_FCW(%rdi)
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	movdqu	%xmm\n, STATE_VECTOR + 64 * \n(%rdi)
	.endr
	test	%rax, %rax
	jnz	2f
	xor	%edi, %edi
	mov	$60, %eax		/* exit */
	syscall
2:	ldmxcsr	usual_mxcsr(%rip)
	fldcw	usual_fcw(%rip)
	pop	%r15
	.cfi_adjust_cfa_offset -8
	pop	%r14
	.cfi_adjust_cfa_offset -8
	pop	%r13
	.cfi_adjust_cfa_offset -8
	pop	%r12
	.cfi_adjust_cfa_offset -8
	pop	%rbp
	.cfi_adjust_cfa_offset -8
	pop	%rbx
	.cfi_adjust_cfa_offset -8
	ret
	.cfi_endproc
	.size	registers_task, . - registers_task

	.section .rodata
usual_mxcsr:
	.long	0x1f80
usual_fcw:
	.word	0x37f
	.local	parent, child
	.comm	parent, 8, 8
	.comm	child, 8, 8
	.section .note.GNU-stack, "", @progbits

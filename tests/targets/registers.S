/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* void registers_probe(const struct state *in, struct state *out, int level) */
#include "registers.h"

	.text
	.globl	registers_probe
	.type	registers_probe, @function

#define LOW 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
#define HIGH 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31

/* Each register of the kind named in the list. */
	.macro	load move, kind, list:vararg
	.irp	n, \list
	\move	STATE_VECTOR + 64 * \n(%rdi), %\kind\n
	.endr
	.endm

	.macro	store move, kind, list:vararg
	.irp	n, \list
	\move	%\kind\n, STATE_VECTOR + 64 * \n(%rax)
	.endr
	.endm

registers_probe:
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
	push	%rsi			/* out, at 24 after the call */
	.cfi_adjust_cfa_offset 8
	push	%rdx			/* level, at 16 */
	.cfi_adjust_cfa_offset 8
	sub	$8, %rsp		/* mxcsr and fcw of the caller, at 8 */
	.cfi_adjust_cfa_offset 8
	stmxcsr	(%rsp)
	fnstcw	4(%rsp)

	cmp	$LEVEL_AVX, %edx
	ja	2f
	je	1f
	load	movdqu, xmm, LOW
	jmp	3f
1:	load	vmovdqu, ymm, LOW
	jmp	3f
2:	load	vmovdqu64, zmm, LOW, HIGH
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7
	kmovq	STATE_K + 8 * \n(%rdi), %k\n
	.endr
3:	ldmxcsr	STATE_MXCSR(%rdi)
	fldcw	STATE_FCW(%rdi)
	.irp	n, 7, 6, 5, 4, 3, 2, 1, 0
	fldl	STATE_ST + 8 * \n(%rdi)
	.endr
	push	STATE_RFLAGS(%rdi)
	.cfi_adjust_cfa_offset 8
	popfq
	.cfi_adjust_cfa_offset -8
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
	mov	STATE_R15(%rdi), %r15
	mov	STATE_RDI(%rdi), %rdi

	syscall

	push	%rax			/* at 0 */
	.cfi_adjust_cfa_offset 8
	mov	24(%rsp), %rax
	mov	%rbx, STATE_RBX(%rax)
	mov	%rdx, STATE_RDX(%rax)
	mov	%rsi, STATE_RSI(%rax)
	mov	%rdi, STATE_RDI(%rax)
	mov	%rbp, STATE_RBP(%rax)
	mov	%r8, STATE_R8(%rax)
	mov	%r9, STATE_R9(%rax)
	mov	%r10, STATE_R10(%rax)
	mov	%r12, STATE_R12(%rax)
	mov	%r13, STATE_R13(%rax)
	mov	%r14, STATE_R14(%rax)
	mov	%r15, STATE_R15(%rax)
	pushfq
	.cfi_adjust_cfa_offset 8
	popq	STATE_RFLAGS(%rax)
	.cfi_adjust_cfa_offset -8
	cld
	pop	%rcx
	.cfi_adjust_cfa_offset -8
	mov	%rcx, STATE_RAX(%rax)
	stmxcsr	STATE_MXCSR(%rax)
	fnstcw	STATE_FCW(%rax)
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7
	fstpl	STATE_ST + 8 * \n(%rax)
	.endr
	ldmxcsr	(%rsp)
	fldcw	4(%rsp)

	mov	8(%rsp), %rdx
	cmp	$LEVEL_AVX, %edx
	ja	2f
	je	1f
	store	movdqu, xmm, LOW
	jmp	3f
1:	store	vmovdqu, ymm, LOW
	vzeroupper
	jmp	3f
2:	store	vmovdqu64, zmm, LOW, HIGH
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7
	kmovq	%k\n, STATE_K + 8 * \n(%rax)
	.endr
	vzeroupper
3:	add	$24, %rsp
	.cfi_adjust_cfa_offset -24
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
	.size	registers_probe, . - registers_probe
	.section .note.GNU-stack, "", @progbits

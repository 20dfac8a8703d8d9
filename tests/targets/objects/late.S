/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* An object that makes its system calls itself, to be loaded late. */
	.text
	.macro	begin name
	.balign 16
	.globl	\name
	.type	\name, @function
\name:
	.cfi_startproc
	.endm

	.macro	end name
	.cfi_endproc
	.size	\name, . - \name
	.endm

/* long late_call(nr, a, b, c) */
	begin	late_call
	mov	%rdi, %rax
	mov	%rsi, %rdi
	mov	%rdx, %rsi
	mov	%rcx, %rdx
	.globl	late_site
late_site:
	syscall
	ret
	end	late_call

/* long late_leaf(void): getppid, with data in the red zone across it */
	begin	late_leaf
	movq	$1, -8(%rsp)
	mov	$110, %eax
	syscall
	cmpq	$1, -8(%rsp)
	je	1f
	mov	$-1, %rax
1:	ret
	end	late_leaf

/* The bytes of a system call inside of an instruction. */
	begin	late_data
	mov	$0x00050f00, %eax
	ret
	end	late_data

/* So that there is more than a page of code. */
	.fill	8192, 1, 0xcc

	begin	late_far
	mov	$110, %eax
	syscall
	ret
	end	late_far

	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A leaf function that keeps values below its stack pointer across a call. */
	.text
	.globl leaf
	.type leaf, @function
leaf:
	.cfi_startproc
	mov	%rdi, -8(%rsp)
	mov	%rsi, -128(%rsp)
	mov	$39, %eax		/* getpid */
	syscall
	mov	-8(%rsp), %rax
	add	-128(%rsp), %rax
	ret
	.cfi_endproc
	.size leaf, . - leaf

	.section .note.GNU-stack, "", @progbits

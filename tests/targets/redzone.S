/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Leaf functions that keep values below the stack pointer across a system
 * call, as compilers do. Each returns how many of its values were lost in the
 * upper, the call's result in the lower 32 bits.
 *
 * long redzone_deep(long nr)   uses -128..-16: a call may use -8 there
 * long redzone_whole(long nr)  uses all 128 bytes
 */
	.text
	.macro	leaf name, first
	.globl	\name
	.type	\name, @function
\name:
	.cfi_startproc
	mov	%rdi, %rax
	.set	i, \first
	.rept	(128 - \first) / 8 + 1
	lea	i(%rdi), %rdx
	mov	%rdx, -i(%rsp)
	.set	i, i + 8
	.endr
	mov	%rdi, %r8
	syscall
	xor	%edx, %edx
	.set	i, \first
	.rept	(128 - \first) / 8 + 1
	lea	i(%r8), %rcx
	cmp	%rcx, -i(%rsp)
	setne	%cl
	movzbl	%cl, %ecx
	add	%rcx, %rdx
	.set	i, i + 8
	.endr
	shl	$32, %rdx
	mov	%eax, %eax
	or	%rdx, %rax
	ret
	.cfi_endproc
	.size	\name, . - \name
	.endm

	leaf	redzone_deep, 16
	leaf	redzone_whole, 8
	.section .note.GNU-stack, "", @progbits

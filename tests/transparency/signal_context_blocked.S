/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* long blocked_call(const long arguments[7], long seen[16]): the call with
 * this number (first) and marks in all other registers, which are stored. */
	.text
	.globl blocked_call, blocked_site, blocked_behind
	.type blocked_call, @function
blocked_call:
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
	mov	$0x1111, %ebx
	mov	$0x2222, %ebp
	mov	$0x3333, %r12d
	mov	$0x4444, %r13d
	mov	$0x5555, %r14d
	mov	$0x6666, %r15d
	mov	%rdi, %rcx
	mov	(%rcx), %rax
	mov	8(%rcx), %rdi
	mov	16(%rcx), %rsi
	mov	24(%rcx), %rdx
	mov	32(%rcx), %r10
	mov	%rsp, blocked_rsp(%rip)
	cmp	%rsp, %rsp
	std
	stc
	mov	40(%rcx), %r8		/* may be moved, unlike stc */
	mov	48(%rcx), %r9
blocked_site:
	syscall
blocked_behind:
	mov	%rsp, blocked_rsp_after(%rip)
	setc	blocked_carry(%rip)
	cld
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
	.size blocked_call, . - blocked_call

	.bss
	.balign 8
	.globl blocked_rsp, blocked_rsp_after, blocked_carry
blocked_rsp:
	.skip	8
blocked_rsp_after:
	.skip	8
blocked_carry:
	.skip	8

	.section .note.GNU-stack, "", @progbits

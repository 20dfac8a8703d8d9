/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Instructions that may fault, and where they go on then (faults.c). */
	.text

/*
 * size_t memory_copy(void *dst, const void *src, size_t n)
 * A fault on the way goes on at memory_copy_failed, rcx bytes short.
 */
	.globl memory_copy, memory_copy_bytes, memory_copy_failed
	.hidden memory_copy, memory_copy_bytes, memory_copy_failed
	.type memory_copy, @function
memory_copy:
	mov	%rdx, %rcx
memory_copy_bytes:
	rep movsb
memory_copy_failed:
	mov	%rdx, %rax
	sub	%rcx, %rax
	ret
	.size memory_copy, . - memory_copy

/*
 * int memory_attempt(void (*fn)(void *), void *arg, uintptr_t *sp)
 * fn(arg), with the stack pointer here at *sp. A fault on the way goes on at
 * memory_attempt_failed, with that stack pointer again.
 */
	.globl memory_attempt, memory_attempt_failed
	.hidden memory_attempt, memory_attempt_failed
	.type memory_attempt, @function
memory_attempt:
	.cfi_startproc
	push	%rbp
	.cfi_def_cfa_offset 16
	.cfi_offset rbp, -16
	mov	%rsp, %rbp
	.cfi_def_cfa_register rbp
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	%r15
	mov	%rsp, (%rdx)
	mov	%rdi, %rax
	mov	%rsi, %rdi
	call	*%rax
	xor	%eax, %eax
	jmp	1f
memory_attempt_failed:
	lea	6*8(%rsp), %rbp
	mov	$-14, %eax		/* EFAULT */
1:	pop	%r15
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%rbp
	.cfi_def_cfa rsp, 8
	ret
	.cfi_endproc
	.size memory_attempt, . - memory_attempt

	.section .note.GNU-stack, "", @progbits

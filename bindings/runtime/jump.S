/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * setjmp and longjmp for the Lua archive. libc's look at the thread's clean-up
 * handlers, in thread-local storage that need not be libc's.
 *
 * The buffer: rbx, rbp, r12 to r15, rsp behind the return, rip.
 */
	.text
	.balign 16
	.globl	libc_setjmp
	.hidden	libc_setjmp
	.type	libc_setjmp, @function
libc_setjmp:
	.cfi_startproc
	mov	%rbx, (%rdi)
	mov	%rbp, 8(%rdi)
	mov	%r12, 16(%rdi)
	mov	%r13, 24(%rdi)
	mov	%r14, 32(%rdi)
	mov	%r15, 40(%rdi)
	lea	8(%rsp), %rdx
	mov	%rdx, 48(%rdi)
	mov	(%rsp), %rdx
	mov	%rdx, 56(%rdi)
	xor	%eax, %eax
	ret
	.cfi_endproc
	.size	libc_setjmp, . - libc_setjmp

	.balign 16
	.globl	libc_longjmp, libc_longjmp_chk
	.hidden	libc_longjmp, libc_longjmp_chk
	.type	libc_longjmp, @function
libc_longjmp:
libc_longjmp_chk:			/* what is compiled with fortification calls */
	.cfi_startproc
	mov	%esi, %eax		/* Lua's value is never 0 */
	mov	(%rdi), %rbx
	mov	8(%rdi), %rbp
	mov	16(%rdi), %r12
	mov	24(%rdi), %r13
	mov	32(%rdi), %r14
	mov	40(%rdi), %r15
	mov	48(%rdi), %rsp
	jmp	*56(%rdi)
	.cfi_endproc
	.size	libc_longjmp, . - libc_longjmp

	.section .note.GNU-stack, "", @progbits

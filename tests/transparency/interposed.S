/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's start, without the compiler's, which calls libc by names of
 * which interposed has its own; and what a handler returns to.
 */
	.text
	.globl _start
	.type _start, @function
_start:
	.cfi_startproc
	.cfi_undefined rip		/* nobody has called */
	xor	%ebp, %ebp
	mov	%rdx, %r9		/* the loader's, to be called at exit */
	pop	%rsi			/* argc */
	mov	%rsp, %rdx		/* argv */
	and	$-16, %rsp
	push	%rax
	push	%rsp			/* the stack's end */
	lea	interposed_main(%rip), %rdi
	xor	%ecx, %ecx		/* no constructors, no destructors */
	xor	%r8d, %r8d
	call	*__libc_start_main@GOTPCREL(%rip)
	hlt
	.cfi_endproc
	.size	_start, . - _start

	.globl interposed_restorer
	.type interposed_restorer, @function
	nop				/* unwinders look a byte in front */
interposed_restorer:
	mov	$15, %eax		/* rt_sigreturn */
	syscall
	.size	interposed_restorer, . - interposed_restorer

	.section .note.GNU-stack, "", @progbits

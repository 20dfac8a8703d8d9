/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * In the place of the program's first instruction, with its arguments on the
 * stack: load the libraries, and begin.
 */
	.text
	.globl libraries_begin
	.hidden libraries_begin
	.type libraries_begin, @function
libraries_begin:
	.cfi_startproc
	.cfi_undefined rip		/* nobody has called */
	push	%rax
	push	%rcx
	push	%rdx			/* what is to run at exit */
	push	%rsi
	push	%rdi
	push	%r8
	push	%r9
	push	%r10
	push	%r11
	push	%rbp			/* ten words: aligned as it was */
	xor	%ebp, %ebp
	call	libraries_load
	pop	%rbp
	pop	%r11
	pop	%r10
	pop	%r9
	pop	%r8
	pop	%rdi
	pop	%rsi
	pop	%rdx
	pop	%rcx
	pop	%rax
	jmp	*libraries_entry(%rip)
	.cfi_endproc
	.size libraries_begin, . - libraries_begin

	.bss
	.balign 8
	.globl libraries_entry
	.hidden libraries_entry
libraries_entry:
	.zero	8

	.section .note.GNU-stack, "", @progbits

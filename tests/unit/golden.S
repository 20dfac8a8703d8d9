/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Code for the judge. Nothing here is ever run: labels name candidates, the
 * two bytes 0f 05, and the test says what each of them is.
 */
	.text
	.macro	function name
	.globl	\name
	.type	\name, @function
\name:
	.cfi_startproc
	.endm
	.macro	finish
	.cfi_endproc
	.endm
	.macro	candidate name
	.globl	\name
\name:
	.endm

	function plain
	mov	$39, %eax
	candidate plain_site
	syscall
	ret
	finish

	/* the operand of a mov: data that looks like a syscall */
	function immediate
	.byte	0xb8			/* mov $0x..050f..,%eax */
	.byte	0x00
	candidate immediate_data
	.byte	0x0f, 0x05, 0x00
	candidate immediate_site
	syscall
	ret
	finish

	/* an instruction that ends in 0f with 05 behind it: add $imm,%eax */
	function straddle
	.byte	0x3c
	candidate straddle_data
	.byte	0x0f			/* cmp $0x0f,%al */
	.byte	0x05, 0x01, 0x02, 0x03, 0x04
	ret
	finish

	/* a prefix belongs to the instruction: it does not start at 0f */
	function prefixed
	.byte	0x48
	candidate prefixed_data
	.byte	0x0f, 0x05
	ret
	finish

	/* a table between instructions: decoding meets bytes that are none */
	function table
	jmp	1f
	.byte	0x06, 0x06
	candidate table_data
	.byte	0x0f, 0x05
1:	ret
	finish

	/* leaf functions that keep data below rsp */
	function red_store
	mov	%rdi, -8(%rsp)
	mov	$39, %eax
	candidate red_store_site
	syscall
	mov	-8(%rsp), %rdi
	ret
	finish

	function red_load_after
	mov	$39, %eax
	candidate red_load_after_site
	syscall
	mov	-0x200(%rsp), %rdi
	ret
	finish

	function red_address
	lea	-16(%rsp), %rsi
	mov	$228, %eax
	candidate red_address_site
	syscall
	ret
	finish

	function red_indexed
	mov	-64(%rsp, %rax, 8), %rdi
	candidate red_indexed_site
	syscall
	ret
	finish

	function red_frame
	push	%rbp
	mov	%rsp, %rbp
	mov	%edi, -4(%rbp)
	mov	$39, %eax
	candidate red_frame_site
	syscall
	pop	%rbp
	ret
	finish

	/* frames that are set aside: nothing below rsp */
	function frame
	push	%rbp
	mov	%rsp, %rbp
	lea	-0x20(%rbp), %rsi
	push	%rbx
	sub	$0x28, %rsp
	mov	%edi, -4(%rbp)
	mov	%edi, -0x30(%rbp)
	candidate frame_site
	syscall
	leave
	ret
	finish

	function adjust
	lea	-0x40(%rsp), %rsp
	mov	%rdi, 8(%rsp)
	candidate adjust_site
	syscall
	lea	0x40(%rsp), %rsp
	ret
	finish

	/* as in glibc's clone: the FDE ends before the instruction */
	function cut
	mov	$56, %eax
	finish
	candidate cut_site
	syscall
	ret

	/* no unwind entry at all; what is before it must not claim it */
	nop
	nop
	candidate orphan_site
	syscall
	ret

	/* the two bytes on two pages */
	.balign	4096
	.fill	4000, 1, 0x90
	function paged
	.fill	94, 1, 0x90
	.byte	0x90
	candidate paged_site
	syscall
	ret
	finish

	/* many sites in one function */
	function many
	.rept	40
	syscall
	.endr
	candidate many_last
	syscall
	ret
	finish

	/* more sites than are listed, and data below rsp behind them */
	function many_red
	candidate many_red_site
	.rept	70
	syscall
	.endr
	mov	%rdi, -8(%rsp)
	ret
	finish

	.section .note.GNU-stack, "", @progbits

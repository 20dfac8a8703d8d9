/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A small object with each kind of candidate, for the fuzz targets to vary. */
	.text
	.macro	function name
	.type	\name, @function
\name:
	.cfi_startproc
	.endm
	.macro	finish
	.cfi_endproc
	.endm

	function plain
	mov	$39, %eax
	syscall
	ret
	finish

	function frame
	push	%rbp
	.cfi_def_cfa_offset 16
	.cfi_offset %rbp, -16
	mov	%rsp, %rbp
	.cfi_def_cfa_register %rbp
	sub	$32, %rsp
	mov	%rdi, -24(%rbp)
	syscall
	leave
	ret
	finish

	function red_zone
	mov	%rdi, -8(%rsp)
	mov	$39, %eax
	syscall
	mov	-8(%rsp), %rax
	ret
	finish

	function data
	mov	$0x12050f00, %eax
	.byte	0x3c, 0x0f
	.byte	0x05, 1, 2, 3, 4
	ret
	finish

	function personality
	.cfi_personality 0x1b, plain
	.cfi_lsda 0x1b, frame
	mov	$1, %eax
	syscall
	ret
	finish

	/* its FDE ends where the instruction starts, and the code as well */
	function cut
	mov	$56, %eax
	finish
	syscall
	.section .note.GNU-stack, "", @progbits

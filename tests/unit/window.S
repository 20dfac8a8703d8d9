/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Code for windows: what stands in front of a syscall instruction, and what
 * may branch there. Only pieces that were moved elsewhere are run.
 */
	.text
	/* The end of a string, as "ed", is an address below 64 KiB; none of the
	 * code's. */
	.balign 65536, 0xcc
	.macro	function name
	.globl	\name
	.type	\name, @function
	.balign 16, 0xcc
\name:
	.cfi_startproc
	.endm
	.macro	finish
	.cfi_endproc
	.endm
	/* The syscall instruction of the function \name, and its end. */
	.macro	site name
	.globl	\name\()_site, \name\()_behind
\name\()_site:
	syscall
\name\()_behind:
	.endm
	.macro	site_ret name
	site	\name
	ret
	finish
	.endm
	/* Nothing short may reach from one part to the next. */
	.macro	apart
	.fill	300, 1, 0xcc
	.endm

	/* --- what may be moved ------------------------------------------- */

	function number
	mov	$39, %eax
	site_ret number

	function number_wide
	mov	$110, %rax
	site_ret number_wide

	function number_zero
	mov	$1, %edi
	xor	%eax, %eax
	site_ret number_zero

	function number_before_argument
	mov	$39, %eax
	xor	%edi, %edi
	site_ret number_before_argument

	function number_too_great
	mov	$4091, %eax
	site_ret number_too_great

	function number_negative
	mov	$-1, %rax
	site_ret number_negative

	function number_half
	mov	$1, %edi
	mov	$39, %ax
	site_ret number_half

	function number_byte
	mov	$39, %eax
	mov	$1, %ah
	site_ret number_byte

	function number_low_byte
	mov	$39, %eax
	mov	$1, %al
	site_ret number_low_byte

	function number_overwritten
	mov	$39, %eax
	mov	%esi, %eax
	site_ret number_overwritten

	function number_added_to
	mov	$39, %eax
	add	$1, %eax
	site_ret number_added_to

	function number_maybe
	mov	$39, %eax
	cmovz	%esi, %eax
	site_ret number_maybe

	function number_elsewhere
	mov	$39, %r8d
	site_ret number_elsewhere

	function number_cleared_half
	mov	$39, %eax
	xor	%ax, %ax
	site_ret number_cleared_half

	function number_cleared_other
	mov	$39, %eax
	xor	%r8d, %r8d
	site_ret number_cleared_other

	function stack_argument
	mov	8(%rsp), %r9
	site_ret stack_argument

	function vector
	movups	%xmm0, 16(%rdi)
	nopl	(%rax)
	site_ret vector

	function five_short
	xor	%edi, %edi
	xor	%esi, %esi
	xor	%edx, %edx
	site_ret five_short

	/* moved and run: see test_window.c */
	function address
	lea	window_word(%rip), %rax
	site_ret address

	function load
	mov	window_word(%rip), %rax
	site_ret load

	function compare
	cmpl	$7, window_word(%rip)
	site_ret compare

	function store
	movl	$8, window_word(%rip)
	site_ret store

	function jump_short
	cmp	$1, %edi
	jne	1f
	site jump_short
	.fill	20, 1, 0x90
1:	mov	$2, %eax
	ret
	finish

	function jump_long
	cmp	$1, %edi
	.byte	0x0f, 0x8f		/* jg */
	.long	1f - . - 4
	site jump_long
	.fill	20, 1, 0x90
1:	mov	$2, %eax
	ret
	finish
	apart

	/* --- what may not ------------------------------------------------- */

	.macro	fixed name, text
	function fixed_\name
	mov	$39, %eax
	\text
	site_ret fixed_\name
	.endm

	fixed	push, "push %rbx"
	fixed	pop, "pop %rbx"
	fixed	sub_rsp, "sub $8, %rsp"
	fixed	lea_rsp, "lea 8(%rsp), %rsp"
	fixed	mov_rsp, "mov %rdi, %rsp"
	fixed	spl, "mov $1, %spl"
	fixed	call, "call number"
	fixed	call_register, "call *%rbx"
	fixed	jmp, "jmp 1f; 1:"
	fixed	jmp_register, "jmp *%rbx"
	fixed	ret, "ret"
	fixed	rep, "rep stosb"
	fixed	xadd, "lock xadd %eax, (%rdi)"
	fixed	int3, "int3"
	fixed	hlt, "hlt"
	fixed	loop, "loop fixed_loop"
	fixed	jrcxz, "jrcxz fixed_jrcxz"
	fixed	popf, "popfq"
	fixed	syscall, "syscall"
	fixed	vex, "vmovd %xmm0, %eax"
	fixed	xchg, "xchg %rsp, %rax"
	fixed	leave, "leave"

	/* an address of 32 bits, where displacements are otherwise */
	function fixed_address_size
	mov	$39, %eax
	mov	(%edi), %esi
	site_ret fixed_address_size
	apart

	/* --- too short ------------------------------------------------------ */

	function short_none
	site_ret short_none

	function short_two
	xor	%edi, %edi
	site_ret short_two

	function tight_three
	mov	%rdi, %rax
	site_ret tight_three

	function tight_four
	mov	8(%rdi), %rax
	site_ret tight_four

	function tight_two
	xor	%edi, %edi
	xor	%esi, %esi
	site_ret tight_two

	function tight_behind_push
	push	%rbx
	mov	%rdi, %rax
	site tight_behind_push
	pop	%rbx
	ret
	finish
	apart

	/* --- branches ------------------------------------------------------- */

	/* Three instructions of two bytes, with a label at the last. */
	.macro	entered name
	function entered_\name
	xor	%edi, %edi
	xor	%esi, %esi
entered_\name\()_label:
	mov	%edx, %eax
	site_ret entered_\name
	.endm

	function entered_short
	test	%rdi, %rdi
	jz	1f
	xor	%edi, %edi
	xor	%esi, %esi
1:	mov	%edx, %eax
	site_ret entered_short
	apart

	/* the second of the three: there begins a tight window */
	function tight_second
	test	%rdi, %rdi
	jz	1f
	xor	%edi, %edi
1:	xor	%esi, %esi
	mov	%edx, %eax
	site_ret tight_second
	apart

	/* only the window's start is branched to */
	function at_start
	test	%rdi, %rdi
	jz	1f
	ret
1:	xor	%edi, %edi
	xor	%esi, %esi
	mov	%edx, %eax
	site_ret at_start
	apart

	/* at the site itself, which stays: no matter */
	function entered_site
	test	%rdi, %rdi
	jz	entered_site_site
	xor	%edi, %edi
	xor	%esi, %esi
	mov	%edx, %eax
	site_ret entered_site
	apart

	function one_site
	test	%rdi, %rdi
	jz	one_site_site
	mov	$39, %eax
	site_ret one_site
	apart

	/* but does if the jump covers the site */
	function tight_site
	test	%rdi, %rdi
	jz	tight_site_site
	push	%rbx
	mov	%rdi, %rax
	site_ret tight_site
	apart

	/* backwards from behind */
	function entered_back
	xor	%edi, %edi
	xor	%esi, %esi
1:	mov	%edx, %eax
	site entered_back
	test	%eax, %eax
	jne	1b
	ret
	finish
	apart

	entered	neighbour
	function neighbour
	jmp	entered_neighbour_label
	finish
	apart

	entered	jmp
	entered	call
	entered	jcc
	apart
	function elsewhere
	.byte	0xe9
	.long	entered_jmp_label - . - 4
	.byte	0xe8
	.long	entered_call_label - . - 4
	.byte	0x0f, 0x84
	.long	entered_jcc_label - . - 4
	ret
	finish

	/* a branch to the start of one from far away */
	function far_start
	xor	%edi, %edi
	xor	%esi, %esi
	mov	%edx, %eax
	site_ret far_start
	apart
	function far_start_caller
	call	far_start
	.byte	0xe9
	.long	far_start - . - 4
	finish

	function entered_table
	test	%rdi, %rdi
	jz	1f
	jmp	*%rax
1:	xor	%edi, %edi
	xor	%esi, %esi
	mov	%edx, %eax
	site_ret entered_table
	apart

	function one_table
	test	%rdi, %rdi
	jz	1f
	jmp	*%rax
1:	mov	$39, %eax
	site_ret one_table
	apart

	/* what nothing leads to may be data */
	function unreached
	jmp	1f
	.byte	0xb8, 1, 2, 3, 4
1:	site_ret unreached
	apart

	function through_word
	test	%rdi, %rdi
	jz	1f
	jmp	*window_word(%rip)
1:	xor	%edi, %edi
	xor	%esi, %esi
	mov	%edx, %eax
	site_ret through_word
	apart

	function entered_cold
	test	%edi, %edi
	.byte	0x0f, 0x84
	.long	cold_part - . - 4
	xor	%edi, %edi
	xor	%esi, %esi
	mov	%edx, %eax
	site_ret entered_cold
	apart
	function cold_part
	jmp	*(%rax)
	finish
	apart

	function entered_landing
	.cfi_personality 0x1b, window_personality
	.cfi_lsda 0x1b, window_lsda
	xor	%edi, %edi
	xor	%esi, %esi
	mov	%edx, %eax
	site_ret entered_landing
	apart

	function one_landing
	.cfi_personality 0x1b, window_personality
	.cfi_lsda 0x1b, window_lsda
	mov	$39, %eax
	site_ret one_landing
	apart

window_personality:
	ret

	/* --- handlers' returns: the unwind entry begins a byte early -------- */

	.cfi_startproc simple
	.cfi_signal_frame
	.cfi_def_cfa rsp, 8
	nop
	mov	$15, %rax
	site	restorer
	.cfi_endproc
	apart

	.cfi_startproc simple
	.cfi_signal_frame
	.cfi_def_cfa rsp, 8
	nop
	mov	$14, %rax
	site	restorer_other
	.cfi_endproc
	apart

	.data
	.balign 8
	.globl	window_word
window_word:
	.quad	7
	.section .rodata
window_lsda:
	.byte	0xff, 0xff, 1, 0
	.section .note.GNU-stack, "", @progbits

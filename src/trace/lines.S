/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* From the program's stack to the one for lines, and back, for lines.c. */
	.text

/*
 * void lines_switch(void *arg, void (*fn)(void *arg), uintptr_t top)
 * Run fn(arg) on the stack that ends at top. General registers only are used
 * there, so nothing of the program's is to be saved.
 */
	.balign 32
	.globl lines_switch
	.hidden lines_switch
	.type lines_switch, @function
lines_switch:
	.cfi_startproc
	push	%rbp
	.cfi_def_cfa_offset 16
	.cfi_offset rbp, -16
	mov	%rsp, %rbp
	.cfi_def_cfa_register rbp
	mov	%rdx, %rsp
	and	$-16, %rsp
	call	*%rsi
	leave
	.cfi_def_cfa rsp, 8
	ret
	.cfi_endproc
	.size lines_switch, . - lines_switch

	.section .note.GNU-stack, "", @progbits

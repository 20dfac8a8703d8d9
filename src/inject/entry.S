/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The helper's first instruction: what it is for is on top of its stack. */
	.text
	.globl inject_entry
	.hidden inject_entry
	.type inject_entry, @function
inject_entry:
	.cfi_startproc
	.cfi_undefined rip		/* nobody has called */
	pop	%rdi
	and	$-16, %rsp
	xor	%ebp, %ebp
	cld
	call	inject_help
	.cfi_endproc
	.size inject_entry, . - inject_entry

	.section .note.GNU-stack, "", @progbits

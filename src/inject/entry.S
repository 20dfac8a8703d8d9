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

/* What the helper writes into the vDSO's last page: mmap with the arguments that
 * are in the registers, and on to the library. */
	.section .rodata
	.balign 8
	.globl inject_code, inject_code_entry, inject_code_end
	.hidden inject_code, inject_code_entry, inject_code_end
inject_code:
	push	$9
	pop	%rax
	syscall
	test	%rax, %rax
	js	1f
	add	$0x7fffffff, %rax	/* its entry point is written here */
inject_code_entry:
	jmp	*%rax
1:	int3				/* the helper sees it */
	.balign 8, 0
inject_code_end:

	.section .note.GNU-stack, "", @progbits

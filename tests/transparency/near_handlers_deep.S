/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* long deep_call(const unsigned short *nr): the load faults while nr cannot be
 * read. It and what is before it are together as long as a jump. */
	.text
	.globl deep_call, deep_load
	.type deep_call, @function
deep_call:
	.cfi_startproc
	mov	%edi, %ecx
	nop
	mov	%edx, %edx
deep_load:
	movzwl	(%rdi), %eax
	syscall
	ret
	.cfi_endproc
	.size deep_call, . - deep_call
	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* long relocated_call(long nr): with a constant as its argument that is not
 * known before the code is in its place. */
	.text
	.globl relocated_call, relocated_word
	.type relocated_call, @function
relocated_call:
	.cfi_startproc
	mov	%edi, %eax
	movabs	$0x7fffffff7fffffff, %rdi
	.set	relocated_word, . - 8
	syscall
	ret
	.cfi_endproc
	.size relocated_call, . - relocated_call
	.section .note.GNU-stack, "", @progbits

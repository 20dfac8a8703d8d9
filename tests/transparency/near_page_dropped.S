/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* long across_call(void): getppid, its number loaded across the end of a page,
 * at across_page. */
	.text
	.balign 4096
	.skip	4096 - 2, 0x90
	.globl across_call, across_page
	.type across_call, @function
across_call:
	.cfi_startproc
	mov	$110, %eax
	.set	across_page, across_call + 2
	syscall
	ret
	.cfi_endproc
	.size across_call, . - across_call
	.balign 4096
	.section .note.GNU-stack, "", @progbits

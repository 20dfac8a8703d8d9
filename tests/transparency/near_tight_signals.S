/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* long tight_call(int how, const void *set, void *old, size_t size): the call
 * rt_sigprocmask, before which there are three bytes that can be moved. */
	.text
	.globl tight_call, tight_site
	.type tight_call, @function
tight_call:
	.cfi_startproc
	push	%rbx
	.cfi_adjust_cfa_offset 8
	mov	%rcx, %r10
	mov	$14, %r9d
	pop	%rbx
	.cfi_adjust_cfa_offset -8
	mov	%r9, %rax
tight_site:
	syscall
	ret
	.cfi_endproc
	.size tight_call, . - tight_call
	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A system call as inject.h wants it. */
	.text
	.globl launch_call
	.hidden launch_call
	.type launch_call, @function
launch_call:
	.cfi_startproc
	mov	%rcx, %r10
	mov	8(%rsp), %rax
	syscall
	ret
	.cfi_endproc
	.size launch_call, . - launch_call

	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * long low(long a): words at rsp-128 to rsp-16 kept over a call; 15 * a. By way
 * of rdx, for a function seen to use its red zone is not rewritten at all.
 */
	.text
	.globl low
	.type low, @function
low:
	.cfi_startproc
	mov	%rsp, %rdx
	.irp	n, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128
	mov	%rdi, -\n(%rdx)
	.endr
	mov	$110, %eax		/* getppid */
	syscall
	xor	%eax, %eax
	.irp	n, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128
	add	-\n(%rdx), %rax
	.endr
	ret
	.cfi_endproc
	.size low, . - low

	.section .note.GNU-stack, "", @progbits

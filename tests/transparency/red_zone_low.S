/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* long low(long a): words at rsp-128 to rsp-16 kept over a call; 15 * a */
	.text
	.globl low
	.type low, @function
low:
	.cfi_startproc
	.irp	n, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128
	mov	%rdi, -\n(%rsp)
	.endr
	mov	$110, %eax		/* getppid */
	syscall
	xor	%eax, %eax
	.irp	n, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128
	add	-\n(%rsp), %rax
	.endr
	ret
	.cfi_endproc
	.size low, . - low

	.section .note.GNU-stack, "", @progbits

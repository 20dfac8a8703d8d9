/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The end, where no system call can bring it about. */
	.text

/*
 * void perish_by_fault(void)
 * The end, by SIGSEGV, where no system call can bring it about: a fault whose
 * signal has no stack.
 */
	.globl perish_by_fault
	.hidden perish_by_fault
	.type perish_by_fault, @function
perish_by_fault:
	mov	$1, %eax
	ror	%rax
	mov	%rax, %rsp		/* no address */
	mov	(%rax), %rax
	jmp	perish_by_fault
	.size perish_by_fault, . - perish_by_fault

	.section .note.GNU-stack, "", @progbits

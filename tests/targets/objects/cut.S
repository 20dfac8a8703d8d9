/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* An object whose file ends with code, at .far: it can be cut short, and be
 * loaded all the same. */
	.section .far, "ax", @progbits
	.fill	200000, 1, 0x90
	mov	$39, %eax
	syscall
	ret

	.text
	.globl cut_call
	.type cut_call, @function
cut_call:
	mov	$39, %eax
	syscall
	ret
	.size cut_call, . - cut_call

	.section .note.GNU-stack, "", @progbits

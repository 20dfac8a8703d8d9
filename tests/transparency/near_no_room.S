/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* As many call sites as a large object has. */
	.text
	.balign 16
	.globl no_room_calls
no_room_calls:
	.rept 400
	.cfi_startproc
	mov	$110, %eax
	syscall
	ret
	.cfi_endproc
	.balign 16
	.endr
	.section .note.GNU-stack, "", @progbits

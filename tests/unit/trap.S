/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* In place of entry.S's: the call's answer is its number. */
	.text
	.globl entry_trap
	.hidden entry_trap
entry_trap:
	neg	%rax
	jmp	*%rcx

	.globl entry_try, entry_try_failed
	.hidden entry_try, entry_try_failed
entry_try:
	sub	$8, %rsp
	mov	%rdi, %rax
	mov	%rsi, %rdi
	call	*%rax
	xor	%eax, %eax
	add	$8, %rsp
	ret
entry_try_failed:
	ud2

	.section .note.GNU-stack, "", @progbits

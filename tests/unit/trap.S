/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* In place of entry.S's and memory.S's: the call's answer is its number. */
	.text
	.globl entry_trap
	.hidden entry_trap
entry_trap:
	neg	%rax
	jmp	*%rcx

	.globl memory_attempt, memory_attempt_failed
	.hidden memory_attempt, memory_attempt_failed
memory_attempt:
	sub	$8, %rsp
	mov	%rdi, %rax
	mov	%rsi, %rdi
	call	*%rax
	xor	%eax, %eax
	add	$8, %rsp
	ret
memory_attempt_failed:
	ud2

	.section .note.GNU-stack, "", @progbits

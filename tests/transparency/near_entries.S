/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Four ways into what stands before a system call, between two instructions of
 * less than five bytes each. All take the number of the call first. */
	.text

/* A second name for the middle of a function: who calls it may be elsewhere. */
	.globl entries_outer, entries_inner
	.type entries_outer, @function
	.type entries_inner, @function
entries_outer:
	.cfi_startproc
	nop
	mov	%rsi, %rdx
entries_inner:
	mov	%edi, %eax
	syscall
	ret
	.cfi_endproc
	.size entries_outer, . - entries_outer

/* A label whose address is taken: resumed at it. */
	.globl entries_resumed
	.type entries_resumed, @function
entries_resumed:
	.cfi_startproc
	lea	1f(%rip), %rcx
	mov	%rcx, resume(%rip)
	jmp	*resume(%rip)
	nop
	mov	%rsi, %rdx
1:	mov	%edi, %eax
	syscall
	ret
	.cfi_endproc
	.size entries_resumed, . - entries_resumed

/* A table in the data, used by another function. */
	.globl entries_chosen
	.type entries_chosen, @function
entries_chosen:
	.cfi_startproc
	lea	table(%rip), %rcx
	jmp	*(%rcx)
	.cfi_endproc
	.size entries_chosen, . - entries_chosen

	.balign 256
	.type entries_choice, @function
entries_choice:
	.cfi_startproc
	nop
	mov	%rsi, %rdx
2:	mov	%edi, %eax
	syscall
	ret
	.cfi_endproc
	.size entries_choice, . - entries_choice

/* Five bytes of data before the call, which look like an instruction. */
	.globl entries_data, entries_beside
	.type entries_beside, @function
entries_beside:
	.cfi_startproc
	mov	%edi, %eax
	jmp	3f
entries_data:
	.byte	0xb8, 1, 2, 3, 4
3:	syscall
	ret
	.cfi_endproc
	.size entries_beside, . - entries_beside

	.section .data.rel.local, "aw", @progbits
	.balign 8
table:	.quad	2b

	.bss
	.balign 8
resume:	.skip	8

	.section .note.GNU-stack, "", @progbits

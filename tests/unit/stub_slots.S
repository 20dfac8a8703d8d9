/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * near_run() runs code with known registers, and notes what it leaves; in place
 * of entry.S's entry_jump and entry_far stand ones that note that they were
 * reached, and answer; entry_jump passes on by the tail if near_passes says so.
 * Call sites to be copied: each is position independent, and ends
 * with a jump to near_after.
 */
#include "base/gate.h"

	.bss
	.balign 64
near_stack:				/* the code's, with a red zone */
	.skip	4096
near_top:
	.skip	256
	.globl near_state, near_target, near_entered, near_stack, near_passes
near_state:		/* rax rbx rcx rdx rsi rdi rbp r8..r15 rflags rsp */
	.skip	8*17
near_target:
	.skip	8
near_entered:		/* how often, and with which rcx */
	.skip	16
saved_rsp:
	.skip	8
near_passes:
	.skip	8

	.text
	.globl entry_jump, entry_far
entry_jump:
	mov	%rcx, %r11
	mov	near_passes(%rip), %rcx
	jrcxz	1f
	mov	near_entered(%rip), %rcx
	lea	1(%rcx), %rcx
	mov	%rcx, near_entered(%rip)
	jmp	*%r11
1:	mov	STUB_BACK - STUB_TAIL(%r11), %rcx
entry_far:
	mov	%rcx, near_entered+8(%rip)
	mov	near_entered(%rip), %eax
	lea	1(%rax), %eax
	mov	%eax, near_entered(%rip)
	mov	$0x600d, %eax
	jmp	*%rcx
	.globl entry_jump_end
entry_jump_end:

/* void near_run(void): the code at near_target, with near_state */
	.globl near_run, near_after
near_run:
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%rsp, saved_rsp(%rip)
	mov	near_state(%rip), %rax
	mov	near_state+8(%rip), %rbx
	mov	near_state+16(%rip), %rcx
	mov	near_state+24(%rip), %rdx
	mov	near_state+32(%rip), %rsi
	mov	near_state+40(%rip), %rdi
	mov	near_state+48(%rip), %rbp
	mov	near_state+56(%rip), %r8
	mov	near_state+64(%rip), %r9
	mov	near_state+72(%rip), %r10
	mov	near_state+80(%rip), %r11
	mov	near_state+88(%rip), %r12
	mov	near_state+96(%rip), %r13
	mov	near_state+104(%rip), %r14
	mov	near_state+112(%rip), %r15
	push	near_state+120(%rip)
	popfq
	lea	near_top(%rip), %rsp
	jmp	*near_target(%rip)
near_after:
	mov	%rax, near_state(%rip)
	mov	%rbx, near_state+8(%rip)
	mov	%rcx, near_state+16(%rip)
	mov	%rdx, near_state+24(%rip)
	mov	%rsi, near_state+32(%rip)
	mov	%rdi, near_state+40(%rip)
	mov	%rbp, near_state+48(%rip)
	mov	%r8, near_state+56(%rip)
	mov	%r9, near_state+64(%rip)
	mov	%r10, near_state+72(%rip)
	mov	%r11, near_state+80(%rip)
	mov	%r12, near_state+88(%rip)
	mov	%r13, near_state+96(%rip)
	mov	%r14, near_state+104(%rip)
	mov	%r15, near_state+112(%rip)
	mov	%rsp, near_state+128(%rip)
	mov	saved_rsp(%rip), %rsp
	pushfq
	pop	near_state+120(%rip)
	push	$0x202
	popfq
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	ret

	.macro	sample name, text
	.globl	near_\name, near_\name\()_site, near_\name\()_end
near_\name:
	\text
near_\name\()_site:
	syscall
	jmp	*1f(%rip)
1:	.quad	near_after
2:	.quad	39
near_\name\()_end:
	.endm

	.section .data.rel.ro, "aw", @progbits
	sample	constant, "mov $39, %eax"
	sample	wide, "mov $110, %rax"
	sample	none, "mov $500, %eax"
	sample	two, "mov $39, %eax; xor %edi, %edi"
	sample	variable, "mov %rdi, %rax; mov %rsi, %rdi"
	sample	loaded, "mov 2f(%rip), %rax"
	sample	tight, "mov %rdi, %rax"

	/* for near_run() the others; this one is a function */
	.globl	near_plain, near_plain_site, near_plain_end
near_plain:
	mov	$39, %eax
near_plain_site:
	syscall
	ret
near_plain_end:

	.section .note.GNU-stack, "", @progbits

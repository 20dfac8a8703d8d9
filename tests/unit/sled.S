/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The test's side of the gate: sled_call() issues a number through `call
 * *%rax` with known registers, and the entry that sled.c expects of
 * entry.S notes what arrives.
 */
	.bss
	.balign 8
	.globl sled_seen
sled_seen:				/* rax rbx rdx rsi rdi rbp r8..r10 */
	.skip	8*16			/* r12..r15 rflags rsp return */

	.text
	.globl entry_call, entry_zero, task_clone_return, task_vfork_return
entry_call:
entry_zero:
	mov	%rax, sled_seen(%rip)
	mov	%rbx, sled_seen+8(%rip)
	mov	%rdx, sled_seen+16(%rip)
	mov	%rsi, sled_seen+24(%rip)
	mov	%rdi, sled_seen+32(%rip)
	mov	%rbp, sled_seen+40(%rip)
	mov	%r8, sled_seen+48(%rip)
	mov	%r9, sled_seen+56(%rip)
	mov	%r10, sled_seen+64(%rip)
	mov	%r12, sled_seen+72(%rip)
	mov	%r13, sled_seen+80(%rip)
	mov	%r14, sled_seen+88(%rip)
	mov	%r15, sled_seen+96(%rip)
	pushfq
	pop	%rcx
	mov	%rcx, sled_seen+104(%rip)
	mov	%rsp, sled_seen+112(%rip)
	mov	(%rsp), %rcx
	mov	%rcx, sled_seen+120(%rip)
	mov	$0x600d, %eax
	ret
task_clone_return:
task_vfork_return:
	ud2

/* long sled_call(long nr, long rflags, uint64_t expect[16]) */
	.globl sled_call, sled_site
sled_call:
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	%rdx
	mov	%rdx, %r11
	mov	%rdi, %rax
	push	%rsi
	mov	8(%r11), %rbx
	mov	16(%r11), %rdx
	mov	24(%r11), %rsi
	mov	32(%r11), %rdi
	mov	40(%r11), %rbp
	mov	48(%r11), %r8
	mov	56(%r11), %r9
	mov	64(%r11), %r10
	mov	72(%r11), %r12
	mov	80(%r11), %r13
	mov	88(%r11), %r14
	mov	96(%r11), %r15
	popfq
	call	*%rax
sled_site:
	cld
	pop	%rdx
	lea	-8(%rsp), %rcx		/* rsp after the call had pushed */
	lea	-8(%rcx), %rcx
	mov	%rcx, 112(%rdx)
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	ret

	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* make_call: calls *target with other values in all arguments, and flags that
 * are set; own_call is like libc's umask, but for where it lies. */
	.text
	.globl make_call, own_call
	.type make_call, @function
make_call:
	.cfi_startproc
	push	%rbx
	.cfi_adjust_cfa_offset 8
	mov	%rsp, call_rsp(%rip)
	movabs	$0x1111111100000001, %rdi
	movabs	$0x2222222200000002, %rsi
	movabs	$0x3333333300000003, %rdx
	movabs	$0x4444444400000004, %r10
	movabs	$0x5555555500000005, %r8
	movabs	$0x6666666600000006, %r9
	pushq	$0x891
	popfq
	call	*call_target(%rip)
	pop	%rbx
	.cfi_adjust_cfa_offset -8
	ret
	.cfi_endproc
	.size make_call, . - make_call

	.type own_call, @function
own_call:
	.cfi_startproc
	mov	$95, %eax
	syscall
	ret
	.cfi_endproc
	.size own_call, . - own_call

	.section .note.GNU-stack, "", @progbits

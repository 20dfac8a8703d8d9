/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * entry_probe: a handler that stores what it begins with into entry_seen:
 * rflags, rax, rsp, mxcsr, fcw and ftw, xmm0, xmm15.
 */
	.text
	.globl	entry_probe
	.type	entry_probe, @function
entry_probe:
	.cfi_startproc
	mov	%rsp, 16+entry_seen(%rip)
	mov	%rax, 8+entry_seen(%rip)
	pushfq
	.cfi_adjust_cfa_offset 8
	pop	entry_seen(%rip)
	.cfi_adjust_cfa_offset -8
	stmxcsr	24+entry_seen(%rip)
	fnstenv	64+entry_seen(%rip)
	movdqu	%xmm0, 32+entry_seen(%rip)
	movdqu	%xmm15, 48+entry_seen(%rip)
	mov	%edi, 96+entry_seen(%rip)
	mov	%rsi, 104+entry_seen(%rip)
	mov	%rdx, 112+entry_seen(%rip)
	ret
	.cfi_endproc
	.size	entry_probe, . - entry_probe

/* long odd_kill(pid, sig, flags): kill with these flags, mxcsr and x87 odd */
	.globl	odd_kill
	.type	odd_kill, @function
odd_kill:
	.cfi_startproc
	ldmxcsr	odd_mxcsr(%rip)
	fldcw	odd_fcw(%rip)
	fld1
	fld1
	pcmpeqd	%xmm0, %xmm0
	pcmpeqd	%xmm15, %xmm15
	push	%rdx
	.cfi_adjust_cfa_offset 8
	popfq
	.cfi_adjust_cfa_offset -8
	mov	$62, %eax		/* may be moved, unlike popfq */
	syscall
	push	$0x202
	.cfi_adjust_cfa_offset 8
	popfq
	.cfi_adjust_cfa_offset -8
	ldmxcsr	usual_mxcsr(%rip)
	fninit
	ret
	.cfi_endproc
	.size	odd_kill, . - odd_kill

	.section .rodata
odd_mxcsr:
	.long	0x7fc0
usual_mxcsr:
	.long	0x1f80
odd_fcw:
	.word	0x0c7f
	.section .note.GNU-stack, "", @progbits

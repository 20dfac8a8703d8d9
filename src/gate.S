/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The stubs of the gate region: see gate.h for where they are mapped. This
 * text is position independent and is copied to GATE_STUBS of the region; the
 * three quads at its end are filled in before it is mapped.
 *
 * What arrives from a landing slot (gate_check, gate_zero) may change rcx and
 * r11 only, as the kernel does, and no flag: hence lea, movz, not and jrcxz.
 */
#include "frame.h"
#include "gate.h"

#define AT(offset) gate_blob + (offset) - GATE_STUBS

	.section .text.gate, "ax", @progbits
	.balign 64
	.globl gate_blob, gate_blob_end, gate_blob_entry
	.globl gate_blob_clone_return, gate_blob_vfork_return
	.globl gate_blob_check, gate_blob_zero, gate_blob_passed
	.globl gate_blob_pass_end, gate_blob_issued
	.hidden gate_blob, gate_blob_end, gate_blob_entry
	.hidden gate_blob_clone_return, gate_blob_vfork_return
	.hidden gate_blob_check, gate_blob_zero, gate_blob_passed
	.hidden gate_blob_pass_end, gate_blob_issued
gate_blob:

/* One of the slot's five numbers was asked for: is it this one? */
	.balign 32
gate_blob_check:
	movzwl	%ax, %r11d		/* a stray call may bring any rax */
	lea	AT(GATE_TABLE)(%rip), %rcx
	movzbl	(%rcx, %r11), %ecx
	jrcxz	pass
	jmp	*gate_blob_entry(%rip)

/*
 * Number 0, read. A call through a NULL pointer arrives here too, with any
 * rax, so the call site decides: if it is known to be one, rax is 0.
 */
	.balign 32
gate_blob_zero:
	movzbl	AT(GATE_TABLE)(%rip), %ecx
	jrcxz	1f
	jmp	*gate_blob_entry(%rip)
1:	movzbl	(%rsp), %ecx		/* low byte of the return address */
	lea	AT(GATE_SITES)(%rip), %r11
	mov	(%r11, %rcx, 8), %r11
	mov	(%rsp), %rcx
	not	%rcx
	lea	1(%rcx, %r11), %rcx	/* known site - this one */
	jrcxz	pass
	jmp	*gate_blob_entry(%rip)

pass:
	syscall
gate_blob_passed:
	mov	(%rsp), %rcx		/* as the kernel leaves it */
	ret
gate_blob_pass_end:

/* long gate_syscall(a1, a2, a3, a4, a5, a6, nr) */
	.balign 16
	.globl gate_blob_syscall
	.hidden gate_blob_syscall
gate_blob_syscall:
	mov	%rcx, %r10
	mov	8(%rsp), %rax
	syscall
	ret

/* long gate_issue(const struct SyscallRegs *regs) */
	.balign 16
	.globl gate_blob_issue
	.hidden gate_blob_issue
gate_blob_issue:
	mov	REGS_RAX(%rdi), %rax
	mov	REGS_RSI(%rdi), %rsi
	mov	REGS_RDX(%rdi), %rdx
	mov	REGS_R10(%rdi), %r10
	mov	REGS_R8(%rdi), %r8
	mov	REGS_R9(%rdi), %r9
	mov	REGS_RDI(%rdi), %rdi
	syscall
gate_blob_issued:
	ret

/* void gate_sigreturn(rsp) */
	.balign 16
	.globl gate_blob_sigreturn
	.hidden gate_blob_sigreturn
gate_blob_sigreturn:
	mov	%rdi, %rsp
	mov	$15, %eax
	syscall
	ud2

/* The restorer of our own signal handlers. */
	.balign 16
	.globl gate_blob_restorer
	.hidden gate_blob_restorer
gate_blob_restorer:
	mov	$15, %eax
	syscall
	ud2

/* A trapped int $0x80 (sud.c): the way back is in r11, all else the program's,
 * down to its red zone. */
	.globl gate_blob_int80
	.hidden gate_blob_int80
gate_blob_int80:
	lea	-RED_ZONE(%rsp), %rsp
	push	%r11
	int	$0x80
	pop	%r11
	lea	RED_ZONE(%rsp), %rsp
	jmp	*%r11

/* All registers are the program's; entry.S goes on in parent and child. */
	.globl gate_blob_clone, gate_blob_vfork
	.hidden gate_blob_clone, gate_blob_vfork
gate_blob_clone:
	syscall
	jmp	*gate_blob_clone_return(%rip)
gate_blob_vfork:
	syscall
	jmp	*gate_blob_vfork_return(%rip)

	.balign 8
gate_blob_entry:
	.quad	0
gate_blob_clone_return:
	.quad	0
gate_blob_vfork_return:
	.quad	0
gate_blob_end:

	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The stubs of the gate: see gate.h for where they are mapped. This text is
 * position independent: with a sled it is copied to GATE_STUBS of the region,
 * without one it serves where it stands.
 *
 * What arrives from a landing slot (gate_check, gate_zero) or from a call site's
 * stub (gate_far) may change rcx and r11 only, as the kernel does, and no flag:
 * hence lea, movz, not and jrcxz.
 */
#include "base/frame.h"
#include "base/gate.h"

#define AT(offset) gate_blob + (offset) - GATE_STUBS

/* Where it leads to: in the library's data. A copy has pointers of its own. */
#define POINTER(n) gate_pointers + 8 * (n)(%rip)

/* Behind an instruction that ends with the distance to one. */
	.macro	pointer n
.Lbehind\@:
	.pushsection .rodata.gate_refs, "a"
	.long	.Lbehind\@ - gate_blob, \n
	.popsection
	.endm

	.section .rodata.gate_refs, "a"
	.balign 4
	.globl gate_refs, gate_refs_end
	.hidden gate_refs, gate_refs_end
gate_refs:

	.section .text.gate, "ax", @progbits
	.balign 64
	.globl gate_blob, gate_blob_end, gate_blob_pointers
	.globl gate_blob_check, gate_blob_zero, gate_blob_pass, gate_blob_passed
	.globl gate_blob_pass_end, gate_blob_issued
	.hidden gate_blob, gate_blob_end, gate_blob_pointers
	.hidden gate_blob_check, gate_blob_zero, gate_blob_pass, gate_blob_passed
	.hidden gate_blob_pass_end, gate_blob_issued
gate_blob:

/* One of the slot's five numbers was asked for: is it this one? */
	.balign 32
gate_blob_check:
	movzwl	%ax, %r11d		/* a stray call may bring any rax */
	lea	AT(GATE_TABLE)(%rip), %rcx
	movzbl	(%rcx, %r11), %ecx
	jrcxz	gate_blob_pass
	jmp	*POINTER(GATE_TO_ENTRY)
	pointer	GATE_TO_ENTRY

/*
 * Number 0, read. A call through a NULL pointer arrives here too, with any
 * rax, so the call site decides: if it is known to be one, rax is 0.
 */
	.balign 32
gate_blob_zero:
	movzbl	(%rsp), %ecx		/* low byte of the return address */
	lea	AT(GATE_SITES)(%rip), %r11
	mov	(%r11, %rcx, 8), %r11
	mov	(%rsp), %rcx
	not	%rcx
	lea	1(%rcx, %r11), %rcx	/* known site - this one */
	jrcxz	1f
	jmp	*POINTER(GATE_TO_UNKNOWN)
	pointer	GATE_TO_UNKNOWN
1:	movzbl	AT(GATE_TABLE)(%rip), %ecx
	jrcxz	gate_blob_pass
	jmp	*POINTER(GATE_TO_ENTRY)
	pointer	GATE_TO_ENTRY

gate_blob_pass:
	syscall
gate_blob_passed:
	mov	(%rsp), %rcx		/* as the kernel leaves it */
	ret
gate_blob_pass_end:

/*
 * From the stub of a call site that may not enter the kernel itself (stub_slots.c),
 * by a call below the red zone: for a constant number at gate_far_pass, for
 * others at gate_far_check, which sends what is asked for to the stub's other
 * way out. For unwinders the program is where the stub will go back to, which
 * stands at the stub's end.
 */
	.balign 32
	.globl gate_blob_far_check, gate_blob_far_asked, gate_blob_far_left
	.globl gate_blob_far_pass, gate_blob_far_passed, gate_blob_far_return
	.hidden gate_blob_far_check, gate_blob_far_asked, gate_blob_far_left
	.hidden gate_blob_far_pass, gate_blob_far_passed, gate_blob_far_return
gate_blob_far_check:
	.cfi_startproc simple
	.cfi_def_cfa rsp, 8 + RED_ZONE
	/* rip: the quad at STUB_BACK of the slot that (rsp) is in */
	.cfi_escape 0x16, 0x10, 9, 0x77, 0, 0x06, 0x09, 0x100 - STUB_SLOT, 0x1a
	.cfi_escape 0x23, STUB_BACK, 0x06
	movzwl	%ax, %r11d
	mov	POINTER(GATE_TO_NUMBERS), %rcx
	pointer	GATE_TO_NUMBERS
	movzbl	(%rcx, %r11), %ecx
	jrcxz	gate_blob_far_pass
gate_blob_far_asked:
	mov	(%rsp), %rcx
	lea	8 + RED_ZONE(%rsp), %rsp
gate_blob_far_left:
	lea	STUB_FAR_ASKED(%rcx), %rcx
	jmp	*%rcx
gate_blob_far_pass:
	syscall
gate_blob_far_passed:
	nop				/* for gdb takes a ret at its word */
gate_blob_far_return:
	ret	$RED_ZONE
	.cfi_endproc

/* long gate_syscall(a1, a2, a3, a4, a5, a6, nr) */
	.balign 16
	.globl gate_blob_syscall
	.hidden gate_blob_syscall
gate_blob_syscall:
	.cfi_startproc
	mov	%rcx, %r10
	mov	8(%rsp), %rax
	syscall
	ret
	.cfi_endproc

/* long gate_issue(const struct SyscallRegs *regs) */
	.balign 16
	.globl gate_blob_issue
	.hidden gate_blob_issue
gate_blob_issue:
	.cfi_startproc
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
	.cfi_endproc

/* rt_sigreturn takes none, and the program's filters look at what is there. */
	.macro NO_ARGUMENTS
	xor	%edi, %edi
	xor	%esi, %esi
	xor	%edx, %edx
	xor	%r10d, %r10d
	xor	%r8d, %r8d
	xor	%r9d, %r9d
	.endm

/* void gate_sigreturn(rsp) */
	.balign 16
	.globl gate_blob_sigreturn
	.hidden gate_blob_sigreturn
gate_blob_sigreturn:
	mov	%rdi, %rsp
	NO_ARGUMENTS
	mov	$15, %eax
	syscall
	ud2

/* The restorer of our own signal handlers. */
	.balign 16
	.globl gate_blob_restorer, gate_blob_restorer_end
	.hidden gate_blob_restorer, gate_blob_restorer_end
gate_blob_restorer:
	NO_ARGUMENTS
	mov	$15, %eax
	syscall
gate_blob_restorer_end:
	ud2

/*
 * From signal_entry, on a struct signal_start: the mask that the program's
 * handler runs under, then the handler. For the program all of this is the
 * handler's first instruction.
 */
	.balign 16
	.globl gate_blob_handled
	.hidden gate_blob_handled
	.globl gate_blob_handle, gate_blob_handle_jump, gate_blob_handle_end
	.hidden gate_blob_handle, gate_blob_handle_jump, gate_blob_handle_end
gate_blob_handle:
	mov	$14, %eax		/* rt_sigprocmask */
	mov	$2, %edi		/* SIG_SETMASK */
	lea	START_MASK(%rsp), %rsi
	xor	%edx, %edx
	mov	$8, %r10d
	xor	%r8d, %r8d
	xor	%r9d, %r9d
	syscall
gate_blob_handled:
	mov	START_HANDLER(%rsp), %rcx
	mov	START_CONTEXT(%rsp), %rdx
	mov	START_INFO(%rsp), %rsi
	mov	START_SIGNAL(%rsp), %rdi
	xor	%eax, %eax		/* as the kernel leaves it */
	lea	START_SIZE(%rsp), %rsp
gate_blob_handle_jump:
	jmp	*%rcx
gate_blob_handle_end:

/* void gate_end(start, size, status): munmap of the stack that it is called on,
 * and exit. */
	.balign 16
	.globl gate_blob_end_thread
	.hidden gate_blob_end_thread
gate_blob_end_thread:
	mov	%rdx, %r8
	mov	$11, %eax
	syscall
	mov	%r8, %rdi
	mov	$60, %eax
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

/* All registers are the program's; task.S goes on in parent and child. */
	.globl gate_blob_clone, gate_blob_cloned
	.globl gate_blob_vfork, gate_blob_vforked
	.hidden gate_blob_clone, gate_blob_cloned
	.hidden gate_blob_vfork, gate_blob_vforked
gate_blob_clone:
	syscall
gate_blob_cloned:
	jmp	*POINTER(GATE_TO_CLONE_RETURN)
	pointer	GATE_TO_CLONE_RETURN
gate_blob_vfork:
	syscall
gate_blob_vforked:
	jmp	*POINTER(GATE_TO_VFORK_RETURN)
	pointer	GATE_TO_VFORK_RETURN

	.balign 8
gate_blob_pointers:
	.fill	GATE_POINTERS, 8, 0
gate_blob_end:

/*
 * Slots for the stubs of call sites (stub_slots.c), behind the gate so that both are
 * one range. For unwinders the program is where the stub goes back to: the
 * quad at STUB_BACK of the slot that rip is in; nothing is on the stack.
 */
	.balign STUB_SLOT
	.globl gate_near, gate_near_end
	.hidden gate_near, gate_near_end
gate_near:
	.cfi_startproc simple
	.cfi_def_cfa rsp, 0
	.cfi_escape 0x16, 0x10, 8, 0x80, 0, 0x09, 0x100 - STUB_SLOT, 0x1a
	.cfi_escape 0x23, STUB_BACK, 0x06
	.fill	STUB_SLOTS * STUB_SLOT, 1, 0xcc
	.cfi_endproc
gate_near_end:

	.section .rodata.gate_refs, "a"
gate_refs_end:

	.section .note.GNU-stack, "", @progbits

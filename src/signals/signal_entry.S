/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A signal comes in: kernel -> signals_arrived() -> the program's handler. */
#include "base/frame.h"
#include "base/gate.h"
#include "signals/signal_entry.h"
#include "thread/storage.inc"

/* struct thread **signals_slot(void), struct thread *signals_of_gs(void):
 * thread_slot() and thread_of_gs() for signals_arrived(), whose text tells that a
 * signal is on its way. */
	.section signals_text, "ax", @progbits
	slot	signals_slot
	by_gs_function signals_of_gs
	.text

/*
 * Every signal handler, as the kernel knows it. rdi: signal, rsi: siginfo, rdx:
 * ucontext; on the stack the restorer that the program named, so its handler
 * can be jumped to. All signals but ours are blocked, until the gate lets
 * through what the program's handler does not block: what is pending then is
 * delivered on top of it, as natively.
 */
	.balign 32
	.globl signal_entry, signal_entry_end
	.hidden signal_entry, signal_entry_end
	.type signal_entry, @function
signal_entry:
	push	%rdi
	push	%rsi
	push	%rdx
	lea	START_MASK - START_CONTEXT(%rsp), %rsp
	mov	%rsp, %rdi
	call	signals_arrived
	test	%eax, %eax
	jz	1f			/* SIGNALS_RETURN: not for the program */
	cmp	$SIGNALS_START, %eax
	jne	2f
	jmp	*gate_handle(%rip)
2:	jmp	*gate_handled(%rip)
1:	lea	START_SIZE + 8(%rsp), %rsp	/* past that restorer, whose */
	jmp	*gate_restorer(%rip)		/* call is seen as the program's */
signal_entry_end:
	.size signal_entry, . - signal_entry

	.section .note.GNU-stack, "", @progbits

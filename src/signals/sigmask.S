/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The way to a mask where rt_sigprocmask is not let through. */
	.text

/*
 * uint64_t sigmask_ask(int how, uint64_t set)
 * A fault: signal_entry changes the mask that its return sets, and goes on behind
 * it. See sigmask.c.
 */
	.globl sigmask_ask, sigmask_ask_fault, sigmask_ask_done
	.hidden sigmask_ask, sigmask_ask_fault, sigmask_ask_done
	.type sigmask_ask, @function
sigmask_ask:
	mov	$1, %eax
	ror	%rax
sigmask_ask_fault:
	mov	(%rax), %rax		/* no address */
sigmask_ask_done:
	ret
	.size sigmask_ask, . - sigmask_ask

	.section .note.GNU-stack, "", @progbits

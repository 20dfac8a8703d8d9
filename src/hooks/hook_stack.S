/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* From the program's stack to the hook stack and back, for hook_stack.c. */
	.text

/*
 * void hook_stack_enter(void *arg, void (*fn)(void *), uintptr_t top,
 *			 void **vectors, uintptr_t *app_sp)
 * Run fn(arg) on the stack that ends at top, with the program's vector state
 * saved there at *vectors and this stack's pointer in *app_sp.
 */
	.balign 32
	.globl hook_stack_enter
	.hidden hook_stack_enter
	.type hook_stack_enter, @function
hook_stack_enter:
	.cfi_startproc
	push	%rbp
	.cfi_def_cfa_offset 16
	.cfi_offset rbp, -16
	mov	%rsp, %rbp
	.cfi_def_cfa_register rbp
	push	%rbx
	.cfi_offset rbx, -24
	push	%rcx
	mov	%rsp, (%r8)
	mov	vector_size(%rip), %rax
	sub	%rax, %rdx
	and	$-64, %rdx
	mov	%rdx, %rsp
	mov	%rdx, %rbx
	mov	%rdx, (%rcx)
	xchg	%rdi, %rdx
	call	*vector_save(%rip)	/* rdi: area; changes rax only */
	mov	%rdx, %rdi
	call	*%rsi
	mov	%rbx, %rdi
	call	*vector_restore(%rip)
	lea	-16(%rbp), %rsp
	pop	%rcx
	movq	$0, (%rcx)
	pop	%rbx
	pop	%rbp
	.cfi_def_cfa rsp, 8
	ret
	.cfi_endproc
	.size hook_stack_enter, . - hook_stack_enter

/*
 * long hook_stack_to_app(void *arg, long (*fn)(void *), uintptr_t app_sp)
 * Run fn(arg) on the program's stack below app_sp, with the program's vector
 * state; its result is ours.
 */
	.balign 32
	.globl hook_stack_to_app
	.hidden hook_stack_to_app
	.type hook_stack_to_app, @function
hook_stack_to_app:
	.cfi_startproc
	push	%rbp
	.cfi_def_cfa_offset 16
	.cfi_offset rbp, -16
	mov	%rsp, %rbp
	.cfi_def_cfa_register rbp
	mov	%rdx, %rsp
	and	$-16, %rsp
	call	*%rsi
	leave
	.cfi_def_cfa rsp, 8
	jmp	vector_resume		/* rax is kept */
	.cfi_endproc
	.size hook_stack_to_app, . - hook_stack_to_app

	.section .note.GNU-stack, "", @progbits

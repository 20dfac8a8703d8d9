/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A child comes to life.
 *
 * task_fork   a new process, which goes on as its maker does
 * task_clone  a new task with a stack of its own
 * task_vfork  a child that runs on our caller's stack
 */
#include "base/flags.inc"
#include "base/frame.h"
#include "thread/storage.inc"
#include "thread/thread.h"

	.text

/* The program's registers for a call that is issued with all of them, from
 * the frame in rdi and the struct SyscallRegs in rsi. */
	.macro	load_program
	mov	FRAME_RBX(%rdi), %rbx
	mov	FRAME_RBP(%rdi), %rbp
	mov	FRAME_R12(%rdi), %r12
	mov	FRAME_R13(%rdi), %r13
	mov	FRAME_R14(%rdi), %r14
	mov	FRAME_R15(%rdi), %r15
	mov	REGS_RAX(%rsi), %rax
	mov	REGS_RDI(%rsi), %rdi
	mov	REGS_RDX(%rsi), %rdx
	mov	REGS_R10(%rsi), %r10
	mov	REGS_R8(%rsi), %r8
	mov	REGS_R9(%rsi), %r9
	mov	REGS_RSI(%rsi), %rsi
	.endm

	.macro	push_saved
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	.endm

	.macro	pop_saved
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	.endm

/* rflags from r11, rax = 0 afterwards: how a child comes to life. Below its red
 * zone is room. */
	.macro	child_flags
	test	$(RFLAGS_DF | RFLAGS_AC), %r11d
	jz	8f
	lea	-RED_ZONE(%rsp), %rsp
	all_flags
	lea	RED_ZONE(%rsp), %rsp
	mov	$0, %eax
	jmp	9f
8:	status_flags r11
	mov	$0, %eax
9:
	.endm

/* In a child: fn(%rcx), with the program's registers untouched but for rax, rcx
 * and r11. */
	.macro	begin_task fn
	push	%rdi
	push	%rsi
	push	%rdx
	push	%r10
	push	%r8
	push	%r9
	push	%rbx
	mov	%rsp, %rbx
	and	$-16, %rsp
	mov	%rcx, %rdi
	call	\fn
	mov	%rbx, %rsp
	pop	%rbx
	pop	%r9
	pop	%r8
	pop	%r10
	pop	%rdx
	pop	%rsi
	pop	%rdi
	.endm

/* What the maker of a vfork child has saved, in rcx; rax stays. */
	.macro	vfork_save where
	record	vfork_\where
	test	%rcx, %rcx
	jnz	2f
	mov	%rsp, %rcx
	lea	-RED_ZONE(%rsp), %rsp
	push	%rax
	begin_task thread_of_vfork
	mov	%rax, %rcx
	pop	%rax
	lea	RED_ZONE(%rsp), %rsp
2:	mov	THREAD_VFORK(%rcx), %rcx
	.endm

/*
 * long task_fork(const struct SyscallRegs *regs, uint32_t *guard)
 * fork, or clone without a stack, made by gate_issue: in the child the guard is
 * up when this returns. Up to there sigcontext_is_new_process() knows the child
 * by where it is.
 */
	.balign 32
	.globl task_fork, task_fork_issued, task_fork_begun
	.hidden task_fork, task_fork_issued, task_fork_begun
	.type task_fork, @function
task_fork:
	.cfi_startproc
	push	%rbx
	.cfi_def_cfa_offset 16
	.cfi_offset rbx, -16
	mov	%rsi, %rbx
	call	*gate_issue(%rip)
task_fork_issued:
	test	%rax, %rax
	jnz	task_fork_begun
	movl	$THREAD_BEGINS, (%rbx)
task_fork_begun:
	pop	%rbx
	.cfi_def_cfa_offset 8
	ret
	.cfi_endproc
	.size task_fork, . - task_fork

/*
 * long task_clone(const struct frame *frame, const struct SyscallRegs *regs)
 * clone or clone3 with a new stack. Nothing is written there, but below the red
 * zone: the child finds how it goes on by its stack pointer. If it is a process,
 * its guard is up from task_clone_begun on, as in task_fork.
 */
	.balign 32
	.globl task_clone
	.hidden task_clone
	.type task_clone, @function
task_clone:
	.cfi_startproc
	push_saved
	.cfi_def_cfa_offset 56
	load_program
	jmp	*gate_clone(%rip)
	.globl task_clone_return
	.hidden task_clone_return
task_clone_return:
	test	%rax, %rax
	jz	1f
	pop_saved
	.cfi_def_cfa_offset 8
	ret
	.cfi_endproc
	.size task_clone, . - task_clone
1:	record	begun
	test	%rcx, %rcx
	jz	task_clone_begun
	cmp	%rsp, THREAD_HOME_STACK_TOP(%rcx)
	jne	task_clone_begun	/* a thread, with a record of its own */
	movl	$THREAD_BEGINS, THREAD_IN_HOOK(%rcx)
	jmp	task_clone_begun
	elsewhere begun			/* in this range, too */
	.globl task_clone_begun
	.hidden task_clone_begun
task_clone_begun:
	lea	-RED_ZONE - TASK_START_SIZE(%rsp), %rsp
	mov	%rsp, %rcx
	begin_task task_begin
	mov	TASK_START_RFLAGS(%rsp), %r11
	mov	TASK_START_RIP(%rsp), %rcx
	lea	RED_ZONE + TASK_START_SIZE(%rsp), %rsp
	child_flags
	jmp	*%rcx

/*
 * long task_vfork(const struct frame *frame, const struct SyscallRegs *regs,
 *		   struct thread_vfork *save)
 * The child returns to the program on the stack that we stand on. So all of
 * it up to the program's rsp is copied to save first and put back when the
 * parent runs again; save is found through the thread's record. On the stack for
 * calls the child begins further down, and only the frame is copied.
 */
	.balign 32
	.globl task_vfork
	.hidden task_vfork
	.type task_vfork, @function
task_vfork:
	.cfi_startproc
	push_saved
	.cfi_def_cfa_offset 56
	mov	%rsp, VFORK_RSP(%rdx)
	mov	%rdi, %r8
	mov	%rsi, %r9
	mov	%rsp, %rsi
	mov	FRAME_RSP(%r8), %rcx
	sub	%rsi, %rcx
	cmp	$VFORK_SPAN_MAX, %rcx
	jbe	3f
	mov	%r8, %rsi	/* we are on the stack for calls */
	mov	FRAME_RSP(%r8), %rcx
	sub	%rsi, %rcx
3:	mov	%rsi, VFORK_FROM(%rdx)
	mov	%rcx, VFORK_SPAN(%rdx)
	lea	VFORK_BYTES(%rdx), %rdi
	rep movsb
	mov	%r8, %rdi
	mov	%r9, %rsi
	mov	FRAME_RSP(%rdi), %rsp
	.cfi_undefined rip
	load_program
	jmp	*gate_vfork(%rip)
	.globl task_vfork_return
	.hidden task_vfork_return
task_vfork_return:
	test	%rax, %rax
	jz	1f
	/* in the parent; up to the end, see sigcontext_is_vfork_parent() */
	.globl task_vfork_parent, task_vfork_parent_end
	.hidden task_vfork_parent, task_vfork_parent_end
task_vfork_parent:
	vfork_save parent
	movq	$1, VFORK_GOES_ON(%rcx)
	mov	VFORK_RSP(%rcx), %rsp
	mov	VFORK_FROM(%rcx), %rdi
	lea	VFORK_BYTES(%rcx), %rsi
	mov	VFORK_SPAN(%rcx), %rcx
	cld
	rep movsb
	pop_saved
	ret
	elsewhere vfork_parent
task_vfork_parent_end:
	.cfi_endproc
	.size task_vfork, . - task_vfork
1:	vfork_save child
	lea	-RED_ZONE(%rsp), %rsp
	push	%rcx
	begin_task task_begin_vfork
	pop	%rcx
	lea	RED_ZONE(%rsp), %rsp
	mov	VFORK_RFLAGS(%rcx), %r11
	child_flags
	mov	VFORK_RIP(%rcx), %rcx
	jmp	*%rcx
	elsewhere vfork_child

	.section .note.GNU-stack, "", @progbits

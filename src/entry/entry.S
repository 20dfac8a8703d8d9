/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The ways between the program, dispatch and the hook stack.
 *
 * entry_call        program -> dispatch, for a call site's `call *%rax`
 * entry_clone       a new task with a stack of its own
 * entry_vfork       a child that runs on our caller's stack
 * signal_entry      kernel -> the program's signal handler
 * entry_raise       the same, for a signal that was kept
 */
#include "base/frame.h"
#include "base/gate.h"
#include "rules/prefilter.h"
#include "signals/sigframe.h"
#include "thread/thread.h"

#define XFEATURE_PKRU 0x200

	.section .rodata.looks, "a"
	.balign 4
	.globl thread_looks
	.hidden thread_looks
thread_looks:
	.text

/* The address of the thread's storage, from fs, in rcx, and whether it is
 * libc's: ZF. Where there is no memory it goes on at out, with rcx = 0. */
	.macro	storage out
	mov	thread_storage@gottpoff(%rip), %rcx
.Llook\@:
	cmpl	$THREAD_MAGIC, %fs:8(%rcx)
	.pushsection .rodata.looks, "a"
	.long	.Llook\@ - ., \out - .
	.popsection
	.endm

/* The thread's record for C code of ours that is under way, or 0, in rcx: not
 * where thread-local storage is not to be trusted. */
	.macro	record
	xor	%ecx, %ecx
	cmpb	$0, thread_by_tid(%rip)
	jne	.Lrecord\@
	storage	.Lrecord\@
	mov	%fs:(%rcx), %rcx
	cmovne	null(%rip), %rcx
.Lrecord\@:
	.endm

/* The frame at rsp and rbx is no call under way any more; what is in it is
 * lost. */
	.macro	untrack
	record
	test	%rcx, %rcx
	jz	.Lapart\@
	mov	FRAME_OUTER(%rsp), %rdx
	mov	%rdx, THREAD_FRAME(%rcx)
.Luntracked\@:
	.pushsection .text.unlikely, "ax"
.Lapart\@:
	mov	%rbx, %rdi
	and	$-16, %rsp
	call	dispatch_left
	mov	%rbx, %rsp
	jmp	.Luntracked\@
	.popsection
	.endm

/* The status flags of a 64-bit register, without popf: al = OF, ah = SF ZF AF
 * PF CF. */
	.macro	status_flags reg
	mov	%\reg, %rax
	shl	$8, %eax
	bt	$11, %\reg
	setc	%al
	add	$0x7f, %al
	sahf
	.endm

/*
 * All flags of r11; rax and what is below rsp are lost. A debugger that steps
 * over a popf leaves its trap flag behind: the kernel takes it for the
 * program's from then on, and does not clear it when the program is to go on.
 * So only those bits that nothing else can set bring one about.
 */
	.macro	all_flags
	test	$(RFLAGS_TF | RFLAGS_AC), %r11d
	jz	.Lsimple\@
	push	%r11
	popfq
	jmp	.Ldone\@
.Lsimple\@:
	test	$RFLAGS_DF, %r11d
	jz	.Lstatus\@
	std
.Lstatus\@:
	status_flags r11
.Ldone\@:
	.endm

/*
 * From the gate, every register the program's:
 *
 *   program's rsp ->  (its frames)
 *            -8       return address, pushed by the call; where our ret looks
 *          -128       end of the red zone
 *          -136       entered    \
 *          -144       rflags      | struct frame, ends at
 *           ...                   | rsp - RED_ZONE - FRAME_SIZE
 *          -272       outer      /
 *
 * From an unknown call site of number 0, which may be none, the same at
 * entry_zero. From a trap (sud.c), at entry_trap, and from a call site's far stub (stub_slots.c),
 * at entry_far, the same with the address behind the syscall instruction in
 * rcx, where the instruction itself would put it, and nothing pushed. From a
 * near stub, at entry_jump, with that of its tail in rcx, behind which the
 * former stands.
 *
 * A call that no rule wants, by prefilter.h, passes on from here: by the tail,
 * or by the gate. So does one that dispatch() lets through as it was.
 *
 * sigcontext.c knows what holds the program's registers between the labels: a
 * signal may arrive at every instruction.
 */
	.balign 64
	.globl entry_call, entry_call_push, entry_call_saved, entry_call_done
	.globl entry_call_restored, entry_call_leave, entry_call_jump
	.globl entry_call_jumping, entry_zero, entry_trap, entry_far, entry_jump
	.globl entry_jump_back, entry_call_end, entry_call_calm
	.globl entry_call_passing, entry_call_passing_on, entry_call_made
	.globl entry_call_unmade, entry_call_unmade_end
	.hidden entry_call, entry_call_push, entry_call_saved, entry_call_done
	.hidden entry_call_restored, entry_call_leave, entry_call_jump
	.hidden entry_call_jumping, entry_zero, entry_trap, entry_far, entry_jump
	.hidden entry_jump_back, entry_call_end, entry_call_calm
	.hidden entry_call_passing, entry_call_passing_on, entry_call_made
	.hidden entry_call_unmade, entry_call_unmade_end
	.type entry_call, @function
entry_call:
	.cfi_startproc simple
	.cfi_def_cfa rsp, 8
	.cfi_offset rip, -8
	lea	8(%rsp), %r11		/* the program's rsp, until dispatch */
	mov	(%rsp), %rcx
	lea	8-RED_ZONE(%rsp), %rsp
	push	$ENTERED_BY_CALL
entry_call_push:			/* r11: program's rsp; rcx: its rip */
	pushfq				/* rflags */
	push	%r11			/* rsp */
	push	%rcx			/* rip */
	push	%rbp
	push	%rax
	push	%rdi
	push	%rsi
	push	%rdx
	push	%r10
	push	%r8
	push	%r9
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	$0			/* outer */
entry_call_saved:
	testl	$(RFLAGS_TF | RFLAGS_DF | RFLAGS_AC), FRAME_RFLAGS(%rsp)
	jnz	7f
	mov	%eax, %eax
	cmp	$PREFILTER_NUMBERS, %eax
	jae	1f
	imul	$PREFILTER_SIZE, %rax, %rdx
	lea	prefilter_of(%rip), %rcx
	add	%rcx, %rdx
	mov	PREFILTER_VERSION(%rdx), %edi
	mov	PREFILTER_TURNS(%rdx), %esi
	test	%esi, %esi
	jz	1f
	mov	FRAME_ENTERED(%rsp), %rcx
	dec	%rcx
	cmp	$ENTERED_BY_ZERO - ENTERED_BY_TRAP, %rcx
	jbe	1f			/* they cannot pass on */
	test	$1, %edi
	jnz	1f
	lea	PREFILTER_TESTS(%rdx), %rcx
	dec	%esi
	jz	3f
2:	mov	PREFILTER_PLACE(%rcx), %rax
	mov	(%rsp, %rax), %rax
	sub	PREFILTER_LOW(%rcx), %rax
	and	PREFILTER_MASK(%rcx), %rax
	sub	PREFILTER_BASE(%rcx), %rax
	cmp	PREFILTER_SPAN(%rcx), %rax
	jbe	1f			/* a rule may want it */
	add	$PREFILTER_TEST_SIZE, %rcx
	dec	%esi
	jnz	2b
3:	mov	PREFILTER_COUNTER(%rdx), %rsi
	cmp	PREFILTER_VERSION(%rdx), %edi
	jne	1f
	test	%rsi, %rsi
	jz	6f
	record
	test	%rcx, %rcx
	jz	1f
	cmpl	$0, THREAD_IN_HOOK(%rcx)
	jne	1f
	cmpl	$0, RULE_ENABLED(%rsi)
	je	1f
	mov	THREAD_SLOT(%rcx), %ecx
	and	$CELLS_ROWS - 1, %ecx
	shl	$CELLS_SHIFT, %ecx
	add	RULE_CELLS(%rsi), %rcx
	lock incq (%rcx)
	jmp	6f

entry_call_pass:			/* r11: program's rsp; rsp: the frame */
	mov	FRAME_R10(%rsp), %r10
	mov	FRAME_R8(%rsp), %r8
	mov	FRAME_R9(%rsp), %r9
	mov	FRAME_RBP(%rsp), %rbp
	mov	FRAME_RBX(%rsp), %rbx
6:	mov	FRAME_RFLAGS(%rsp), %rcx
	status_flags rcx
	mov	FRAME_RAX(%rsp), %rax
	mov	FRAME_RDI(%rsp), %rdi
	mov	FRAME_RSI(%rsp), %rsi
	mov	FRAME_RDX(%rsp), %rdx
	mov	FRAME_ENTERED(%rsp), %rcx
	jrcxz	8f
	mov	%r11, %rsp
entry_call_passing:			/* rcx: where to */
	jmp	*%rcx
8:	mov	gate_pass(%rip), %rcx
	lea	-8(%r11), %rsp		/* to the return address */
entry_call_passing_on:			/* the same; the frame is free now */
	jmp	*%rcx

7:	mov	signals_flags(%rip), %rcx
	and	%rcx, FRAME_RFLAGS(%rsp)
	cld				/* C must not see them */
	testl	$(RFLAGS_TF | RFLAGS_AC), FRAME_RFLAGS(%rsp)
	jz	entry_call_calm
	pushq	$2
	popfq
entry_call_calm:
1:	record
	test	%rcx, %rcx
	jz	2f
	mov	THREAD_FRAME(%rcx), %rdx
	mov	%rdx, FRAME_OUTER(%rsp)
	mov	%rsp, THREAD_FRAME(%rcx)
2:	mov	%rsp, %rdi
	mov	%rcx, %rsi
	mov	%rsp, %rbx
	.cfi_def_cfa rbx, FRAME_SIZE + RED_ZONE
	.cfi_offset rip, FRAME_RIP - FRAME_SIZE - RED_ZONE
	.cfi_offset rbx, FRAME_RBX - FRAME_SIZE - RED_ZONE
	.cfi_offset rbp, FRAME_RBP - FRAME_SIZE - RED_ZONE
	lea	FRAME_RBP(%rsp), %rbp
	and	$-16, %rsp
	call	dispatch
entry_call_done:			/* rbx: the frame */
	test	%rdx, %rdx
	jnz	entry_call_unmade
	mov	%rax, FRAME_RAX(%rbx)
entry_call_made:
	mov	%rbx, %rsp
	untrack
	mov	FRAME_RFLAGS(%rsp), %r11
	test	$(RFLAGS_TF | RFLAGS_DF | RFLAGS_AC), %r11d
	jnz	5f
	status_flags r11
4:	mov	FRAME_RAX(%rsp), %rax
	mov	FRAME_RDI(%rsp), %rdi
	mov	FRAME_RSI(%rsp), %rsi
	mov	FRAME_RDX(%rsp), %rdx
	mov	FRAME_R10(%rsp), %r10
	mov	FRAME_R8(%rsp), %r8
	mov	FRAME_R9(%rsp), %r9
	mov	FRAME_RBP(%rsp), %rbp
	mov	FRAME_ENTERED(%rsp), %rcx
	jrcxz	.Lby_call	/* its jumps are short */
	mov	FRAME_RIP(%rsp), %rcx
	mov	FRAME_RBX(%rsp), %rbx
entry_call_jump:			/* rsp: the frame */
	mov	FRAME_RSP(%rsp), %rsp
entry_call_jumping:			/* rcx: where to */
	jmp	*%rcx
.Lby_call:
	jmp	6f
entry_call_unmade:			/* rbx: the frame; the call is to be made */
	mov	%rbx, %rsp
	untrack
	mov	FRAME_RSP(%rsp), %r11
	jmp	entry_call_pass
entry_call_unmade_end:
5:	all_flags
	jmp	4b
6:	mov	FRAME_RIP(%rsp), %rcx
	mov	FRAME_RBX(%rsp), %rbx
entry_call_restored:			/* rsp: the frame */
	mov	FRAME_RSP(%rsp), %rsp
entry_call_leave:			/* rcx: the return address */
	lea	-8(%rsp), %rsp
	ret
entry_zero:
	lea	8(%rsp), %r11
	mov	(%rsp), %rcx
	lea	8-RED_ZONE(%rsp), %rsp
	push	$ENTERED_BY_ZERO
	jmp	entry_call_push
entry_trap:
	mov	%rsp, %r11
	lea	-RED_ZONE(%rsp), %rsp
	push	$ENTERED_BY_TRAP
	jmp	entry_call_push
entry_far:
	mov	%rsp, %r11
	lea	-RED_ZONE(%rsp), %rsp
	push	$ENTERED_BY_FAR
	jmp	entry_call_push
entry_jump:
	mov	%rsp, %r11
	lea	-RED_ZONE(%rsp), %rsp
	push	%rcx
	mov	STUB_BACK - STUB_TAIL(%rcx), %rcx
entry_jump_back:
	jmp	entry_call_push
entry_call_end:
	.cfi_endproc
	.size entry_call, . - entry_call

	.macro	slot name
	.globl \name
	.hidden \name
	.type \name, @function
\name:
	storage	.Lno_\name
	mov	%fs:0, %rax
	lea	(%rax, %rcx), %rcx
	cmovne	null(%rip), %rcx
.Lno_\name:
	mov	%rcx, %rax
	ret
	.size \name, . - \name
	.endm

/* struct thread **thread_slot(void), and the same for signals_arrived(), whose
 * text tells that a signal is on its way. */
	slot	thread_slot
	.section signals_text, "ax", @progbits
	slot	signals_slot
	.text

/*
 * size_t memory_copy(void *dst, const void *src, size_t n)
 * A fault on the way goes on at memory_copy_failed, rcx bytes short.
 */
	.globl memory_copy, memory_copy_bytes, memory_copy_failed
	.hidden memory_copy, memory_copy_bytes, memory_copy_failed
	.type memory_copy, @function
memory_copy:
	mov	%rdx, %rcx
memory_copy_bytes:
	rep movsb
memory_copy_failed:
	mov	%rdx, %rax
	sub	%rcx, %rax
	ret
	.size memory_copy, . - memory_copy

/*
 * int entry_try(void (*fn)(void *), void *arg, uintptr_t *sp)
 * fn(arg), with the stack pointer here at *sp. A fault on the way goes on at
 * entry_try_failed, with that stack pointer again.
 */
	.globl entry_try, entry_try_failed
	.hidden entry_try, entry_try_failed
	.type entry_try, @function
entry_try:
	.cfi_startproc
	push	%rbp
	.cfi_def_cfa_offset 16
	.cfi_offset rbp, -16
	mov	%rsp, %rbp
	.cfi_def_cfa_register rbp
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	%r15
	mov	%rsp, (%rdx)
	mov	%rdi, %rax
	mov	%rsi, %rdi
	call	*%rax
	xor	%eax, %eax
	jmp	1f
entry_try_failed:
	lea	6*8(%rsp), %rbp
	mov	$-14, %eax		/* EFAULT */
1:	pop	%r15
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%rbp
	.cfi_def_cfa rsp, 8
	ret
	.cfi_endproc
	.size entry_try, . - entry_try

/*
 * void entry_null(const struct frame *frame)
 * The program's registers again, its return address on top of its stack, and
 * rip = 0.
 */
	.globl entry_null
	.hidden entry_null
	.type entry_null, @function
entry_null:
	mov	%rdi, %rsp
	mov	FRAME_RFLAGS(%rsp), %r11
	all_flags
	mov	FRAME_R15(%rsp), %r15
	mov	FRAME_R14(%rsp), %r14
	mov	FRAME_R13(%rsp), %r13
	mov	FRAME_R12(%rsp), %r12
	mov	FRAME_RBP(%rsp), %rbp
	mov	FRAME_RBX(%rsp), %rbx
	mov	FRAME_R9(%rsp), %r9
	mov	FRAME_R8(%rsp), %r8
	mov	FRAME_R10(%rsp), %r10
	mov	FRAME_RDX(%rsp), %rdx
	mov	FRAME_RSI(%rsp), %rsi
	mov	FRAME_RDI(%rsp), %rdi
	mov	FRAME_RAX(%rsp), %rax
	mov	FRAME_RSP(%rsp), %rsp
	lea	-8(%rsp), %rsp
	jmp	*null(%rip)
	.size entry_null, . - entry_null

	.section .rodata
	.balign 8
null:	.quad	0
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

/*
 * long entry_clone(const struct frame *frame, const struct SyscallRegs *regs)
 * clone or clone3 with a new stack. Nothing is written there, but below the red
 * zone: the child finds how it goes on by its stack pointer.
 */
	.balign 32
	.globl entry_clone
	.hidden entry_clone
	.type entry_clone, @function
entry_clone:
	.cfi_startproc
	push_saved
	.cfi_def_cfa_offset 56
	load_program
	jmp	*gate_clone(%rip)
	.globl entry_clone_return
	.hidden entry_clone_return
entry_clone_return:
	test	%rax, %rax
	jz	1f
	pop_saved
	.cfi_def_cfa_offset 8
	ret
	.cfi_endproc
	.size entry_clone, . - entry_clone
1:	lea	-RED_ZONE - TASK_START_SIZE(%rsp), %rsp
	mov	%rsp, %rcx
	begin_task task_begin
	mov	TASK_START_RFLAGS(%rsp), %r11
	mov	TASK_START_RIP(%rsp), %rcx
	lea	RED_ZONE + TASK_START_SIZE(%rsp), %rsp
	child_flags
	jmp	*%rcx

/*
 * long entry_vfork(const struct frame *frame, const struct SyscallRegs *regs,
 *		    struct thread_vfork *save)
 * The child returns to the program on the stack that we stand on. So all of
 * it up to the program's rsp is copied to save first and put back when the
 * parent runs again; save is found through the thread's record.
 */
	.balign 32
	.globl entry_vfork
	.hidden entry_vfork
	.type entry_vfork, @function
entry_vfork:
	.cfi_startproc
	push_saved
	.cfi_def_cfa_offset 56
	mov	%rsp, VFORK_RSP(%rdx)
	mov	%rdi, %r8
	mov	%rsi, %r9
	mov	FRAME_RSP(%r8), %rcx
	sub	%rsp, %rcx
	mov	%rcx, VFORK_SPAN(%rdx)
	mov	%rsp, %rsi
	lea	VFORK_BYTES(%rdx), %rdi
	rep movsb
	mov	%r8, %rdi
	mov	%r9, %rsi
	mov	FRAME_RSP(%rdi), %rsp
	.cfi_undefined rip
	load_program
	jmp	*gate_vfork(%rip)
	.globl entry_vfork_return
	.hidden entry_vfork_return
entry_vfork_return:
	record
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
	test	%rax, %rax
	jz	1f
	mov	VFORK_RSP(%rcx), %rsp
	mov	%rsp, %rdi
	lea	VFORK_BYTES(%rcx), %rsi
	mov	VFORK_SPAN(%rcx), %rcx
	cld
	rep movsb
	pop_saved
	ret
	.cfi_endproc
	.size entry_vfork, . - entry_vfork
1:	lea	-RED_ZONE(%rsp), %rsp
	push	%rcx
	begin_task task_begin_vfork
	pop	%rcx
	lea	RED_ZONE(%rsp), %rsp
	mov	VFORK_RFLAGS(%rcx), %r11
	child_flags
	mov	VFORK_RIP(%rcx), %rcx
	jmp	*%rcx

/*
 * From a trap at int $0x80 (int80.c): the address behind it in r11, all else the
 * program's. It gets back all but r11, with the result in rax. Above the frame
 * stands rcx.
 */
	.balign 32
	.globl entry_int80, entry_int80_home
	.hidden entry_int80, entry_int80_home
	.type entry_int80, @function
entry_int80:
	lea	-RED_ZONE(%rsp), %rsp
	push	%rcx
	lea	8+RED_ZONE(%rsp), %rcx
	push	$ENTERED_BY_TRAP
	pushfq
	push	%rcx			/* rsp */
	push	%r11			/* rip */
	push	%rbp
	push	%rax
	push	%rdi
	push	%rsi
	push	%rdx
	push	%r10
	push	%r8
	push	%r9
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	$0			/* outer */
	mov	signals_flags(%rip), %rcx
	and	%rcx, FRAME_RFLAGS(%rsp)
	cld
	testl	$(RFLAGS_TF | RFLAGS_AC), FRAME_RFLAGS(%rsp)
	jz	1f
	pushq	$2
	popfq
1:	mov	%rsp, %rdi
	mov	FRAME_SIZE(%rsp), %rsi	/* rcx */
	mov	%rsp, %rbx
	lea	FRAME_RBP(%rsp), %rbp
	and	$-16, %rsp
	call	int80_issue
	mov	%rbx, %rsp
	mov	%rax, FRAME_RAX(%rsp)
	mov	FRAME_RFLAGS(%rsp), %r11
	all_flags
	pop	%rcx			/* outer */
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%r9
	pop	%r8
	pop	%r10
	pop	%rdx
	pop	%rsi
	pop	%rdi
	pop	%rax
	pop	%rbp
	pop	%r11			/* rip */
	lea	3*8(%rsp), %rsp
	pop	%rcx
	lea	RED_ZONE(%rsp), %rsp
	jmp	*%r11
	.size entry_int80, . - entry_int80

/* A task that was made by it begins here, on a stack with int80.c's struct
 * home: the registers that the call has used, and the way home. */
entry_int80_home:
	pop	%rdi
	pop	%rsi
	pop	%rdx
	pop	%r10
	pop	%r8
	pop	%rcx
	pop	%r11
	jmp	*%r11

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

/*
 * void entry_resume(const struct sigcontext *regs, const void *fpstate,
 *                   uint64_t features)
 * What rt_sigreturn does, but for the mask: features as for entry_raise, fpstate
 * may be 0. The four words below the red zone are the last that is needed of
 * this stack, for the next signal's frame may lie over regs.
 */
	.balign 32
	.globl entry_resume
	.hidden entry_resume
	.type entry_resume, @function
entry_resume:
	test	%rsi, %rsi
	jz	2f
	test	%rdx, %rdx
	jz	1f
	mov	%rdx, %rax
	shr	$32, %rdx
	xrstor64 (%rsi)
	jmp	2f
1:	fxrstor64 (%rsi)
2:	mov	120(%rdi), %rcx		/* rsp */
	lea	-RED_ZONE - 4*8(%rcx), %rcx
	mov	128(%rdi), %rax		/* rip */
	mov	%rax, 24(%rcx)
	mov	136(%rdi), %rax		/* flags */
	mov	%rax, 16(%rcx)
	mov	112(%rdi), %rax
	mov	%rax, 8(%rcx)
	mov	64(%rdi), %rax
	mov	%rax, (%rcx)
	mov	(%rdi), %r8
	mov	8(%rdi), %r9
	mov	16(%rdi), %r10
	mov	24(%rdi), %r11
	mov	32(%rdi), %r12
	mov	40(%rdi), %r13
	mov	48(%rdi), %r14
	mov	56(%rdi), %r15
	mov	72(%rdi), %rsi
	mov	80(%rdi), %rbp
	mov	88(%rdi), %rbx
	mov	96(%rdi), %rdx
	mov	104(%rdi), %rax
	mov	%rcx, %rsp
	pop	%rdi
	pop	%rcx
	popfq
	ret	$RED_ZONE
	.size entry_resume, . - entry_resume

/*
 * uint64_t entry_ask_mask(int how, uint64_t set, uint64_t *old)
 * A fault: signal_entry changes the mask that its return sets, and goes on behind
 * it. See masks.c.
 */
	.globl entry_ask_mask, entry_asks_mask, entry_asked_mask
	.hidden entry_ask_mask, entry_asks_mask, entry_asked_mask
	.type entry_ask_mask, @function
entry_ask_mask:
	mov	$1, %eax
	ror	%rax
entry_asks_mask:
	mov	(%rax), %rax		/* no address */
entry_asked_mask:
	ret
	.size entry_ask_mask, . - entry_ask_mask

/*
 * void entry_perish(void)
 * The end, by SIGSEGV, where no system call can bring it about: a fault whose
 * signal has no stack.
 */
	.globl entry_perish
	.hidden entry_perish
	.type entry_perish, @function
entry_perish:
	mov	$1, %eax
	ror	%rax
	mov	%rax, %rsp		/* no address */
	mov	(%rax), %rax
	jmp	entry_perish
	.size entry_perish, . - entry_perish

/*
 * void entry_raise(struct sigframe *frame, uint64_t features)
 * Into signal_entry by this frame, as the kernel goes there: the caller's
 * registers and vector state in it, the vector state as at a program's start.
 * Returns when the handler does.
 */
	.balign 32
	.globl entry_raise
	.hidden entry_raise
	.type entry_raise, @function
entry_raise:
	mov	%r12, SIGFRAME_REGISTERS + 32(%rdi)
	mov	%r13, SIGFRAME_REGISTERS + 40(%rdi)
	mov	%r14, SIGFRAME_REGISTERS + 48(%rdi)
	mov	%r15, SIGFRAME_REGISTERS + 56(%rdi)
	mov	%rbp, SIGFRAME_REGISTERS + 80(%rdi)
	mov	%rbx, SIGFRAME_REGISTERS + 88(%rdi)
	mov	%rsp, SIGFRAME_REGISTERS + 120(%rdi)
	lea	raised(%rip), %rax
	mov	%rax, SIGFRAME_REGISTERS + 128(%rdi)
	pushfq
	andl	$~RFLAGS_TF, (%rsp)	/* a tracer's, which steps right here */
	popq	SIGFRAME_REGISTERS + 136(%rdi)
	mov	SIGFRAME_FPSTATE(%rdi), %rcx
	mov	%rsi, %rax
	mov	%rsi, %rdx
	shr	$32, %rdx
	test	%rsi, %rsi
	jz	1f
	xsave64	(%rcx)
	and	$~XFEATURE_PKRU, %eax	/* the kernel's business */
	xrstor64 initial_state(%rip)
	jmp	2f
1:	fxsave64 (%rcx)
	fxrstor64 initial_state(%rip)
2:	mov	%rdi, %rsp
	mov	SIGFRAME_INFO(%rsp), %edi	/* si_signo */
	lea	SIGFRAME_INFO(%rsp), %rsi
	lea	SIGFRAME_UC(%rsp), %rdx
	jmp	signal_entry
raised:	ret
	.size entry_raise, . - entry_raise

	.section .rodata
	.balign 64
initial_state:				/* an xsave area that names no part */
	.short	0x37f			/* fcw */
	.fill	22
	.long	0x1f80			/* mxcsr */
	.fill	512 + 64 - 28
	.text
	.section .rodata.looks, "a"
	.globl thread_looks_end
	.hidden thread_looks_end
thread_looks_end:

	.section .note.GNU-stack, "", @progbits

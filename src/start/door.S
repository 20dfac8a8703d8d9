/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The library's entry point: the first instruction of a program that was stopped
 * at its exec (tables/exec_door.h). rsp points to the frame.
 */
#include "tables/exec_door.h"

#define STACK 65536

	.text
	.globl door_entry
	.hidden door_entry
	.type door_entry, @function
door_entry:
	.cfi_startproc
	.cfi_undefined rip		/* nobody has called */
	mov	%rsp, %rdi
	mov	%rsp, %rbp
	and	$-16, %rsp
	cld
	call	door_map
	mov	%rbp, %rdi
	lea	stack_end(%rip), %rsp	/* the program's may be small */
	call	door_start
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	pxor	%xmm\n, %xmm\n	/* as exec leaves them; our code is SSE */
	.endr
	ldmxcsr	mxcsr(%rip)
	lea	8 * EXEC_DOOR_WORDS(%rbp), %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%r11
	pop	%r10
	pop	%r9
	pop	%r8
	pop	%rbp
	pop	%rdi
	pop	%rsi
	pop	%rdx
	pop	%rcx
	pop	%rbx
	pop	%rax
	popfq
	ret				/* to the program's first instruction */
	.cfi_endproc
	.size door_entry, . - door_entry

	.section .rodata
	.balign 4
mxcsr:	.long	0x1f80

	.section .bss.big, "aw", @nobits
	.balign 16
	.zero	STACK
stack_end:

	.section .note.GNU-stack, "", @progbits

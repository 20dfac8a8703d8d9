/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Save and restore of the program's vector state around the interpreter.
 * rdi: area of vector_size bytes, 64-byte aligned. Of the other registers only
 * rax changes.
 * One pair for each generation of CPU, chosen by vector.c; plain moves, for
 * xsave costs ten times as much. mxcsr stands at the area's start, and the
 * interpreter gets the default one.
 */
#include "thread/vector.h"

	.text

#define MXCSR_DEFAULT 0x1f80
#define MXCSR_STATUS 0x3f

/* The x87, behind the vector registers: the interpreter begins with an empty one. */
	.macro	x87_save at
#ifdef VECTOR_X87
	fnsave	\at(%rdi)
#endif
	.endm

	.macro	x87_restore at
#ifdef VECTOR_X87
	frstor	\at(%rdi)
#endif
	.endm

/* Loading it costs more than a look at what it is. */
	.macro	mxcsr_save
	stmxcsr	(%rdi)
	mov	(%rdi), %eax
	and	$~MXCSR_STATUS, %eax
	cmp	$MXCSR_DEFAULT, %eax
	je	1f
	movl	$MXCSR_DEFAULT, 4(%rdi)
	ldmxcsr	4(%rdi)
1:
	.endm

	.macro	mxcsr_restore
	stmxcsr	4(%rdi)
	mov	4(%rdi), %eax
	cmp	(%rdi), %eax
	je	1f
	ldmxcsr	(%rdi)
1:
	.endm

/* The interpreter goes on behind a call with the program's state: its mxcsr
 * again. Changes rcx only. */
	.balign 32
	.globl vector_resume
	.hidden vector_resume
vector_resume:
#ifdef VECTOR_X87
	fninit
#endif
	stmxcsr	-4(%rsp)
	mov	-4(%rsp), %ecx
	and	$~MXCSR_STATUS, %ecx
	cmp	$MXCSR_DEFAULT, %ecx
	je	1f
	movl	$MXCSR_DEFAULT, -4(%rsp)
	ldmxcsr	-4(%rsp)
1:	ret

	.balign 32
	.globl vector_save_sse
	.hidden vector_save_sse
vector_save_sse:
	mxcsr_save
	x87_save VECTOR_SSE
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	movaps	%xmm\n, 64+16*\n(%rdi)
	.endr
	ret

	.balign 32
	.globl vector_restore_sse
	.hidden vector_restore_sse
vector_restore_sse:
	x87_restore VECTOR_SSE
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	movaps	64+16*\n(%rdi), %xmm\n
	.endr
	mxcsr_restore
	ret

	.balign 32
	.globl vector_save_avx
	.hidden vector_save_avx
vector_save_avx:
	mxcsr_save
	x87_save VECTOR_AVX
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	vmovdqa	%ymm\n, 64+32*\n(%rdi)
	.endr
	vzeroupper			/* the interpreter's code is SSE */
	ret

	.balign 32
	.globl vector_restore_avx
	.hidden vector_restore_avx
vector_restore_avx:
	x87_restore VECTOR_AVX
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	vmovdqa	64+32*\n(%rdi), %ymm\n
	.endr
	mxcsr_restore
	ret

	.balign 32
	.globl vector_save_avx512
	.hidden vector_save_avx512
vector_save_avx512:
	mxcsr_save
	x87_save VECTOR_AVX512
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	vmovdqa64 %zmm\n, 128+64*\n(%rdi)
	.endr
	.irp	n, 16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
	vmovdqa64 %zmm\n, 128+64*\n(%rdi)
	.endr
	.irp	n, 0,1,2,3,4,5,6,7
	kmovq	%k\n, 64+8*\n(%rdi)
	.endr
	vzeroupper
	ret

	.balign 32
	.globl vector_restore_avx512
	.hidden vector_restore_avx512
vector_restore_avx512:
	x87_restore VECTOR_AVX512
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	vmovdqa64 128+64*\n(%rdi), %zmm\n
	.endr
	.irp	n, 16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
	vmovdqa64 128+64*\n(%rdi), %zmm\n
	.endr
	.irp	n, 0,1,2,3,4,5,6,7
	kmovq	64+8*\n(%rdi), %k\n
	.endr
	mxcsr_restore
	ret

	.section .note.GNU-stack, "", @progbits

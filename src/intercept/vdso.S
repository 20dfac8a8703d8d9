/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Where the vDSO's entries lead while their calls are wanted. What is here
 * has the vDSO function's caller as its own caller, and is for that one the
 * function: arguments as in a system call, -errno as the result. It goes on as
 * a system call instruction that was trapped does (entry.S), in every engine.
 */
#include <asm/unistd.h>

#include "intercept/vdso.h"

	.text
	.balign 64
	.globl vdso_calls, vdso_calls_end
	.hidden vdso_calls, vdso_calls_end
vdso_calls:

/* The jump stands where the instruction would: two bytes, before the address
 * that rcx says, so that a context at the call site can go on there. */
	.macro	issue nr
	mov	$\nr, %eax
	jmp	2f
1:	ret
2:	lea	1b(%rip), %rcx
	jmp	entry_trap
	.endm

	.macro	function name, nr
	.balign 32
	.globl	vdso_\name
	.hidden	vdso_\name
	.type	vdso_\name, @function
vdso_\name:
	.cfi_startproc
	issue	\nr
	.cfi_endproc
	.size	vdso_\name, . - vdso_\name
	.endm

	function clock_gettime, __NR_clock_gettime
	function gettimeofday, __NR_gettimeofday
	function time, __NR_time
	function clock_getres, __NR_clock_getres
	function getcpu, __NR_getcpu

/*
 * getrandom(buf, len, flags, state, state_len): two arguments more than the
 * system call, a state for the vDSO to work with. (0, 0, 0, params, -1) asks
 * what memory such a state takes; the answer was taken from the vDSO.
 */
	.balign 32
	.globl	vdso_getrandom
	.hidden	vdso_getrandom
	.type	vdso_getrandom, @function
vdso_getrandom:
	.cfi_startproc
	lea	1(%r8), %rax
	or	%rdi, %rax
	or	%rsi, %rax
	mov	%edx, %r9d
	or	%r9, %rax
	jz	3f
	issue	__NR_getrandom
3:	mov	%rcx, %rdi
	lea	vdso_random(%rip), %rsi
	lodsq				/* vdso_random.result */
	mov	$VDSO_PARAMS / 8, %ecx
	rep movsq
	ret
	.cfi_endproc
	.size	vdso_getrandom, . - vdso_getrandom
vdso_calls_end:

	.balign 16
	.globl vdso_clock
	.hidden vdso_clock
	.type vdso_clock, @function
vdso_clock:
	.fill	VDSO_CLOCK, 1, 0xcc
	.size	vdso_clock, . - vdso_clock

	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The stand-in: an object by itself, which any loader takes. Its functions lead
 * to the library's, whose addresses are put into its table (stand_in.h).
 */
#include "start/stand_in_functions.h"

	.set next, 0

	.macro forward name
	.globl \name
	.type \name, @function
\name:
	.cfi_startproc
	jmp	*table + 8 * next(%rip)
	.cfi_endproc
	.size \name, . - \name
	.set next, next + 1
	.endm

#define FORWARD(name) forward name;

	.text
STAND_IN_FUNCTIONS(FORWARD)

	.bss
	.balign 8
	.globl zpoline_stand_in
	.type zpoline_stand_in, @object
zpoline_stand_in:
table:	.zero	8 * next
	.size zpoline_stand_in, . - zpoline_stand_in

	.section .note.GNU-stack, "", @progbits

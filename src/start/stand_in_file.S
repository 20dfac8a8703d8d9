/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The stand-in's file, as the linker has made it. */
	.section .rodata
	.globl stand_in_file
	.hidden stand_in_file
stand_in_file:
	.incbin "stand_in.so"
	.globl stand_in_file_end
	.hidden stand_in_file_end
stand_in_file_end:

	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A whole ELF object of one page, to be copied: headers, unwind tables and
 * three functions, the last of which ends where the page does.
 */
	.section .rodata, "a", @progbits
	.globl	object_image, object_first, object_odd, object_last
	.balign	4096
object_image:
	.byte	0x7f, 'E', 'L', 'F', 2, 1, 1, 0
	.zero	8
	.short	3, 62			/* a shared object for x86-64 */
	.long	1
	.quad	0, 64, 0		/* entry, program headers, sections */
	.long	0
	.short	64, 56, 2, 0, 0, 0
	.long	1, 5			/* PT_LOAD, readable, executable */
	.quad	0, 0, 0, 4096, 4096, 4096
	.long	0x6474e550, 4		/* PT_GNU_EH_FRAME, readable */
	.quad	header - object_image, header - object_image, 0, 36, 36, 4

header:
	.byte	1, 0x1b, 0x03, 0x3b
	.long	cie - ., 3
	.long	object_first - header, fde_first - header
	.long	object_odd - header, fde_odd - header
	.long	object_last - header, fde_last - header

	.macro	cie name augmentation
	.balign	4
\name:	.long	2f - 1f
1:	.long	0
	.byte	1
	.asciz	"\augmentation"
	.byte	1, 0x78, 16, 1, 0x1b	/* pointers: pcrel, sdata4 */
	.balign	4
2:
	.endm

	.macro	fde name cie start end
	.balign	4
\name:	.long	2f - 1f
1:	.long	1b - \cie
	.long	\start - ., \end - \start
	.byte	0
	.balign	4
2:
	.endm

	cie	cie zR
	cie	cie_odd zX
	fde	fde_first cie object_first object_odd
	fde	fde_odd cie_odd object_odd object_last
	fde	fde_last cie object_last object_end

	.fill	4096 - 24 - (. - object_image), 1, 0x90
object_first:
	syscall
	.fill	6, 1, 0x90
object_odd:
	syscall
	.fill	6, 1, 0x90
object_last:
	syscall
	.fill	6, 1, 0x90
object_end:

	.section .note.GNU-stack, "", @progbits

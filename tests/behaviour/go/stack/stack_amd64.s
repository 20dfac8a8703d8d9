// SPDX-License-Identifier: MIT OR Apache-2.0
// func callAt(top uintptr, number uintptr) uintptr
TEXT ·callAt(SB), 4, $0-24
	MOVQ	top+0(FP), BX
	MOVQ	number+8(FP), R13
	MOVQ	SP, R12
	MOVQ	BX, SP
	MOVQ	R13, AX
	XORL	DI, DI
	SYSCALL
	MOVQ	R12, SP
	MOVQ	AX, ret+16(FP)
	RET

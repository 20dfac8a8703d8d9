/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* For LD_AUDIT: an object of a list of its own, with one call site. */
	.text
	.globl la_version
	.type la_version, @function
la_version:
	.cfi_startproc
	mov %edi, %eax
	ret
	.cfi_endproc
	.size la_version, . - la_version

	.globl audit_getpid
	.type audit_getpid, @function
audit_getpid:
	.cfi_startproc
	mov $39, %eax
	syscall
	ret
	.cfi_endproc
	.size audit_getpid, . - audit_getpid

	.section .note.GNU-stack, "", @progbits

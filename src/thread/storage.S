/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Where a thread's storage has its record. */
#include "thread/storage.inc"

	.text

/* struct thread **thread_slot(void) */
	slot	thread_slot

	.section .note.GNU-stack, "", @progbits

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Where a thread's storage has its record, and which one gs leads to. */
#include "thread/storage.inc"

	.text

/* struct thread **thread_slot(void) */
	slot	thread_slot

/* struct thread *thread_of_gs(void) */
	by_gs_function thread_of_gs

	.section .note.GNU-stack, "", @progbits

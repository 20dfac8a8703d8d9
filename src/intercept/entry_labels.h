/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Addresses of code in entry/, to be jumped to or compared with: calls come in
 * there by stubs, the sled and traps, which lie below it. Nothing here is
 * called.
 */
#ifndef ENTRY_LABELS_H
#define ENTRY_LABELS_H

/* entry.S: where a call comes in. */
extern const char entry_call[], entry_zero[], entry_trap[], entry_far[],
	entry_jump[], entry_int80[];

/* What holds the program's registers changes at these, between entry_call and
 * entry_call_end: see sigcontext.c. */
extern const char entry_call_push[], entry_call_saved[], entry_call_calm[],
	entry_call_done[], entry_call_made[], entry_call_jump[],
	entry_call_jumping[], entry_call_unmade[], entry_call_unmade_end[],
	entry_call_restored[], entry_call_leave[], entry_call_passing[],
	entry_call_passing_on[], entry_jump_back[], entry_call_end[];

#endif

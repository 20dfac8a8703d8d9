/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Where the gate's stubs are called: in the blob itself, or in its copy. */
#include "base/gate.h"

extern const unsigned char gate_blob_syscall[], gate_blob_issue[],
	gate_blob_sigreturn[], gate_blob_int80[], gate_blob_end_thread[];

long (*gate_syscall)(long, long, long, long, long, long, long);
long (*gate_raw)(long, long, long, long, long, long, long);
long (*gate_issue)(const struct SyscallRegs *);
void (*gate_sigreturn)(uint64_t) __attribute__((noreturn));
void (*gate_end_thread)(uintptr_t, uintptr_t, long) __attribute__((noreturn));
void (*gate_restorer)(void);
void *gate_clone, *gate_vfork, *gate_handle, *gate_handled, *gate_int80,
	*gate_pass;
const unsigned char *gate_at;
uintptr_t gate_pointers[GATE_POINTERS];

/* The stub that was assembled at from, in the copy of the blob at base. */
static void *stub(const uint8_t *base, const unsigned char *from)
{
	return (void *)(base + (from - gate_blob));
}

void gate_use(const uint8_t *base)
{
	int asks_first = gate_syscall != gate_raw; /* seccomp_filters_begin() */

	gate_at = base;
	gate_raw = stub(base, gate_blob_syscall);
	if (!asks_first)
		gate_syscall = gate_raw;
	gate_issue = stub(base, gate_blob_issue);
	gate_sigreturn = stub(base, gate_blob_sigreturn);
	gate_restorer = (void (*)(void))stub(base, gate_blob_restorer);
	gate_clone = stub(base, gate_blob_clone);
	gate_vfork = stub(base, gate_blob_vfork);
	gate_handle = stub(base, gate_blob_handle);
	gate_handled = stub(base, gate_blob_handled);
	gate_int80 = stub(base, gate_blob_int80);
	gate_end_thread = stub(base, gate_blob_end_thread);
	gate_pass = stub(base, gate_blob_pass);
}

void gate_bootstrap(void)
{
	gate_use(gate_blob);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The gate: the pages where every call of the program arrives and where all
 * syscall instructions of the runtime live. Without a sled these are gate.S
 * itself and the slots behind it, in the library; the table is elsewhere.
 *
 * Layout of the gate region, from its page-aligned base (sled.c maps it):
 *
 *   landing slots  819 of five bytes, from an offset < 0x1000 that the sled's
 *                  prefix byte decides; slot k, for the numbers 5k-4..5k, is a
 *                  jump to cell k
 *   GATE_CELLS     819 cells of sixteen bytes, what slot k does
 *   GATE_STUBS     copy of gate.S
 *   GATE_TABLE     one byte a number: 0 = nobody asked  (read-write)
 *   GATE_SITES     call sites seen issuing number 0     (read-write)
 *
 * A cell is `syscall; mov (%rsp),%rcx; ret; jmp gate_check`: rcx as the kernel
 * leaves it. When one of its numbers is asked for, the first two bytes become
 * a jump over the rest of the first part. They change in one store, and what
 * follows them does not: a thread that is in the system call comes back to it.
 */
#ifndef GATE_H
#define GATE_H

#define GATE_SLOTS 819
#define GATE_SLOT_SIZE 5

#define GATE_CELLS 0x3000
#define GATE_CELL_SIZE 16
#define GATE_CELL_PASS 0x050f	/* syscall */
#define GATE_CELL_DETOUR 0x05eb /* jmp .+7 */
#define GATE_STUBS 0x7000
#define GATE_CODE_SIZE 0x8000
#define GATE_TABLE 0x8000
#define GATE_TABLE_SIZE 0x10000
#define GATE_SITES (GATE_TABLE + GATE_TABLE_SIZE)
#define GATE_SITES_COUNT 256
#define GATE_DATA_SIZE (GATE_TABLE_SIZE + 0x1000)
#define GATE_SIZE (GATE_CODE_SIZE + GATE_DATA_SIZE)

/* Slots of stubs, see stub_slots.h. At their end the address that they go back
 * to. */
#define STUB_SLOT 64
#define STUB_SLOTS 1024 /* in the library */
#define STUB_BACK 56
#define STUB_TAIL 52	  /* of a near one, see stub.h */
#define STUB_FAR_ASKED 12 /* behind a far stub's call: its other way out */

/* Numbers that can reach a landing slot: the sled's last whole jump stands at
 * 4090 of its page. */
#define GATE_NUMBERS 4091

/* What the stubs lead to: where a call comes in, where clone and vfork come
 * back, the table, where a call of number 0 comes in whose site is not known.
 */
#define GATE_TO_ENTRY 0
#define GATE_TO_CLONE_RETURN 1
#define GATE_TO_VFORK_RETURN 2
#define GATE_TO_NUMBERS 3
#define GATE_TO_UNKNOWN 4
#define GATE_POINTERS 5

#ifndef __ASSEMBLER__

#include "zpoline.h"

/* The stubs as assembled; sled.c copies them into the gate region. */
extern const unsigned char gate_blob[], gate_blob_end[];
extern const unsigned char gate_blob_pointers[], gate_blob_check[],
	gate_blob_zero[], gate_blob_pass[], gate_blob_passed[],
	gate_blob_pass_end[], gate_blob_issued[], gate_blob_restorer[],
	gate_blob_restorer_end[], gate_blob_handle[], gate_blob_handle_jump[],
	gate_blob_handle_end[], gate_blob_handled[], gate_blob_clone[],
	gate_blob_cloned[], gate_blob_vfork[], gate_blob_vforked[],
	gate_blob_far_check[], gate_blob_far_asked[], gate_blob_far_left[],
	gate_blob_far_pass[], gate_blob_far_passed[], gate_blob_far_return[];

/* The pointers of the blob itself. A copy has its own, at gate_blob_pointers:
 * there the distances to them are to be written, each in front of an offset in
 * the blob. */
extern uintptr_t gate_pointers[GATE_POINTERS];
struct gate_ref {
	uint32_t behind, pointer;
};
extern const struct gate_ref gate_refs[], gate_refs_end[];

/* The slots in the library, and their end. */
extern const unsigned char gate_near[], gate_near_end[];

/* Where the blob in use stands: offsets in gate_blob hold from there too. */
extern const unsigned char *gate_at;

/* Where a label of the blob stands in the one in use. */
static inline uintptr_t gate_address(const unsigned char *of_blob)
{
	return (uintptr_t)gate_at + (uintptr_t)(of_blob - gate_blob);
}

/* From now on the stubs are called there: the copy of the blob in the gate
 * region. Start-up only. */
void gate_use(const unsigned char *base);

/* In the blob itself. Before any constructor: the first system call is
 * log_fatal()'s, maybe. */
void gate_bootstrap(void);

/*
 * The stubs, to be called through these pointers: they lead to the copy in
 * the gate region, before sled_map() to the blob itself.
 */

/* Issue call nr. Result as the kernel leaves it in rax. */
extern long (*gate_syscall)(long a1, long a2, long a3, long a4, long a5,
			    long a6, long nr);
/* The same, also where gate_syscall asks the program's filters first
 * (seccomp_filters.h). */
extern long (*gate_raw)(long a1, long a2, long a3, long a4, long a5, long a6,
			long nr);
/* Issue the call that regs describes, on the caller's stack. */
extern long (*gate_issue)(const struct SyscallRegs *regs);
/* rt_sigreturn with this stack pointer. */
extern void (*gate_sigreturn)(uint64_t rsp) __attribute__((noreturn));
/* munmap of the stack that this is called on, and exit with that status. */
extern void (*gate_end_thread)(uintptr_t start, uintptr_t size, long status)
	__attribute__((noreturn));
/* The restorer for a signal handler of ours; for struct sigaction only. */
extern void (*gate_restorer)(void);
/* Bare syscall instructions followed by a jump back to task.S; for task.S only.
 */
extern void *gate_clone, *gate_vfork;
/* Where signal_entry goes on, into the program's handler; for signal_entry.S
 * only. */
extern void *gate_handle;
/* The same, but for the mask. */
extern void *gate_handled;
/* Where a trapped int $0x80 goes on, with its return address in r11; for sud.c
 * only. */
extern void *gate_int80;
/* The call of a call site, made, with its return address on top of the stack;
 * for entry.S only. */
extern void *gate_pass;

#endif /* __ASSEMBLER__ */

#endif

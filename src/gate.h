/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The gate: the pages where every call of the program arrives and where all
 * syscall instructions of the runtime live.
 *
 * Layout of the gate region, from its page-aligned base (trampoline.c maps it):
 *
 *   GATE_LANDING  819 landing slots of five bytes, from an offset < 0x1000
 *                 that the sled's prefix byte decides; slot k serves the
 *                 numbers 5k-4..5k
 *   GATE_STUBS    copy of gate.S
 *   (landing + GATE_DETOUR)
 *                 819 detours of five bytes: jmp gate_check
 *   GATE_TABLE    one byte a number: 0 = nobody asked  (read-write)
 *   GATE_SITES    call sites seen issuing number 0      (read-write)
 *
 * A landing slot is `0f 05 c3 00 00`: syscall, ret. When one of its five
 * numbers is asked for, its first byte becomes e9, and the same bytes read
 * `jmp .+5+0xc305`: the slot's detour. One byte changes, so a thread that
 * runs through the slot sees the old or the new instruction, never half.
 */
#ifndef GATE_H
#define GATE_H

#define GATE_SLOTS 819
#define GATE_SLOT_SIZE 5
#define GATE_PASS_BYTE 0x0f
#define GATE_DETOUR_BYTE 0xe9
#define GATE_DETOUR (5 + 0xc305)

#define GATE_STUBS 0x3000
#define GATE_CODE_SIZE 0xf000
#define GATE_TABLE 0xf000
#define GATE_TABLE_SIZE 0x10000
#define GATE_SITES (GATE_TABLE + GATE_TABLE_SIZE)
#define GATE_SITES_COUNT 256
#define GATE_DATA_SIZE (GATE_TABLE_SIZE + 0x1000)
#define GATE_SIZE (GATE_CODE_SIZE + GATE_DATA_SIZE)

/* Numbers that can reach a landing slot: the sled's last whole jump stands at
 * 4090 of its page. */
#define GATE_NUMBERS 4091

#ifndef __ASSEMBLER__

#include "zpoline.h"

/* The stubs as assembled; trampoline.c copies them into the gate region. */
extern const unsigned char gate_blob[], gate_blob_end[];
extern const unsigned char gate_blob_entry[], gate_blob_clone_return[],
	gate_blob_vfork_return[], gate_blob_check[], gate_blob_zero[];

/*
 * The stubs, to be called through these pointers: they lead to the copy in
 * the gate region, before trampoline_map() to the blob itself.
 */

/* Issue call nr. Result as the kernel leaves it in rax. */
extern long (*gate_syscall)(long a1, long a2, long a3, long a4, long a5,
			    long a6, long nr);
/* Issue the call that regs describes, on the caller's stack. */
extern long (*gate_issue)(const struct SyscallRegs *regs);
/* rt_sigreturn with this stack pointer. */
extern void (*gate_sigreturn)(uint64_t rsp) __attribute__((noreturn));
/* Bare syscall instructions followed by a jump to entry.S; for entry.S only. */
extern void *gate_clone, *gate_vfork;

#endif /* __ASSEMBLER__ */

#endif

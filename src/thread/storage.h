/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Where a thread's record is found: in its thread-local storage, by the base of
 * gs, or by its id. Any context of the program.
 */
#ifndef STORAGE_H
#define STORAGE_H

/* What the storage of every thread has that libc makes, in its lower half. */
#define THREAD_MAGIC 0x696e6521

/* thread_found. */
#define THREAD_BY_STORAGE 0
#define THREAD_BY_GS 1
#define THREAD_BY_TID 2

#ifndef __ASSEMBLER__

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

struct thread;

/*
 * A thread's own record stands in its storage. A program may have another
 * storage in force than libc's, by an instruction (wrfsbase) that nobody sees:
 * the word beside it tells.
 *
 * From when a task is made whose storage is not libc's, or is another task's as
 * well, and where there is no memory in which storage should be, records are
 * found by the task's id, for the price of a system call.
 *
 * A library that the loader has not loaded has no place in the storage. There
 * the base of gs is the record's address, which nothing else of a program on
 * x86-64 uses, but for Wine. A new task begins with that of its maker, until
 * thread_begin(). A program may have loaded gs by an instruction: an address is
 * taken for a record only if it lies among records and is what the record says
 * of itself. Records go by the task's id from when the program asks for a base
 * of its own.
 */
struct thread_storage {
	struct thread *current;
	uint64_t magic;
};
static_assert(offsetof(struct thread_storage, magic) == 8, "magic");
extern __thread struct thread_storage thread_storage;
extern unsigned char thread_found;

/* Where records are that gs may lead to; they are never unmapped. */
extern uintptr_t thread_lowest, thread_end;

/* In storage.S: this thread's record by gs; NULL: its base is another. */
struct thread *thread_of_gs(void);

/* Start-up, where the loader has not loaded the library: records are found by
 * gs, if hwcap2 (AT_HWCAP2) says that instructions may read its base; else by
 * the task's id. */
void thread_leave_storage(uint64_t hwcap2);

/* No more by gs: tasks may come to life unseen, with the base of their maker;
 * or the program asks for a base of its own. */
void thread_leave_gs(void);

/* The base of gs, for this task: t, or nothing of ours. Where the program has
 * loaded its own, that stays. */
void thread_set_gs(struct thread *t);

/* In storage.S: where this thread's storage has its record; NULL: the storage
 * is not libc's. */
struct thread **thread_slot(void);

/*
 * A fault at rip, because there is no memory where storage should be: where it
 * goes on, with 0 in rcx. 0: it is another fault.
 */
uintptr_t thread_without_storage(uintptr_t rip);

/* A task is about to have its thread-local storage at tls; 0: it shares that
 * of its maker. */
void thread_new_storage(uintptr_t tls);

/* This task has another storage now: its record is the same. */
void thread_changed_storage(struct thread *t);

#endif /* __ASSEMBLER__ */

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The thread-local storage that has a thread's record. Any context of the
 * program.
 */
#ifndef STORAGE_H
#define STORAGE_H

/* What the storage of every thread has that libc makes, in its lower half. */
#define THREAD_MAGIC 0x696e6521

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
 * thread_by_tid is set when a task is made whose storage is not libc's, or is
 * another task's as well, and when there is no memory where storage should be.
 * From then on records are found by the task's id, for the price of a system
 * call.
 */
struct thread_storage {
	struct thread *current;
	uint64_t magic;
};
static_assert(offsetof(struct thread_storage, magic) == 8, "magic");
extern __thread struct thread_storage thread_storage;
extern unsigned char thread_by_tid;

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

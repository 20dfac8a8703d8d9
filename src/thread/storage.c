/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds out whose thread-local storage is in force, and does without it if
 * there is none. */
#include "thread/storage.h"

#include "thread/memory.h"

#define STORAGE (0x7a706f6cul << 32 | THREAD_MAGIC)

__thread struct thread_storage thread_storage = {.magic = STORAGE};

unsigned char thread_found;
uintptr_t thread_lowest = UINTPTR_MAX, thread_end;

/* The block that tls points to ends there; libc's holds a copy of ours, as
 * far below as in this thread. */
__attribute__((cold)) void thread_new_storage(uintptr_t tls)
{
	uintptr_t offset;
	uint64_t there = 0;

	__asm__("mov thread_storage@gottpoff(%%rip), %0" : "=r"(offset));
	if (thread_found != THREAD_BY_STORAGE)
		return;
	offset += offsetof(struct thread_storage, magic);
	if (!tls || memory_peek(tls + offset, &there) || there != STORAGE)
		thread_found = THREAD_BY_TID;
}

void thread_changed_storage(struct thread *t)
{
	struct thread **slot = thread_found ? NULL : thread_slot();

	if (slot)
		*slot = t;
}

/* --- where there is no storage ---------------------------------------------
 */

/* Where assembly looks at it (storage.inc), and the way on, from each to
 * itself. */
struct look {
	int32_t at, on;
};
extern const struct look __start_thread_looks[], __stop_thread_looks[];

__attribute__((cold)) uintptr_t thread_without_storage(uintptr_t rip)
{
	for (const struct look *l = __start_thread_looks;
	     l < __stop_thread_looks; l++)
		if ((uintptr_t)&l->at + (uintptr_t)(intptr_t)l->at == rip) {
			thread_found = THREAD_BY_TID;
			return (uintptr_t)&l->on + (uintptr_t)(intptr_t)l->on;
		}
	return 0;
}

/* --- by gs -------------------------------------------------------------------
 */

#define HWCAP2_FSGSBASE 2

void thread_leave_storage(uint64_t hwcap2)
{
	thread_found = hwcap2 & HWCAP2_FSGSBASE ? THREAD_BY_GS : THREAD_BY_TID;
}

void thread_leave_gs(void)
{
	if (thread_found == THREAD_BY_GS)
		thread_found = THREAD_BY_TID;
}

void thread_set_gs(struct thread *t)
{
	uintptr_t base;

	__asm__ volatile("rdgsbase %0" : "=r"(base));
	if (!base || thread_of_gs())
		__asm__ volatile("wrgsbase %0" : : "r"(t));
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * C hooks by number, in the order in which they were installed. Readers never
 * wait, also while others change them.
 */
#ifndef C_HOOKS_H
#define C_HOOKS_H

#include <stddef.h>
#include <stdint.h>

#include "zpoline.h"

#define C_HOOKS_INDICES 4091 /* numbers, as HOOK_NUMBERS */

enum c_hooks_kind { C_HOOKS_ENTER, C_HOOKS_EXIT, C_HOOKS_KINDS };

struct c_hook {
	zpoline_hook_fn fn;
	void *arg;
	uint64_t id; /* from 1 on, higher for later ones */
};

/*
 * The lowest bit of the version says which of the two lists is in force. The
 * other one is changed. What a reader has found is not used if the version has
 * changed meanwhile.
 */
struct c_hooks {
	unsigned long version;
	struct c_hooks_list {
		struct c_hook *hooks;
		uint32_t count, room;
	} is[2];
};

/* By number; those of results by kind, as there may never be one: NULL. */
extern struct c_hooks c_hooks_entries[C_HOOKS_INDICES];
extern struct c_hooks *c_hooks_of[C_HOOKS_KINDS];

static inline struct c_hooks *c_hooks_at(enum c_hooks_kind kind,
					 unsigned int index)
{
	struct c_hooks *all =
		__atomic_load_n(&c_hooks_of[kind], __ATOMIC_ACQUIRE);

	return all ? &all[index] : NULL;
}

/* How many there are. */
static inline uint32_t c_hooks_count(enum c_hooks_kind kind, unsigned int index)
{
	const struct c_hooks *h = c_hooks_at(kind, index);

	return h ? __atomic_load_n(&h->is[h->version & 1].count,
				   __ATOMIC_ACQUIRE)
		 : 0;
}

/* If there is only one hook for entries: that hook, with the function and the
 * argument that belong together. */
static inline int c_hooks_only(unsigned int index, struct c_hook *hook)
{
	const struct c_hooks *h = &c_hooks_entries[index];
	const struct c_hooks_list *list;
	const struct c_hook *one;
	unsigned long version;

	version = __atomic_load_n(&h->version, __ATOMIC_ACQUIRE);
	list = &h->is[version & 1];
	if (__atomic_load_n(&list->count, __ATOMIC_ACQUIRE) != 1)
		return 0;
	one = __atomic_load_n(&list->hooks, __ATOMIC_ACQUIRE);
	hook->fn = __atomic_load_n(&one->fn, __ATOMIC_ACQUIRE);
	hook->arg = __atomic_load_n(&one->arg, __ATOMIC_ACQUIRE);
	hook->id = __atomic_load_n(&one->id, __ATOMIC_ACQUIRE);
	return version == __atomic_load_n(&h->version, __ATOMIC_RELAXED);
}

/* *hook becomes the next one of index whose id is above its own. 0: there is
 * none. */
int c_hooks_next(enum c_hooks_kind kind, unsigned int index,
		 struct c_hook *hook);

/*
 * Add a hook behind the others (nothing happens if it is there with this arg);
 * remove one; remove all. One caller at a time. Returns 0, or -1: no memory.
 */
int c_hooks_add(enum c_hooks_kind kind, unsigned int index, zpoline_hook_fn fn,
		void *arg);
int c_hooks_remove(enum c_hooks_kind kind, unsigned int index,
		   zpoline_hook_fn fn, const void *arg);
void c_hooks_clear(enum c_hooks_kind kind, unsigned int index);

#endif

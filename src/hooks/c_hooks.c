/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The table of C hooks. */
#include "hooks/c_hooks.h"

#include "base/constants.h"
#include "base/nolibc.h"
#include "base/pages.h"

struct c_hooks c_hooks_entries[C_HOOKS_INDICES] BIG_TABLE;
struct c_hooks *c_hooks_of[C_HOOKS_KINDS] = {c_hooks_entries};

/* Read from a list that may be changed meanwhile. If it was, what was found is
 * not used. */
static int next_of(const struct c_hooks_list *list, uint64_t id,
		   struct c_hook *found)
{
	uint32_t n = __atomic_load_n(&list->count, __ATOMIC_ACQUIRE);
	const struct c_hook *h =
		__atomic_load_n(&list->hooks, __ATOMIC_RELAXED);

	for (; n; n--, h++) {
		found->id = __atomic_load_n(&h->id, __ATOMIC_RELAXED);
		if (found->id <= id)
			continue;
		found->fn = __atomic_load_n(&h->fn, __ATOMIC_RELAXED);
		found->arg = __atomic_load_n(&h->arg, __ATOMIC_RELAXED);
		return 1;
	}
	return 0;
}

int c_hooks_next(enum c_hooks_kind kind, unsigned int index,
		 struct c_hook *hook)
{
	const struct c_hooks *h = c_hooks_at(kind, index);
	uint64_t id = hook->id;
	unsigned long version;
	int found;

	if (!h)
		return 0;
	do {
		version = __atomic_load_n(&h->version, __ATOMIC_ACQUIRE);
		found = next_of(&h->is[version & 1], id, hook);
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
	} while (__builtin_expect(
		version != __atomic_load_n(&h->version, __ATOMIC_RELAXED), 0));
	return found;
}

/* --- changes -----------------------------------------------------------------
 */

/* Make room for n hooks. The memory that the list had before stays mapped,
 * because somebody may be reading it. A list grows to twice its size, so the
 * old memory is less than what is in use. */
static struct c_hook *cut(uint32_t n)
{
	static char *at, *end;
	size_t size = n * sizeof(struct c_hook);
	void *p;

	if ((size_t)(end - at) < size) {
		size_t chunk = size < 65536 ? 65536 : size;

		p = pages_map(chunk);
		if (!p)
			return NULL;
		at = p;
		end = at + chunk;
	}
	p = at;
	at += size;
	return p;
}

static int list_has_room(struct c_hooks_list *list, uint32_t n)
{
	uint32_t room = list->room ? list->room : 1;
	struct c_hook *hooks;

	while (room < n)
		room *= 2;
	if (room == list->room)
		return 1;
	hooks = cut(room);
	if (!hooks)
		return 0;
	__atomic_store_n(&list->hooks, hooks, __ATOMIC_RELAXED);
	list->room = room;
	return 1;
}

static void put_hook(struct c_hook *to, const struct c_hook *hook)
{
	__atomic_store_n(&to->id, hook->id, __ATOMIC_RELAXED);
	__atomic_store_n(&to->fn, hook->fn, __ATOMIC_RELAXED);
	__atomic_store_n(&to->arg, hook->arg, __ATOMIC_RELAXED);
}

static int is_it(const struct c_hook *hook, zpoline_hook_fn fn, const void *arg)
{
	return hook->fn == fn && hook->arg == arg;
}

/* The other list is in force, with n hooks. */
static void switch_to(struct c_hooks *h, struct c_hooks_list *list, uint32_t n)
{
	/* who sees it has the room for it */
	__atomic_store_n(&list->count, n, __ATOMIC_RELEASE);
	__atomic_store_n(&h->version, h->version + 1, __ATOMIC_RELEASE);
}

static struct c_hooks *of_made(enum c_hooks_kind kind, unsigned int index)
{
	if (!c_hooks_of[kind])
		__atomic_store_n(&c_hooks_of[kind],
				 pages_map(sizeof(c_hooks_entries)),
				 __ATOMIC_RELEASE);
	return c_hooks_at(kind, index);
}

int c_hooks_add(enum c_hooks_kind kind, unsigned int index, zpoline_hook_fn fn,
		void *arg)
{
	static uint64_t last;
	struct c_hooks *h = of_made(kind, index);
	const struct c_hooks_list *now;
	struct c_hooks_list *to;

	if (!h)
		return -1;
	now = &h->is[h->version & 1];
	to = &h->is[~h->version & 1];
	for (uint32_t i = 0; i < now->count; i++)
		if (is_it(&now->hooks[i], fn, arg))
			return 0;
	if (!list_has_room(to, now->count + 1))
		return -1;
	for (uint32_t i = 0; i < now->count; i++)
		put_hook(&to->hooks[i], &now->hooks[i]);
	put_hook(&to->hooks[now->count], &(struct c_hook){fn, arg, ++last});
	switch_to(h, to, now->count + 1);
	return 0;
}

int c_hooks_remove(enum c_hooks_kind kind, unsigned int index,
		   zpoline_hook_fn fn, const void *arg)
{
	struct c_hooks *h = c_hooks_at(kind, index);
	const struct c_hooks_list *now = h ? &h->is[h->version & 1] : NULL;
	struct c_hooks_list *to = h ? &h->is[~h->version & 1] : NULL;
	uint32_t n = 0;

	if (!h)
		return 0;
	if (!list_has_room(to, now->count))
		return -1;
	for (uint32_t i = 0; i < now->count; i++)
		if (!is_it(&now->hooks[i], fn, arg))
			put_hook(&to->hooks[n++], &now->hooks[i]);
	if (n < now->count)
		switch_to(h, to, n);
	return 0;
}

void c_hooks_clear(enum c_hooks_kind kind, unsigned int index)
{
	struct c_hooks *h = c_hooks_at(kind, index);

	if (h)
		switch_to(h, &h->is[~h->version & 1], 0);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Handlers that have failed: each is told of once, however many states run it,
 * and all of them at exit, also those that were removed.
 */
#include "bindings/state/failures.h"

#include <string.h>

#include "bindings/interp/message.h"
#include "bindings/runtime/alloc.h"

static struct failure *first;

static void add_atomically(uint64_t *n, uint64_t by)
{
	__atomic_fetch_add(n, by, __ATOMIC_RELAXED);
}

static int is_of(const struct failure *f, uint32_t generation, uint32_t number,
		 const char *label)
{
	return f->generation == generation && f->number == number &&
	       strcmp(f->label, label) == 0;
}

/* Locked; NULL: no memory. */
static struct failure *find_failure(uint32_t generation, uint32_t number,
				    const char *label)
{
	struct failure **last = &first, *f;
	size_t size = strlen(label) + 1;

	for (; *last; last = &(*last)->next)
		if (is_of(*last, generation, number, label))
			return *last;
	f = alloc_common(sizeof(*f) + size);
	if (!f)
		return NULL;
	*f = (struct failure){
		.label = memcpy(f + 1, label, size),
		.generation = generation,
		.number = number,
	};
	*last = f;
	return f;
}

/* Its calls are counted with it, lest the state goes in a way, or the process
 * ends in another, in which nobody asks for them. */
int failures_count(lua_State *L, struct hook *h)
{
	if (!h->failure) {
		hook_lock();
		h->failure = find_failure(interp_of(L)->generation, h->number,
					  hook_record_label(L, h));
		hook_unlock();
	}
	if (!h->failure)
		return h->errors == 1;
	failures_account(h);
	return __atomic_fetch_add(&h->failure->errors, 1, __ATOMIC_RELAXED) ==
	       0;
}

void failures_account(struct hook *h)
{
	if (!h->failure)
		return;
	add_atomically(&h->failure->hits, h->hits - h->told);
	h->told = h->hits;
}

void failures_tell(lua_State *L)
{
	for (const struct failure *f = first; f; f = f->next) {
		lua_pushfstring(L, "%I errors in %I calls of the hook on %s",
				(lua_Integer)f->errors, (lua_Integer)f->hits,
				f->label);
		message_report(L);
	}
}

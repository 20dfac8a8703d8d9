/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Copying a state that is open takes a tenth of the time that opening one
 * takes. All that it consists of is in the first chunk of its heap and the
 * first members of its struct interp, and what in there has the value of an
 * address in there is a pointer, to be moved.
 *
 * Nothing else has such a value, a multiple of 8 far above 4 GiB. Words that do
 * not hold an address, a number of Lua's or text begin with a type, which is no
 * multiple of 8 but for nil and threads, or have two counts or flags of a few
 * bits, which as upper half of an address are too small. The numbers and texts
 * of a state in which no script has run are those in our sources and Lua's.
 * Words that are not in use may have any value. Where an object is matters to
 * no hash: no table has other objects than strings for keys.
 */
#include "bindings/state/state_clone.h"

#include <stddef.h>
#include <string.h>

#include "bindings/runtime/alloc.h"

/* What is set in a struct interp before scripts run. */
#define MEMBERS offsetof(struct interp, first)
#define WORD sizeof(uintptr_t)
_Static_assert(MEMBERS % WORD == 0, "words");

static const struct copy {
	uintptr_t chunk, in; /* where they were */
	size_t used;	     /* of the chunk */
	char members[MEMBERS];
	char bytes[];
} * kept;

static struct copy *copy_of(const struct interp *in)
{
	size_t used;
	const void *chunk = alloc_only_chunk(&in->heap, &used);
	struct copy *c = chunk ? hook_map(sizeof(*c) + used) : NULL;

	if (!c)
		return NULL;
	c->chunk = (uintptr_t)chunk;
	c->in = (uintptr_t)in;
	c->used = used;
	memcpy(c->members, in, MEMBERS);
	memcpy(c->bytes, chunk, used);
	return c;
}

void state_clone_keep(const struct interp *in)
{
	hook_lock();
	if (!kept)
		__atomic_store_n(&kept, copy_of(in), __ATOMIC_RELEASE);
	hook_unlock();
}

/* Where that is in the new state, if it is a pointer. Where a table's nodes end
 * may be where the last block does. */
static inline uintptr_t move_word(uintptr_t word, const struct copy *c,
				  uintptr_t chunk, uintptr_t in)
{
	if (word - c->chunk <= c->used && word % WORD == 0)
		return word - c->chunk + chunk;
	if (word - c->in < MEMBERS && word % WORD == 0)
		return word - c->in + in;
	return word;
}

static void put_moved(char *to, const char *from, size_t size,
		      const struct copy *c, void *chunk, struct interp *in)
{
	for (size_t i = 0; i < size; i += WORD) {
		uintptr_t word;

		memcpy(&word, from + i, WORD);
		word = move_word(word, c, (uintptr_t)chunk, (uintptr_t)in);
		memcpy(to + i, &word, WORD);
	}
}

int state_clone_open(struct interp *in)
{
	const struct copy *c = __atomic_load_n(&kept, __ATOMIC_ACQUIRE);
	void *chunk = c ? alloc_chunk() : NULL;

	if (!chunk)
		return 0;
	put_moved((char *)in, c->members, MEMBERS, c, chunk, in);
	put_moved(chunk, c->bytes, c->used, c, chunk, in);
	alloc_adopt(&in->heap, chunk, c->used);
	return 1;
}

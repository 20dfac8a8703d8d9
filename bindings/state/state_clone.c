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
 *
 * In another program of the run the library is elsewhere, and addresses of its
 * functions are moved as well, which are no multiples of 8. What else could
 * have such a value is a word with the hash of a string as its upper half: one
 * in 2^43 has, and the hashes of a run are as random as its seed.
 */
#include "bindings/state/state_clone.h"

#include <stddef.h>
#include <string.h>

#include "bindings/runtime/alloc.h"

/* What is set in a struct interp before scripts run. */
#define MEMBERS offsetof(struct interp, first)
#define WORD sizeof(uintptr_t)
_Static_assert(MEMBERS % WORD == 0, "words");

/* Where all that was, and how much of the chunk it is. */
struct origin {
	uintptr_t chunk, in, library;
	size_t used;
};

static const struct copy {
	struct origin from;
	char members[MEMBERS];
	char bytes[];
} * kept;

extern const char __ehdr_start[], _end[]; /* of the library */
#define LIBRARY ((uintptr_t)__ehdr_start)

/* Returns the chunk; NULL: there is another. */
static const void *find_origin(const struct interp *in, struct origin *from)
{
	const void *chunk = alloc_only_chunk(&in->heap, &from->used);

	from->chunk = (uintptr_t)chunk;
	from->in = (uintptr_t)in;
	from->library = LIBRARY;
	return chunk;
}

static struct copy *copy_of(const struct interp *in)
{
	struct origin from;
	const void *chunk = find_origin(in, &from);
	struct copy *c = chunk ? hook_map(sizeof(*c) + from.used) : NULL;

	if (!c)
		return NULL;
	c->from = from;
	memcpy(c->members, in, MEMBERS);
	memcpy(c->bytes, chunk, from.used);
	return c;
}

void state_clone_keep(const struct interp *in)
{
	hook_lock();
	if (!kept)
		__atomic_store_n(&kept, copy_of(in), __ATOMIC_RELEASE);
	hook_unlock();
}

void state_clone_hand_on(const struct interp *in)
{
	struct origin from;
	const void *chunk = hook_keeps() ? find_origin(in, &from) : NULL;
	const struct hook_bytes parts[] = {
		{&from, sizeof(from)},
		{in, MEMBERS},
		{chunk, from.used},
	};

	if (chunk)
		hook_keep(parts, sizeof(parts) / sizeof(parts[0]));
}

/* Where that is in the new state, if it is a pointer. Where a table's nodes end
 * may be where the last block does. */
static inline uintptr_t move_word(uintptr_t word, const struct origin *from,
				  uintptr_t chunk, uintptr_t in)
{
	if (word - from->chunk <= from->used && word % WORD == 0)
		return word - from->chunk + chunk;
	if (word - from->in < MEMBERS && word % WORD == 0)
		return word - from->in + in;
	if (word - from->library < (uintptr_t)(_end - __ehdr_start))
		return word - from->library + LIBRARY;
	return word;
}

static void move(char *bytes, size_t size, const struct origin *from,
		 const void *chunk, const struct interp *in)
{
	for (size_t i = 0; i < size; i += WORD) {
		uintptr_t word;

		memcpy(&word, bytes + i, WORD);
		word = move_word(word, from, (uintptr_t)chunk, (uintptr_t)in);
		memcpy(bytes + i, &word, WORD);
	}
}

/* What this process has kept, or one before it. c is NULL then. */
static int copy_part(const struct copy *c, void *to, size_t n, size_t at)
{
	if (!c)
		return hook_kept(to, n, at);
	memcpy(to, (const char *)c + at, n);
	return 1;
}

static int open_copy(struct interp *in, const struct copy *c)
{
	struct origin from;
	char members[MEMBERS], *chunk;

	if (!copy_part(c, &from, sizeof(from), 0) ||
	    !copy_part(c, members, MEMBERS, offsetof(struct copy, members)))
		return 0;
	chunk = alloc_chunk();
	if (!chunk)
		return 0;
	if (!copy_part(c, chunk, from.used, offsetof(struct copy, bytes))) {
		alloc_give_chunk(chunk);
		return 0;
	}
	move(members, MEMBERS, &from, chunk, in);
	move(chunk, from.used, &from, chunk, in);
	memcpy(in, members, MEMBERS);
	alloc_adopt(&in->heap, chunk, from.used);
	return 1;
}

int state_clone_open(struct interp *in, int at_start)
{
	const struct copy *c = __atomic_load_n(&kept, __ATOMIC_ACQUIRE);

	return (c || at_start) && open_copy(in, c);
}

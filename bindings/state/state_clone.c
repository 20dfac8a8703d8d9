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

#include <linux/mman.h>
#include <stddef.h>
#include <string.h>

#include "bindings/runtime/alloc.h"
#include "bindings/runtime/kernel.h"

#define WORD sizeof(uintptr_t)
/* What is set in a struct interp before scripts run. */
#define MEMBERS (offsetof(struct interp, first) / WORD)
_Static_assert(offsetof(struct interp, first) % WORD == 0, "words");

/* Where what is copied was, and how many words of the chunk. */
struct origin {
	uintptr_t chunk, in, library;
	size_t words;
};

enum kind { INTO_CHUNK, INTO_MEMBERS, INTO_LIBRARY, KINDS, NONE };

/* More than twice as many as there are. */
#define PLACES 4096

static const struct copy {
	struct origin from;
	/* Words to be moved: so many of each kind, one kind behind the other.
	 */
	uint32_t count[KINDS];
	uint16_t place[PLACES];
	uintptr_t words[]; /* the members, then those of the chunk */
} * kept;

extern const char __ehdr_start[], _end[]; /* of the library */

/* --- making one --------------------------------------------------------- */

/* Where a table's nodes end may be where the last block does. */
static enum kind kind_of(uintptr_t word, const struct origin *from)
{
	if (word - from->chunk <= from->words * WORD && word % WORD == 0)
		return INTO_CHUNK;
	if (word - from->in < MEMBERS * WORD && word % WORD == 0)
		return INTO_MEMBERS;
	return word - from->library < (uintptr_t)(_end - __ehdr_start)
		       ? INTO_LIBRARY
		       : NONE;
}

/* Returns 0 if there are too many. */
static int find_places(struct copy *c)
{
	const uintptr_t *members = (const uintptr_t *)c->from.in;
	const uintptr_t *chunk = (const uintptr_t *)c->from.chunk;
	const size_t words = MEMBERS + c->from.words;
	uint16_t found[KINDS][PLACES];
	size_t n = 0;

	if (words > UINT16_MAX)
		return 0;
	for (size_t i = 0; i < words; i++) {
		uintptr_t word = i < MEMBERS ? members[i] : chunk[i - MEMBERS];
		enum kind kind = kind_of(word, &c->from);

		if (kind == NONE)
			continue;
		if (n++ == PLACES)
			return 0;
		found[kind][c->count[kind]++] = (uint16_t)i;
	}
	n = 0;
	for (int kind = 0; kind < KINDS; kind++) {
		memcpy(c->place + n, found[kind],
		       c->count[kind] * sizeof(c->place[0]));
		n += c->count[kind];
	}
	return 1;
}

/* Everything but the words. Returns 0 if there is more than one chunk. */
static int look_at(const struct interp *in, struct copy *c)
{
	size_t used;
	const void *chunk = alloc_only_chunk(&in->heap, &used);

	c->from = (struct origin){(uintptr_t)chunk, (uintptr_t)in,
				  (uintptr_t)__ehdr_start, used / WORD};
	memset(c->count, 0, sizeof(c->count));
	return chunk && find_places(c);
}

static struct copy *make_copy(const struct interp *in)
{
	struct copy head, *c;
	size_t used, size;

	if (!look_at(in, &head))
		return NULL;
	used = head.from.words * WORD;
	size = sizeof(*c) + MEMBERS * WORD + used;
	c = hook_map(size);
	if (!c)
		return NULL;
	*c = head;
	memcpy(c->words, in, MEMBERS * WORD);
	memcpy(c->words + MEMBERS, (const void *)head.from.chunk, used);
	return c;
}

void state_clone_keep(const struct interp *in)
{
	hook_lock();
	if (!kept)
		__atomic_store_n(&kept, make_copy(in), __ATOMIC_RELEASE);
	hook_unlock();
}

void state_clone_hand_on(const struct interp *in)
{
	struct copy head;
	struct hook_part part[3];

	if (!hook_keeps() || !look_at(in, &head))
		return;
	part[0] = (struct hook_part){&head, sizeof(head)};
	part[1] = (struct hook_part){in, MEMBERS * WORD};
	part[2] = (struct hook_part){(const void *)head.from.chunk,
				     head.from.words * WORD};
	hook_keep(part, 3);
}

/* --- using one ----------------------------------------------------------- */

/* What this process has kept, or one before it. c is NULL then. */
static int copy_part(const struct copy *c, void *to, size_t n, size_t at)
{
	if (!c)
		return hook_kept(to, n, at);
	memcpy(to, (const char *)c + at, n);
	return 1;
}

static const uint16_t *move(uintptr_t *members, uintptr_t *words,
			    const uint16_t *place, size_t count, uintptr_t by)
{
	for (size_t i = 0; i < count && by; i++)
		if (place[i] < MEMBERS)
			members[place[i]] += by;
		else
			words[place[i] - MEMBERS] += by;
	return place + count;
}

/* Everything but the words. */
static int copy_head(const struct copy *c, struct copy *head)
{
	const size_t fixed = offsetof(struct copy, place);
	size_t places = 0;

	if (!copy_part(c, head, fixed, 0))
		return 0;
	for (int kind = 0; kind < KINDS; kind++)
		places += head->count[kind];
	return places <= PLACES &&
	       copy_part(c, head->place, places * sizeof(head->place[0]),
			 fixed);
}

static int open_copy(struct interp *in, const struct copy *c)
{
	const size_t start = offsetof(struct copy, words);
	struct copy head;
	const uint16_t *at = head.place;
	uintptr_t members[MEMBERS], *words;
	size_t used;

	if (!copy_head(c, &head) ||
	    !copy_part(c, members, sizeof(members), start))
		return 0;
	words = alloc_chunk();
	used = head.from.words * WORD;
	if (!words)
		return 0;
	/* one call in place of a fault for each page */
	kernel_call(madvise, kernel_pointer(words), page_up(used),
		    MADV_POPULATE_WRITE);
	if (!copy_part(c, words, used, start + sizeof(members))) {
		alloc_give_chunk(words);
		return 0;
	}
	at = move(members, words, at, head.count[INTO_CHUNK],
		  (uintptr_t)words - head.from.chunk);
	at = move(members, words, at, head.count[INTO_MEMBERS],
		  (uintptr_t)in - head.from.in);
	move(members, words, at, head.count[INTO_LIBRARY],
	     (uintptr_t)__ehdr_start - head.from.library);
	memcpy(in, members, sizeof(members));
	alloc_adopt(&in->heap, words, used);
	return 1;
}

int state_clone_open(struct interp *in, int at_start)
{
	const struct copy *c = __atomic_load_n(&kept, __ATOMIC_ACQUIRE);

	return (c || at_start) && open_copy(in, c);
}

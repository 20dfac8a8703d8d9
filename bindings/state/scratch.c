/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Memory that lasts as long as a call: what zp.mem.put() hands out. */
#include "bindings/state/scratch.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/interp/message.h"

/* What was handed out for one call: the first page stays with the level,
 * larger pieces go with the call. */
struct scratch {
	struct scratch *next;
	size_t size; /* of the mapping, this header included */
	size_t used;
};

#define SCRATCH_SIZE (64 * 1024)

/* One more, in front of those that the call has. All of them together have the
 * limit that the script's own memory has. */
static struct scratch *add_piece(lua_State *L, struct scratch *next,
				 size_t room)
{
	size_t size = SCRATCH_SIZE, all;
	struct scratch *s;

	if (room > size - sizeof(*s))
		size = page_up(room + sizeof(*s));
	all = size;
	for (s = next; s; s = s->next)
		all += s->size;
	if (all > interp_of(L)->heap.limit)
		luaL_error(L, "zp.mem.put: " MESSAGE_NO_MEMORY);
	s = hook_map(size);
	if (!s)
		luaL_error(L, "zp.mem.put: no memory");
	*s = (struct scratch){next, size, sizeof(*s)};
	return s;
}

void *scratch_put(lua_State *L, struct level *level, const char *bytes,
		  size_t n)
{
	size_t room = (n + 1 + 15) & ~(size_t)15;
	struct scratch *s = level->scratch;
	char *to;

	if (!s || s->size - s->used < room) {
		s = add_piece(L, level->scratch, room);
		level->scratch = s;
	}
	to = (char *)s + s->used;
	memcpy(to, bytes, n);
	to[n] = '\0';
	s->used += room;
	return to;
}

void scratch_release(struct level *level)
{
	struct scratch *s = level->scratch;

	while (s->next) {
		struct scratch *next = s->next;

		hook_unmap(s, s->size);
		s = next;
	}
	s->used = sizeof(*s);
	level->scratch = s;
}

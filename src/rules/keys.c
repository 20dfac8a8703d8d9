/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Makes keys of calls. What they are made of is in the thread's record. */
#include "rules/keys.h"

#include <linux/fcntl.h>
#include <linux/prctl.h>

#include "base/nolibc.h"
#include "base/rawcall.h"
#include "hooks/hook_stack.h"
#include "thread/memory.h"
#include "thread/thread.h"
#include "unwind/objects.h"
#include "unwind/unwind.h"

#define PIECE 64u
#define COMM 16
#define ERRNO_MAX 4095

/* --- stacks ----------------------------------------------------------------
 */

static void walk_stack(void *arg)
{
	const struct call *call = arg;
	struct thread_room *room = call->thread->room;
	struct hook_frame frame[HOOK_STACK_FRAMES];
	size_t n;

	objects_begin(call->thread, 1);
	n = unwind_walk(call->frame, frame, HOOK_STACK_FRAMES);
	objects_end();
	for (size_t i = 0; i < n; i++)
		room->frame[i] = frame[i].addr |
				 (frame[i].exact ? HOOK_BY_EXACT : 0);
	room->frames = n;
}

__attribute__((cold, noinline)) void keys_find_stack(struct call *call)
{
	struct thread_room *room = call->thread->room;

	room->frames = 0;
	hook_stack_run(call->thread, walk_stack, call);
	room->walked = call;
}

int keys_has_stack(const struct call *call)
{
	return call->thread->room->walked == call;
}

/* --- parts -----------------------------------------------------------------
 */

/* A call that has no such part. */
static void put_unknown(struct cells_key *key)
{
	size_t room;
	char *to = cells_room(key, &room);

	if (!to)
		return;
	*to = '?';
	cells_put_bytes(key, 1);
}

static int64_t with_width(uint64_t value, unsigned int width)
{
	switch (width) {
	case HOOK_INT:
		return (int32_t)value;
	case HOOK_UNSIGNED:
		return (uint32_t)value;
	default:
		return (int64_t)value;
	}
}

/* The string at addr, in pieces that do not reach into another page. */
static void put_string(struct cells_key *key, uintptr_t addr)
{
	size_t room, n = 0;
	char *to = cells_room(key, &room);
	const char *end = NULL;

	while (!end && n < room) {
		size_t part = PIECE - (addr + n) % PIECE;

		if (part > room - n)
			part = room - n;
		if (memory_copy_in(to + n, addr + n, part) != part) {
			put_unknown(key);
			return;
		}
		end = memchr(to + n, '\0', part);
		n = end ? (size_t)(end - to) : n + part;
	}
	if (to)
		cells_put_bytes(key, n);
}

static void put_comm(struct cells_key *key)
{
	size_t room;
	char *to = cells_room(key, &room);

	if (room < COMM)
		return;
	to[0] = '\0';
	SYSCALL(__NR_prctl, PR_GET_NAME, to, 0, 0, 0, 0);
	cells_put_bytes(key, strlen(to));
}

/* Frames that were walked before. */
static void put_stack(struct cells_key *key, const struct thread *t,
		      size_t most)
{
	size_t frames = t->room->frames < most ? t->room->frames : most;
	size_t n = frames * sizeof(t->room->frame[0]), room;
	char *to = cells_room(key, &room);

	if (!n || room < n) {
		put_unknown(key);
		return;
	}
	memcpy(to, t->room->frame, n);
	cells_put_bytes(key, n);
}

uint32_t keys_copy_stack(const struct thread *t, uint64_t *words, size_t most)
{
	size_t n = t->room->frames < most ? t->room->frames : most;

	memcpy(words, t->room->frame, n * sizeof(words[0]));
	return (uint32_t)n;
}

static int is_pipe_end(uint64_t fd, unsigned int place)
{
	long flags = SYSCALL(__NR_fcntl, (int)fd, F_GETFL, 0, 0, 0, 0);
	int reads = (flags & O_ACCMODE) == O_RDONLY;

	return flags >= 0 && reads == ((place & HOOK_BY_PIPE_FROM) != 0);
}

static void put_argument(struct cells_key *key, const struct hook_by_part *part,
			 const struct call *call, unsigned int index)
{
	unsigned int place = index < HOOK_PLACES ? part->places[index]
						 : HOOK_NO_ARGUMENT;
	uint64_t value =
		hook_argument(&call->regs, (int)(place & HOOK_BY_PLACE));

	if (place == HOOK_NO_ARGUMENT ||
	    (place & (HOOK_BY_PIPE_FROM | HOOK_BY_PIPE_TO) &&
	     !is_pipe_end(value, place)))
		put_unknown(key);
	else if (part->by == HOOK_BY_STRING)
		put_string(key, value);
	else
		cells_put_integer(key, with_width(value,
						  place >> HOOK_BY_WIDTH & 3));
}

static void put_part(struct cells_key *key, const struct hook_by_part *part,
		     const struct call *call, unsigned int index, long ret,
		     int made, size_t frames)
{
	const struct thread *t = call->thread;

	switch (part->by) {
	case HOOK_BY_COMM:
		put_comm(key);
		break;
	case HOOK_BY_TID:
		cells_put_integer(key, t->vfork ? thread_own_tid() : t->tid);
		break;
	case HOOK_BY_SYSCALL:
		cells_put_integer(key, index < HOOK_OTHERS ? (int64_t)index
							   : call->nr);
		break;
	case HOOK_BY_ERRNO:
		cells_put_integer(key, ret < 0 && ret >= -ERRNO_MAX ? -ret : 0);
		break;
	case HOOK_BY_RET:
		cells_put_integer(key, ret);
		break;
	case HOOK_BY_MADE:
		cells_put_integer(key, made);
		break;
	case HOOK_BY_STACK:
		put_stack(key, t, frames);
		break;
	default:
		put_argument(key, part, call, index);
	}
}

struct cells_key keys_make(const struct hook_keyed *keyed,
			   const struct call *call, unsigned int index,
			   long ret, int made)
{
	struct cells_key key = {(uint64_t *)(void *)call->thread->room->path,
				0};

	for (size_t i = 0; i < keyed->parts; i++)
		put_part(&key, &keyed->part[i], call, index, ret, made,
			 keyed->frames);
	return key;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The rooms of threads for lines, and the records in them. */
#include "trace/lines.h"

#include <assert.h>

#include "base/nolibc.h"
#include "base/pages.h"
#include "thread/altstack.h"

/* Bytes at most, of lines under way. */
#define LINES_MAX ((size_t)64 << 20)

/* Behind the stack. */
struct room {
	char *bytes; /* of lines: those here, or others */
	size_t size;
	char path[LINES_PATH];
	char first[];
};

#define FIRST (THREAD_LINES - THREAD_LINES_STACK - sizeof(struct room))

/* lines.S: fn(arg) on the stack that ends at top. */
void lines_switch(void *arg, void (*fn)(void *arg), uintptr_t top);

static struct room *room_of(const struct thread *t)
{
	return (struct room *)((char *)t->lines_room + THREAD_LINES_STACK);
}

int lines_ready(struct thread *t)
{
	struct room *room;

	if (t->lines_room)
		return 0;
	t->lines_room = pages_stack(THREAD_LINES);
	if (!t->lines_room) /* behind a filter: of what was put aside */
		t->lines_room = pages_map(THREAD_LINES);
	if (!t->lines_room)
		return -1;
	room = room_of(t);
	room->bytes = room->first;
	room->size = FIRST;
	return 0;
}

/* --- the stack --------------------------------------------------------------
 */

struct hidden {
	struct thread *thread;
	void (*fn)(void *arg);
	void *arg;
};

static void run_with_altstack_hidden(void *arg)
{
	const struct hidden *hidden = arg;

	altstack_hide(hidden->thread);
	hidden->fn(hidden->arg);
	altstack_show(hidden->thread);
}

__attribute__((cold, noinline)) static void
run_from_altstack(struct thread *t, void (*fn)(void *), void *arg)
{
	struct hidden hidden = {t, fn, arg};

	altstack_enter(t);
	lines_switch(&hidden, run_with_altstack_hidden, (uintptr_t)room_of(t));
	altstack_leave(t);
}

void lines_run(struct thread *t, void (*fn)(void *arg), void *arg)
{
	if (__builtin_expect(thread_on_altstack(
				     t, (uintptr_t)__builtin_frame_address(0)),
			     0))
		run_from_altstack(t, fn, arg);
	else
		lines_switch(arg, fn, (uintptr_t)room_of(t));
}

/* --- bytes ------------------------------------------------------------------
 */

char *lines_path(const struct thread *t)
{
	return room_of(t)->path;
}

char *lines_free(const struct thread *t, char **end)
{
	const struct room *room = room_of(t);

	*end = room->bytes + room->size;
	return room->bytes + t->lines.top;
}

static void leave_bytes(struct room *room)
{
	if (room->bytes != room->first)
		pages_unmap(room->bytes, room->size);
}

int lines_grow(struct thread *t)
{
	struct room *room = room_of(t);
	size_t size = (room->size * 4 + 4095) & ~(size_t)4095;
	char *bytes = size <= LINES_MAX ? pages_map(size) : NULL;

	if (!bytes)
		return -1;
	memcpy(bytes, room->bytes, t->lines.top);
	leave_bytes(room);
	room->bytes = bytes;
	room->size = size;
	return 0;
}

/* --- records ----------------------------------------------------------------
 */

/* 0 is none, so the first one does not begin there. */
#define START 16

static uint32_t align(size_t n)
{
	return (uint32_t)((n + 7) & ~(size_t)7);
}

static struct lines_record *record_at(const struct thread *t, uint32_t at)
{
	void *p = room_of(t)->bytes + at;

	return at ? p : NULL;
}

struct lines_record *lines_last(const struct thread *t)
{
	return t->lines_room ? record_at(t, t->lines.last) : NULL;
}

struct lines_record *lines_outer(const struct thread *t,
				 const struct lines_record *r)
{
	return record_at(t, r->outer);
}

/* A vfork parent's are left alone: its call may have had the same frame. */
static struct lines_record *own_record_at(const struct thread *t, uint32_t at)
{
	return t->lines_room && at > t->lines.base ? record_at(t, at) : NULL;
}

struct lines_record *lines_own_last(const struct thread *t)
{
	return own_record_at(t, t->lines.last);
}

struct lines_record *lines_own_outer(const struct thread *t,
				     const struct lines_record *r)
{
	return own_record_at(t, r->outer);
}

char *lines_text(const struct thread *t, const struct lines_record *r)
{
	return room_of(t)->bytes + r->text;
}

struct lines_record *lines_push(struct thread *t, uintptr_t frame,
				uint32_t rule)
{
	uint32_t at = t->lines.top ? t->lines.top : START;
	struct lines_record *r;

	if (at + sizeof(*r) + LINES_HEAD > room_of(t)->size)
		return NULL;
	r = record_at(t, at);
	r->frame = frame;
	r->outer = t->lines.last;
	r->rule = rule;
	r->level = r->outer ? lines_outer(t, r)->level + 1 : 0;
	r->head = r->open = 0;
	r->text = at + (uint32_t)sizeof(*r) + LINES_HEAD;
	t->lines.last = at;
	t->lines.top = r->text;
	return r;
}

void lines_keep(struct thread *t, const struct lines_record *r)
{
	t->lines.top = align(r->text + r->n);
}

struct lines_record *lines_find(const struct thread *t, uintptr_t frame,
				uint32_t rule)
{
	struct lines_record *r = lines_own_last(t);

	while (r && (r->frame != frame || r->rule != rule))
		r = lines_own_outer(t, r);
	return r;
}

/* The last one, and what is behind it. */
void lines_drop(struct thread *t)
{
	t->lines.top = t->lines.last == START ? 0 : t->lines.last;
	t->lines.last = record_at(t, t->lines.last)->outer;
}

int lines_is_last(const struct thread *t, const struct lines_record *r)
{
	return lines_last(t) == r;
}

static int is_abandoned(const struct thread *t, uintptr_t outer,
			uintptr_t frame)
{
	int alt = thread_on_altstack(t, frame);
	int outer_alt = thread_on_altstack(t, outer);

	return outer_alt == alt ? frame >= outer : !alt;
}

void lines_forget(struct thread *t, uintptr_t frame)
{
	const struct lines_record *r;

	altstack_ask(t);
	while ((r = lines_own_last(t)) && is_abandoned(t, r->frame, frame))
		lines_drop(t);
}

/* Is that a call's whose records are still there? */
static int is_under_way(const struct thread *t, uintptr_t frame)
{
	const struct lines_record *r = lines_own_last(t);

	while (r && r->frame != frame)
		r = lines_own_outer(t, r);
	return r != NULL;
}

void lines_pop(struct thread *t, uintptr_t frame)
{
	const struct lines_record *r;
	struct room *room;

	if (!is_under_way(t, frame))
		return;
	while (lines_last(t)->frame != frame)
		lines_drop(t);
	while ((r = lines_own_last(t)) && r->frame == frame)
		lines_drop(t);
	room = room_of(t);
	if (t->lines.last || room->bytes == room->first)
		return;
	leave_bytes(room);
	room->bytes = room->first;
	room->size = FIRST;
}

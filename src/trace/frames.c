/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Walks the program's stack, and writes it as strace -k does. Objects and names
 * are looked at between objects_begin() and objects_end(), so that none of them
 * goes meanwhile.
 */
#include "trace/frames.h"

#include "base/constants.h"
#include "base/nolibc.h"
#include "decode/sinks/json.h"
#include "unwind/objects.h"
#include "unwind/unwind.h"

static_assert(HOOK_TRACE_FRAMES * sizeof(struct hook_frame) <= 8192, "there is "
								     "room on "
								     "the "
								     "stack "
								     "for "
								     "lines");

/* One frame. */
struct place {
	uintptr_t addr;	       /* as strace has it: behind the call */
	struct object *object; /* NULL: none, or one that is not known */
	uint64_t offset;       /* from the function's start, if it has a name */
	char name[OBJECTS_PATH];
};

static void look_up(struct place *p, const struct hook_frame *frame,
		    int is_call)
{
	uintptr_t at = frame->addr - !frame->exact, start;

	p->addr = frame->addr + (is_call ? SITE_SIZE : 0);
	p->name[0] = '\0';
	objects_find(at, &p->object);
	if (p->object &&
	    objects_name(p->object, at, p->name, sizeof(p->name), &start))
		p->offset = p->addr - start;
}

/* --- text -------------------------------------------------------------------
 */

static void add_object(struct decode_out *out, const char *path)
{
	const char *newline;

	while ((newline = strchr(path, '\n'))) {
		out_add(out, path, (size_t)(newline - path));
		OUT_TEXT(out, "\\012"); /* as in /proc/self/maps */
		path = newline + 1;
	}
	out_add(out, path, strlen(path));
}

/* PATH(NAME+0xOFFSET) [0xADDRESS]: in the object, or, of none, in memory. */
static void add_text_frame(struct decode_out *out, const struct place *p)
{
	OUT_TEXT(out, "\n > ");
	add_object(out, p->object ? p->object->path : "?");
	out_byte(out, '(');
	if (p->name[0]) {
		out_add(out, p->name, strlen(p->name));
		OUT_TEXT(out, "+0x");
		out_hex(out, p->offset, 1);
	}
	OUT_TEXT(out, ") [0x");
	out_hex(out, p->addr - (p->object ? p->object->source.bias : 0), 1);
	out_byte(out, ']');
}

/* --- JSON -------------------------------------------------------------------
 */

static void add_string(struct decode_out *out, const char *text)
{
	struct decode_json json;

	decode_json_begin(&json, out->at, (size_t)(out->end - out->at));
	decode_json_bytes(&json, text, strlen(text));
	out->at = json.out.at;
	out->full |= json.out.full;
}

static void add_json_frame(struct decode_out *out, const struct place *p)
{
	if (out->at[-1] != '[')
		out_byte(out, ',');
	OUT_TEXT(out, "{\"addr\":");
	out_decimal(out, p->addr);
	if (p->object) {
		OUT_TEXT(out, ",\"object\":");
		add_string(out, p->object->path);
		OUT_TEXT(out, ",\"object_offset\":");
		out_decimal(out, p->addr - p->object->source.bias);
	}
	if (p->name[0]) {
		OUT_TEXT(out, ",\"symbol\":");
		add_string(out, p->name);
		OUT_TEXT(out, ",\"offset\":");
		out_decimal(out, p->offset);
	}
	out_byte(out, '}');
}

/* --- both -------------------------------------------------------------------
 */

static size_t find_frames(const struct line *l, struct hook_frame *frame)
{
	return l->signal ? unwind_walk_signal(l->signal, frame, l->how->frames)
			 : unwind_walk(l->stack, frame, l->how->frames);
}

/* Those that fit. */
static void add_frames(const struct line *l, struct decode_out *out)
{
	struct hook_frame frame[HOOK_TRACE_FRAMES];
	size_t n = find_frames(l, frame);
	struct place place;

	for (size_t i = 0; i < n; i++) {
		char *at = out->at;

		look_up(&place, &frame[i], i == 0 && !l->signal);
		if (l->how->json)
			add_json_frame(out, &place);
		else
			add_text_frame(out, &place);
		if (!out->full)
			continue;
		out->at = at;
		return;
	}
}

void frames_add(const struct line *l, struct decode_out *out)
{
	static const char begin[] = ",\"stack\":[";
	const size_t around = l->how->json ? sizeof(begin) : 0;

	if ((!l->stack && !l->signal) || !l->how->frames || out->full)
		return;
	if ((size_t)(out->end - out->at) < around) {
		out->full = 1;
		return;
	}
	if (l->how->json)
		OUT_TEXT(out, begin);
	objects_begin(l->t, 1);
	out->end -= l->how->json; /* for the bracket */
	add_frames(l, out);
	out->end += l->how->json;
	objects_end();
	if (l->how->json)
		*out->at++ = ']';
}

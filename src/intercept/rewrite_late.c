/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Rewrites code that comes while the program runs. */
#include <linux/fcntl.h>

#include "analysis/elf_image.h"
#include "analysis/insn.h"
#include "analysis/prebuilt_sites.h"
#include "base/log.h"
#include "base/maps.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "intercept/rewrite_code.h"
#include "intercept/rewriter.h"
#include "intercept/sites.h"
#include "thread/memory.h"

/* One mapping of a file, and a descriptor of it. */
struct late {
	struct rewrite_run run;
	const struct maps_entry *e;
	int fd;
	int seekable; /* its position is ours */
	int has_candidate;
	struct elf_image_head head;
	struct elf_image image;
};

#define PATH 4096

/* Larger mappings may have holes that are worth skipping. */
#define LARGE (4ul << 20)

/*
 * The data of the segment that the mapping shows: a part of it, from *first on,
 * an offset in the file. 0: there is no more.
 */
static int next_part(const struct late *late,
		     const struct elf_image_code *segment, uint64_t *first,
		     uint64_t *end)
{
	const struct maps_entry *e = late->e;
	uint64_t last = segment->offset + segment->size;
	uint64_t stop = e->offset + (e->end - e->start);

	if (*first < segment->offset)
		*first = segment->offset;
	if (*first < e->offset)
		*first = e->offset;
	if (last > stop)
		last = stop;
	if (*first >= last)
		return 0;
	*end = last;
	return !late->seekable || elf_image_data(late->fd, first, last, end);
}

/* Most objects have no candidate at all, and their file need not be read. */
static void look_at(struct late *late, const struct elf_image_code *segment)
{
	uint64_t first = 0, end;

	for (; next_part(late, segment, &first, &end); first = end) {
		const uint8_t *p = (const uint8_t *)(late->e->start + first -
						     late->e->offset);

		if (insn_scan(p, p + (end - first)))
			late->has_candidate = 1;
		if (late->has_candidate)
			return;
	}
}

static void look_at_segments(void *arg)
{
	struct late *late = arg;

	for (size_t i = 0; i < late->head.codes && !late->has_candidate; i++)
		look_at(late, &late->head.code[i]);
}

static void rewrite_segment(struct late *late,
			    const struct elf_image_code *segment)
{
	uint64_t first = 0, end;

	for (; next_part(late, segment, &first, &end); first = end) {
		uintptr_t start = segment->start + (first - segment->offset);
		const struct rewrite_part code = {
			.start = start,
			.end = start + (end - first),
			.delta = late->e->start + (first - late->e->offset) -
				 start,
		};

		rewrite_code(&late->run, &late->image.object, &code, late->e);
	}
}

static void rewrite_late(void *arg)
{
	struct late *late = arg;

	if (elf_image_open(&late->image, late->fd) != 0)
		return;
	for (size_t i = 0; i < late->image.codes; i++)
		rewrite_segment(late, &late->image.code[i]);
}

/* The descriptor may be the program's, and so is its position. Open the file
 * again. */
static void open_again(struct late *late, int fd)
{
	char path[32];
	int own;

	nolibc_format(path, sizeof(path), "/proc/self/fd/%d", fd);
	own = sys_open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
	late->seekable = own >= 0;
	if (own >= 0)
		late->fd = own;
}

static void rewrite_looked_at(struct late *late)
{
	struct rewrite_run *run = &late->run;

	if (memory_try(rewrite_late, late) != 0)
		rewrite_code_give_up(run);
	rewriter_note_go(&late->image.object);
	elf_image_close(&late->image);
	rewrite_code_end(run);
	if (run->config->verbose >= 2)
		log_line("%.*s: %lu call sites rewritten",
			 (int)late->e->path_len, late->e->path,
			 run->stats->jumps + run->stats->calls);
}

/* A new mapping need not be rewritten now. Go's code makes threads at once, on
 * stacks with no room for traps; and what has no name is not found again. */
static int is_deferred(const struct late *late)
{
	const struct elf_image_head *head = &late->head;
	const struct prebuilt_object *known;
	const struct link_map_object o = {
		.span = {{late->e->start, late->e->end}},
		.spans = 1,
		.executable = 1,
	};

	if (late->run.pages != REWRITER_NEW || !late->run.config->defer ||
	    head->is_go || head->is_nameless)
		return 0;
	known = prebuilt_find(head->build_id, head->build_id_size);
	return late->run.config->defer(&o, known ? known->count : 0, 1);
}

void rewriter_late(const struct maps_entry *e, int fd,
		   enum rewriter_pages pages)
{
	struct rewriter_stats stats = {0};
	struct late late = {
		.run = {.config = rewriter_config(),
			.stats = &stats,
			.late = 1,
			.pages = pages},
		.e = e,
		.fd = fd,
	};

	if (!rewriter_takes(e) || !elf_image_look(fd, &late.head))
		return;
	if (e->end - e->start > LARGE)
		open_again(&late, fd);
	if (memory_try(look_at_segments, &late) == 0 && late.has_candidate &&
	    !is_deferred(&late))
		rewrite_looked_at(&late);
	if (late.seekable)
		sys_close(late.fd);
}

void rewriter_range(uintptr_t start, uintptr_t end, enum rewriter_pages pages)
{
	char path[PATH];
	struct maps_entry e;
	int fd;

	if (maps_find_file(start, &e, path, sizeof(path)) != 0 ||
	    e.start >= end || e.path_len >= sizeof(path))
		return;
	if (pages == REWRITER_WHOLE && (e.start != start || e.end != end))
		pages = REWRITER_PART;
	if (e.start < start) {
		e.offset += start - e.start;
		e.start = start;
	}
	if (e.end > end)
		e.end = end;
	path[e.path_len] = '\0';
	/* whatever stands there now: bytes are compared */
	fd = sys_open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
	if (fd >= 0) {
		rewriter_late(&e, fd, pages);
		sys_close(fd);
	}
	if (pages == REWRITER_WHOLE && !sites_near(start, end))
		rewriter_mapped(start);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds call sites in all objects, at start and later, and rewrites them. */
#include "intercept/rewriter.h"

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/mman.h>

#include "analysis/eh_functions.h"
#include "analysis/elf_image.h"
#include "analysis/insn.h"
#include "analysis/link_map.h"
#include "analysis/patchable.h"
#include "analysis/prebuilt_sites.h"
#include "base/log.h"
#include "base/maps.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/patch.h"
#include "base/rawcall.h"
#include "intercept/sites.h"
#include "intercept/stub_slots.h"
#include "thread/memory.h"

#define CODE (PROT_READ | PROT_WRITE | PROT_EXEC)

/* Sites of one mapping that are patched at one go; more take another. */
#define BATCH 4096

/* What takes the place of a syscall instruction: call *%rax */
static const uint8_t call_rax[2] = {0xff, 0xd0};

struct batch {
	struct patchable_site site[BATCH];
	size_t count;
};

struct run {
	struct maps_entry *entry;
	size_t entries;
	int late, keep_pages;
	struct batch *batch;
	struct rewriter_stats *stats;
	struct patch patch; /* of sites, while patching */
	int patching;
	uintptr_t site; /* that is being patched */
};

/* Code to be read, and how far behind it that stands which is rewritten. */
struct code {
	uintptr_t start, end, delta;
};

/* exclude is a copy of our own: the program may write over its environment. */
static struct rewriter_config config;
static int on;

void rewriter_start(void)
{
	on = 1;
}

int rewriter_is_on(void)
{
	return on;
}

static int same_file(const struct maps_entry *a, const struct maps_entry *b)
{
	return a->inode == b->inode && a->path_len == b->path_len &&
	       memcmp(a->path, b->path, a->path_len) == 0;
}

static int excluded(const struct maps_entry *e)
{
	char path[4096], pattern[256];
	const char *list = config.exclude, *item, *base;
	size_t n;

	if (!list || e->path_len >= sizeof(path))
		return 0;
	memcpy(path, e->path, e->path_len);
	path[e->path_len] = '\0';
	base = strrchr(path, '/') + 1;
	while ((n = nolibc_next(&list, &item))) {
		if (n >= sizeof(pattern))
			continue;
		memcpy(pattern, item, n);
		pattern[n] = '\0';
		if (nolibc_glob(pattern, strchr(pattern, '/') ? path : base))
			return 1;
	}
	return 0;
}

/* The library's own first and last bytes. */
extern const char __ehdr_start[] __attribute__((visibility("hidden")));
extern const char _end[] __attribute__((visibility("hidden")));

/* The library, or the gate region: its stubs are the runtime's own. */
static int is_ours(const struct maps_entry *e)
{
	return (e->start < (uintptr_t)_end &&
		e->end > (uintptr_t)__ehdr_start) ||
	       ((uintptr_t)gate_issue >= e->start &&
		(uintptr_t)gate_issue < e->end);
}

/* Private code of a file that is neither ours nor writable, and can be read. */
static int rewritable(const struct maps_entry *e)
{
	return (e->prot & CODE) == (PROT_READ | PROT_EXEC) && !e->shared &&
	       e->path_len && e->path[0] == '/' && !is_ours(e) && !excluded(e);
}

/* The object that mapping i belongs to: the neighbours from the same file. */
static int open_object(const struct run *run, size_t i, struct eh_object *elf)
{
	const struct maps_entry *entry = run->entry;
	size_t first = i;

	while (first > 0 && entry[first].offset != 0 &&
	       same_file(&entry[first - 1], &entry[i]))
		first--;
	elf->spans = 0;
	for (size_t k = first; k < run->entries && elf->spans < EH_SPANS &&
			       same_file(&entry[k], &entry[i]);
	     k++)
		if (entry[k].prot & PROT_READ)
			elf->span[elf->spans++] =
				(struct eh_span){entry[k].start, entry[k].end};
	return eh_open(elf, entry[first].start);
}

/*
 * At start by protection, which is faster. Later through the file: a mapping
 * whose protection was changed in parts and back stays split, and the program
 * cannot mremap what it mapped as one.
 */
static enum patch_way way(const struct run *run)
{
	if (!run->late)
		return PATCH_IN_PLACE;
	return run->keep_pages ? PATCH_FILE_ONLY : PATCH_BY_FILE;
}

static void left_alone(struct run *run, const struct maps_entry *e,
		       uintptr_t addr, enum patchable_verdict verdict)
{
	run->stats->sites[verdict]++;
	if (config.verbose >= 2)
		log_line("%.*s+0x%lx: left alone: %s", (int)e->path_len,
			 e->path, addr - e->start + e->offset,
			 patchable_text(verdict));
}

/* Why the site is neither a jump nor a call. */
static enum patchable_verdict verdict_on(const struct patchable_site *s)
{
	return config.jumps ? s->jump : s->call;
}

static int is_wanted(const struct patchable_site *s)
{
	return (config.jumps && s->jump == PATCHABLE_PATCHED) ||
	       (config.calls && s->call == PATCHABLE_PATCHED);
}

/* One site, in the way that it allows for. */
static enum patchable_verdict
put_site(struct run *run, const struct patchable_site *s, uintptr_t addr)
{
	enum patchable_verdict verdict = verdict_on(s);
	const struct patch *p = &run->patch;
	uint8_t jump[WINDOW_JUMP];

	run->site = addr;
	if (config.jumps && s->jump == PATCHABLE_PATCHED) {
		if (stub_slots_make(addr, &s->window, jump) != 0) {
			verdict = PATCHABLE_FAR;
		} else if (patch_put(p, addr - s->window.size, jump,
				     sizeof(jump)) == 0) {
			run->stats->jumps++;
			return PATCHABLE_PATCHED;
		} else {
			stub_slots_forget(addr, addr + 1);
			return PATCHABLE_UNWRITABLE;
		}
	}
	if (!config.calls || s->call != PATCHABLE_PATCHED)
		return verdict;
	if (patch_put(p, addr, call_rax, sizeof(call_rax)) != 0)
		return PATCHABLE_UNWRITABLE;
	run->stats->calls++;
	return PATCHABLE_PATCHED;
}

static void rewrite_site(struct run *run, const struct maps_entry *e,
			 const struct patchable_site *s, uintptr_t addr)
{
	enum patchable_verdict verdict = put_site(run, s, addr);

	if (verdict == PATCHABLE_PATCHED)
		sites_add(addr);
	else
		left_alone(run, e, addr, verdict);
}

/* Patches of count sites in [first, last) are to come. */
static int open_sites(struct run *run, const struct maps_entry *e,
		      uintptr_t first, uintptr_t last, size_t count)
{
	int err = sites_reserve(count);

	if (!err)
		err = patch_open(&run->patch, first, last, e->prot, way(run));
	run->site = 0;
	run->patching = !err;
	if (!err)
		return 0;
	run->stats->sites[PATCHABLE_UNWRITABLE] += count;
	log_line("%.*s: the kernel refuses to change its code; its "
		 "system calls are not hooked",
		 (int)e->path_len, e->path);
	return err;
}

static void close_sites(struct run *run)
{
	run->patching = 0;
	patch_close(&run->patch);
}

/* The file was cut short, or the mapping has gone, and a step of it was left in
 * the middle. */
__attribute__((cold)) static void give_up(struct run *run)
{
	run->batch->count = 0;
	if (!run->patching)
		return;
	if (run->site && !sites_contains(run->site))
		stub_slots_forget(run->site, run->site + 1);
	close_sites(run);
}

/* The sites of the batch, delta behind where they were read. */
static void flush(struct run *run, const struct maps_entry *e, uintptr_t delta)
{
	struct patchable_site *site = run->batch->site;
	size_t count = run->batch->count;

	if (!count)
		return;
	run->batch->count = 0;
	if (open_sites(run, e, site[0].addr - site[0].window.size + delta,
		       site[count - 1].addr + 2 + delta, count) != 0)
		return;
	for (size_t i = 0; i < count; i++)
		rewrite_site(run, e, &site[i], site[i].addr + delta);
	close_sites(run);
}

static void add_site(struct run *run, const struct maps_entry *e,
		     const struct patchable_site *site,
		     const struct eh_object *elf, uintptr_t delta)
{
	struct batch *batch = run->batch;

	batch->site[batch->count++] = *site;
	if (batch->count < BATCH)
		return;
	if (elf)
		patchable_branches(elf, batch->site, batch->count);
	flush(run, e, delta);
}

static int is_syscall(uintptr_t addr)
{
	const uint8_t *p = (const uint8_t *)addr;

	return p[0] == 0x0f && p[1] == 0x05;
}

/* All that the table names lies in this code. */
static int covers(const struct code *code, const struct prebuilt_object *known,
		  uintptr_t base)
{
	const struct prebuilt_site *site = &prebuilt_sites[known->first];

	/* in ascending order */
	return !known->count ||
	       (base + site[0].offset >= code->start + WINDOW_MAX &&
		base + site[known->count - 1].offset + 2 <= code->end);
}

static void rewrite_known(struct run *run, const struct prebuilt_object *known,
			  uintptr_t base, const struct maps_entry *e)
{
	const struct prebuilt_site *prebuilt_site =
		&prebuilt_sites[known->first];

	for (int i = 0; i < PATCHABLE_VERDICTS; i++)
		run->stats->sites[i] += known->left[i];
	if (!known->count)
		return;
	if (open_sites(run, e, base + prebuilt_site[0].offset - WINDOW_MAX,
		       base + prebuilt_site[known->count - 1].offset + 2,
		       known->count) != 0)
		return;
	for (uint32_t i = 0; i < known->count; i++) {
		const struct prebuilt_site *k = &prebuilt_site[i];
		struct patchable_site site = {
			.addr = base + k->offset,
			.window = k->window,
			.jump = k->jump,
			.call = k->call,
		};

		if (is_wanted(&site)) {
			patch_claim(&run->patch, site.addr - site.window.size);
			if (!is_syscall(site.addr))
				site.jump = site.call = PATCHABLE_NOT_CODE;
		}
		rewrite_site(run, e, &site, site.addr);
	}
	close_sites(run);
}

/* What was read of the file is what stands in the mapping: all of the function
 * that the verdict was about. */
static int is_mapped(const struct code *code, const struct insn_function *f)
{
	uintptr_t start = f->start + code->delta;
	/* a site may stand at its end */
	uintptr_t end = f->end + 2 < code->end ? f->end + 2 : code->end;

	if (!code->delta)
		return 1;
	return f->start >= code->start && f->end <= code->end &&
	       memcmp((const void *)f->start, (const void *)start,
		      end - f->start) == 0;
}

static void rewrite_searched(struct run *run, struct eh_object *elf,
			     const struct code *code,
			     const struct maps_entry *e)
{
	const uint8_t *end = (const uint8_t *)code->end;
	const uint8_t *p = insn_scan((const uint8_t *)code->start, end);
	struct insn_function f = {0};

	for (; p; p = insn_scan(p + 2, end)) {
		struct patchable_site site = {.jump = PATCHABLE_NO_FUNCTION,
					      .call = PATCHABLE_NO_FUNCTION};

		if (elf)
			patchable_judge(elf, &f, (uintptr_t)p, &site);
		if ((uintptr_t)p - code->start < site.window.size)
			site.jump = PATCHABLE_SHORT; /* in another mapping */
		if (is_wanted(&site) && !is_mapped(code, &f))
			site.jump = site.call = PATCHABLE_NO_FUNCTION;
		if (is_wanted(&site))
			add_site(run, e, &site, elf, code->delta);
		else
			left_alone(run, e, (uintptr_t)p + code->delta,
				   verdict_on(&site));
	}
	if (elf && config.jumps)
		patchable_branches(elf, run->batch->site, run->batch->count);
	flush(run, e, code->delta);
}

static void rewrite_code(struct run *run, struct eh_object *elf,
			 const struct code *code, const struct maps_entry *e)
{
	const struct prebuilt_object *known = NULL;

	if (elf && config.verbose < 2)
		known = prebuilt_find(elf->build_id, elf->build_id_size);
	if (known && covers(code, known, elf->base))
		rewrite_known(run, known, elf->base + code->delta, e);
	else
		rewrite_searched(run, elf, code, e);
}

/* One mapping, or one object. */
struct step {
	struct run *run;
	const struct maps_entry *e;
	const struct link_map_object *object;
};

static void rewrite(void *arg)
{
	const struct step *step = arg;
	const struct maps_entry *e = step->e;
	const struct code code = {e->start, e->end, 0};
	struct run *run = step->run;
	struct eh_object elf;
	int usable = open_object(run, (size_t)(e - run->entry), &elf) == 0;

	run->stats->objects++;
	rewrite_code(run, usable ? &elf : NULL, &code, e);
}

static void parse_all(struct run *run, const struct maps *maps, size_t capacity)
{
	const char *line = maps->text, *end = maps->text + maps->size;
	int more;

	while (run->entries < capacity &&
	       (more = maps_parse(&line, end, &run->entry[run->entries])))
		if (more > 0)
			run->entries++;
}

static int copy_config(const struct rewriter_config *from)
{
	char *copy;

	config = *from;
	if (!from->exclude)
		return 0;
	copy = pages_map(strlen(from->exclude) + 1);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, from->exclude, strlen(from->exclude) + 1);
	config.exclude = copy;
	return 0;
}

/* --- at start --------------------------------------------------------------
 */

static void rewrite_object(void *arg)
{
	const struct step *step = arg;
	const struct link_map_object *o = step->object;
	struct eh_object elf = {.spans = o->spans};
	struct run *run = step->run;
	int usable;

	memcpy(elf.span, o->span, sizeof(elf.span));
	usable = eh_open(&elf, elf.span[0].start) == 0;
	for (size_t i = 0; i < o->spans; i++) {
		const struct maps_entry e = {
			.start = o->span[i].start,
			.end = o->span[i].end,
			.prot = PROT_READ | PROT_EXEC,
			.path = o->name,
			.path_len = strlen(o->name),
		};
		const struct code code = {e.start, e.end, 0};

		if (!(o->executable >> i & 1) || is_ours(&e))
			continue;
		run->stats->objects++;
		rewrite_code(run, usable ? &elf : NULL, &code, &e);
	}
}

static void try_object(const struct link_map_object *o, void *data)
{
	struct step step = {.run = data, .object = o};

	if (memory_try(rewrite_object, &step) != 0)
		give_up(step.run);
}

static void try_mapping(struct run *run, const struct maps_entry *e)
{
	struct step step = {.run = run, .e = e};

	if (memory_try(rewrite, &step) != 0)
		give_up(run);
}

static int rewrite_mapped(struct run *run)
{
	struct maps maps;
	size_t capacity, size;
	int err = maps_read(&maps);

	if (err)
		return err;
	/* a line has at least 49 bytes */
	capacity = maps.size / 49 + 1;
	size = capacity * sizeof(*run->entry);
	run->entry = pages_map(size);
	if (run->entry) {
		parse_all(run, &maps, capacity);
		for (size_t i = 0; i < run->entries; i++)
			if (rewritable(&run->entry[i]))
				try_mapping(run, &run->entry[i]);
		pages_unmap(run->entry, size);
	} else {
		err = -ENOMEM;
	}
	maps_free(&maps);
	return err;
}

int rewriter_run(const struct rewriter_config *from,
		 struct rewriter_stats *stats)
{
	struct run run = {.stats = stats};
	int err = copy_config(from);

	if (err)
		return err;
	run.batch = pages_map(sizeof(*run.batch));
	if (!run.batch)
		return -ENOMEM;
	/* only the map has the paths that are named by the user and to him */
	if (config.exclude || config.verbose >= 2 ||
	    link_map_each(try_object, &run) != 0)
		err = rewrite_mapped(&run);
	stub_slots_end();
	pages_unmap(run.batch, sizeof(*run.batch));
	return err;
}

/* --- later -------------------------------------------------------------------
 */

/* One mapping of a file, and a descriptor of it. */
struct late {
	struct run run;
	const struct maps_entry *e;
	int fd;
	int seekable; /* its position is ours */
	int has_candidate;
	struct elf_image image;
};

/* What is larger may have holes that are worth to be passed over. */
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
	struct elf_image_code code[EH_SPANS];
	struct late *late = arg;
	size_t n = elf_image_codes(late->fd, code);

	for (size_t i = 0; i < n && !late->has_candidate; i++)
		look_at(late, &code[i]);
}

static void rewrite_segment(struct late *late,
			    const struct elf_image_code *segment)
{
	uint64_t first = 0, end;

	for (; next_part(late, segment, &first, &end); first = end) {
		uintptr_t start = segment->start + (first - segment->offset);
		const struct code code = {
			.start = start,
			.end = start + (end - first),
			.delta = late->e->start + (first - late->e->offset) -
				 start,
		};

		rewrite_code(&late->run, &late->image.elf, &code, late->e);
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

/* The descriptor may be the program's: its position is, too. */
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
	struct run *run = &late->run;

	run->batch = pages_map(sizeof(*run->batch));
	if (!run->batch)
		return;
	if (memory_try(rewrite_late, late) != 0)
		give_up(run);
	elf_image_close(&late->image);
	stub_slots_end();
	pages_unmap(run->batch, sizeof(*run->batch));
	if (config.verbose >= 2)
		log_line("%.*s: %lu call sites rewritten",
			 (int)late->e->path_len, late->e->path,
			 run->stats->jumps + run->stats->calls);
}

void rewriter_late(const struct maps_entry *e, int fd, int keep_pages)
{
	struct rewriter_stats stats = {0};
	struct late late = {
		.run = {.late = 1, .keep_pages = keep_pages, .stats = &stats},
		.e = e,
		.fd = fd,
	};
	struct elf_image_code code[EH_SPANS];

	if (!rewritable(e) || !elf_image_codes(fd, code))
		return;
	if (e->end - e->start > LARGE)
		open_again(&late, fd);
	if (memory_try(look_at_segments, &late) == 0 && late.has_candidate)
		rewrite_looked_at(&late);
	if (late.seekable)
		sys_close(late.fd);
}

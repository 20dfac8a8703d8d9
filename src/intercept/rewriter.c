/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds the code to be rewritten: all objects at start, and those that wait. */
#include "intercept/rewriter.h"

#include <asm/errno.h>
#include <linux/mman.h>

#include "analysis/functions/functions.h"
#include "analysis/link_map.h"
#include "analysis/prebuilt_sites.h"
#include "base/log.h"
#include "base/maps.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "intercept/rewrite_code.h"
#include "intercept/sites.h"
#include "intercept/stub_slots.h"
#include "thread/memory.h"
#include "thread/thread.h"

#define CODE (PROT_READ | PROT_WRITE | PROT_EXEC)

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

/* Is it private code of a file, readable, not writable, not ours and not
 * excluded? */
static int rewritable(const struct maps_entry *e)
{
	return (e->prot & CODE) == (PROT_READ | PROT_EXEC) && !e->shared &&
	       e->path_len && e->path[0] == '/' && !is_ours(e) && !excluded(e);
}

/* The object that mapping i belongs to: the neighbours from the same file. */
static int open_object(const struct maps_entry *entry, size_t entries, size_t i,
		       struct functions *object)
{
	struct eh_object *elf;
	size_t first = i;

	while (first > 0 && entry[first].offset != 0 &&
	       same_file(&entry[first - 1], &entry[i]))
		first--;
	*object = (struct functions){.path = LINK_MAP_PROGRAM};
	elf = &object->elf;
	for (size_t k = first; k < entries && elf->spans < EH_SPANS &&
			       same_file(&entry[k], &entry[i]);
	     k++)
		if (entry[k].prot & PROT_READ)
			elf->span[elf->spans++] =
				(struct eh_span){entry[k].start, entry[k].end};
	return functions_open(object, entry[first].start);
}

int rewriter_takes(const struct maps_entry *e)
{
	return rewritable(e);
}

const struct rewriter_config *rewriter_config(void)
{
	return &config;
}

int rewriter_makes_jumps(void)
{
	return on && config.jumps;
}

/* One mapping, or one object. */
struct step {
	struct rewrite_run *run;
	const struct maps_entry *entry; /* all that there are ... */
	size_t entries;
	size_t i; /* ... and which */
	const struct link_map_object *object;
	int is_start;
	struct functions *functions; /* of the object, for one site ... */
	uintptr_t site;		     /* ... this one */
};

/* Go's code leaves little room on its stacks. */
void rewriter_note_go(const struct functions *object)
{
	if (object->go.count && thread_want_calls() != 0)
		log_line("no memory for stacks for calls: Go's may overflow");
}

static void rewrite_mapping(void *arg)
{
	const struct step *step = arg;
	const struct maps_entry *e = &step->entry[step->i];
	const struct rewrite_part code = {e->start, e->end, 0};
	struct rewrite_run *run = step->run;
	struct functions *object = &run->object;
	int usable = open_object(step->entry, step->entries, step->i, object) ==
		     0;

	run->stats->objects++;
	rewrite_code(run, usable ? object : NULL, &code, e);
	rewriter_note_go(object);
	functions_close(object);
}

static size_t parse_all(struct maps_entry *entry, const struct maps *maps,
			size_t capacity)
{
	const char *line = maps->text, *end = maps->text + maps->size;
	size_t n = 0;
	int more;

	while (n < capacity && (more = maps_parse(&line, end, &entry[n])))
		if (more > 0)
			n++;
	return n;
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

static int has_own_code(const struct link_map_object *o)
{
	for (size_t i = 0; i < o->spans; i++) {
		const struct maps_entry e = {.start = o->span[i].start,
					     .end = o->span[i].end};

		if (is_ours(&e))
			return 1;
	}
	return 0;
}

/* Looking through it would take long, and it need not be now. */
static int is_deferred(const struct step *step, const struct functions *object)
{
	const struct prebuilt_object *known =
		prebuilt_find(object->elf.build_id, object->elf.build_id_size);

	return step->is_start && config.defer && !object->elf.go &&
	       (!known || config.defers_known) && !has_own_code(step->object) &&
	       config.defer(step->object, known ? known->count : 0, 0);
}

static struct maps_entry entry_of(const struct link_map_object *o, size_t span)
{
	return (struct maps_entry){
		.start = o->span[span].start,
		.end = o->span[span].end,
		.prot = PROT_READ | PROT_EXEC,
		.path = o->name,
		.path_len = strlen(o->name),
	};
}

static int open_listed(const struct link_map_object *o,
		       struct functions *object)
{
	*object = (struct functions){.path = o->file};
	object->elf.spans = o->spans;
	memcpy(object->elf.span, o->span, sizeof(o->span));
	return functions_open(object, o->span[0].start);
}

static void rewrite_object(void *arg)
{
	const struct step *step = arg;
	const struct link_map_object *o = step->object;
	struct rewrite_run *run = step->run;
	struct functions *object = &run->object;
	int usable = open_listed(o, object) == 0;

	if (is_deferred(step, object))
		return;
	for (size_t i = 0; i < o->spans; i++) {
		const struct maps_entry e = entry_of(o, i);
		const struct rewrite_part code = {e.start, e.end, 0};

		if (!(o->executable >> i & 1) || is_ours(&e))
			continue;
		run->stats->objects++;
		rewrite_code(run, usable ? object : NULL, &code, &e);
	}
	rewriter_note_go(object);
	functions_close(object);
}

static void try_object(const struct link_map_object *o, void *data)
{
	struct step step = {.run = data, .object = o, .is_start = 1};

	if (memory_try(rewrite_object, &step) != 0)
		rewrite_code_give_up(step.run);
}

static void try_mappings(struct rewrite_run *run,
			 const struct maps_entry *entry, size_t entries,
			 uintptr_t start)
{
	struct step step = {.run = run, .entry = entry, .entries = entries};

	for (; step.i < entries; step.i++)
		if ((!start || entry[step.i].start == start) &&
		    rewritable(&entry[step.i]) &&
		    memory_try(rewrite_mapping, &step) != 0)
			rewrite_code_give_up(run);
}

/* All mappings, or the one that begins there. */
static int rewrite_mapped(struct rewrite_run *run, uintptr_t start)
{
	struct maps_entry *entry;
	struct maps maps;
	size_t capacity, size;
	int err = maps_read(&maps);

	if (err)
		return err;
	/* a line has at least 49 bytes */
	capacity = maps.size / 49 + 1;
	size = capacity * sizeof(*entry);
	entry = pages_map(size);
	if (entry) {
		try_mappings(run, entry, parse_all(entry, &maps, capacity),
			     start);
		pages_unmap(entry, size);
	} else {
		err = -ENOMEM;
	}
	maps_free(&maps);
	return err;
}

int rewriter_run(const struct rewriter_config *from,
		 struct rewriter_stats *stats)
{
	struct rewrite_run run = {.config = &config, .stats = stats};
	int err = copy_config(from), no_memory;

	if (err)
		return err;
	/* only the map has the paths that are named by the user and to him */
	if (config.exclude || config.verbose >= 2 ||
	    link_map_each(try_object, &run) != 0)
		err = rewrite_mapped(&run, 0);
	no_memory = rewrite_code_end(&run);
	return no_memory ? no_memory : err;
}

static void rewrite_one(const struct link_map_object *o, void (*fn)(void *),
			struct step step)
{
	struct rewriter_stats stats = {0};
	struct rewrite_run run = {.config = &config, .stats = &stats};

	step.run = &run;
	step.object = o;
	if (memory_try(fn, &step) != 0)
		rewrite_code_give_up(&run);
	rewrite_code_end(&run);
}

void rewriter_mapped(uintptr_t start)
{
	struct rewriter_stats stats = {0};
	struct rewrite_run run = {.config = &config, .stats = &stats};

	rewrite_mapped(&run, start);
	rewrite_code_end(&run);
}

/* What was rewritten of it is put back: functions are read as they were. */
void rewriter_object(const struct link_map_object *o)
{
	struct step step = {.run = NULL};

	for (size_t i = 0; i < o->spans; i++)
		if (sites_near(o->span[i].start, o->span[i].end))
			stub_slots_undo(o->span[i].start, o->span[i].end);
	rewrite_one(o, rewrite_object, step);
}

static void rewrite_function(void *arg)
{
	const struct step *step = arg;
	const struct link_map_object *o = step->object;
	struct functions *object = step->functions;

	if (!object->elf.spans && open_listed(o, object) != 0)
		object->looked = FUNCTIONS_SOURCES; /* it tells nothing */
	for (size_t i = 0; i < o->spans; i++) {
		const struct maps_entry e = entry_of(o, i);

		if (step->site >= e.start && step->site < e.end)
			rewrite_code_function(step->run, object, step->site,
					      &e);
	}
}

void rewriter_function(const struct link_map_object *o,
		       struct functions *object, uintptr_t site)
{
	struct step step = {.functions = object, .site = site};

	rewrite_one(o, rewrite_function, step);
}

static void look_for_go(void *arg)
{
	const struct link_map_object *o = arg;
	struct functions object = {.elf.spans = o->spans};

	memcpy(object.elf.span, o->span, sizeof(o->span));
	if (functions_open(&object, o->span[0].start) == 0 &&
	    go_open(&object.go, &object.elf) == 0)
		rewriter_note_go(&object);
}

static void try_to_find_go(const struct link_map_object *o, void *data)
{
	struct link_map_object copy = *o;

	(void)data;
	memory_try(look_for_go, &copy);
}

void rewriter_find_go(void)
{
	link_map_each(try_to_find_go, NULL);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds the object at an address, and keeps what was found. */
#include "unwind/objects.h"

#include <linux/mman.h>

#include "analysis/functions/elf_parts.h"
#include "base/constants.h"
#include "base/filtered.h"
#include "base/maps.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "thread/memory.h"
#include "unwind/names.h"

#define SEGMENTS 40
#define NOTES 512

static struct object *first;
static struct thread *owner; /* who is between begin and end */
static uint32_t round, serials;

/* The headers of an object, as they are mapped. */
struct head {
	Elf64_Ehdr elf;
	Elf64_Phdr segment[SEGMENTS];
};

static int read_head(uintptr_t base, struct head *h)
{
	const Elf64_Ehdr *e = &h->elf;
	size_t size;

	if (memory_copy_in(&h->elf, base, sizeof(h->elf)) != sizeof(h->elf) ||
	    !elf_has_segments(e) || e->e_phnum > SEGMENTS)
		return -1;
	size = e->e_phnum * sizeof(h->segment[0]);
	return memory_copy_in(h->segment, base + e->e_phoff, size) == size ? 0
									   : -1;
}

/* --- is it still there? ----------------------------------------------------
 */

static uint64_t mix(uint64_t sum, const void *bytes, size_t size)
{
	uint64_t word;

	for (size_t i = 0; i + sizeof(word) <= size; i += sizeof(word)) {
		memcpy(&word, (const char *)bytes + i, sizeof(word));
		sum = (sum ^ word) * 0x9e3779b97f4a7c15;
		sum ^= sum >> 29;
	}
	return sum;
}

static uint64_t seal(const struct head *h, const uint8_t id[SYMBOLS_ID])
{
	uint64_t sum = mix(1, &h->elf, sizeof(h->elf));

	sum = mix(sum, h->segment, h->elf.e_phnum * sizeof(h->segment[0]));
	return mix(sum, id, SYMBOLS_ID);
}

/* For one without a build id: another may look the same. */
static int is_same_file(const struct object *o)
{
	struct maps_entry e;

	return (filtered & FILTERED_FILES) ||
	       (maps_find(o->start, &e, NULL, 0) == 0 &&
		e.inode == o->source.inode && e.dev == o->source.dev);
}

static uint64_t seal_header(const Elf64_Ehdr *header,
			    const uint8_t id[SYMBOLS_ID])
{
	return mix(mix(1, header, sizeof(*header)), id, SYMBOLS_ID);
}

/* A build id says enough: the same one at the same place is the same object. */
static int has_same_id(const struct object *o)
{
	uint8_t id[SYMBOLS_ID] = {0};
	size_t size = o->source.build_id_size;
	Elf64_Ehdr header;

	return size &&
	       memory_copy_in(&header, o->base, sizeof(header)) ==
		       sizeof(header) &&
	       memory_copy_in(id, o->id, size) == size &&
	       seal_header(&header, id) == o->header_seal;
}

static int is_object_there(struct object *o)
{
	uint8_t id[SYMBOLS_ID] = {0};
	size_t size = o->source.build_id_size;
	struct head h;

	if (o->checked == round)
		return 1;
	if (has_same_id(o)) {
		o->checked = round;
		return 1;
	}
	if (read_head(o->base, &h) || memory_copy_in(id, o->id, size) != size ||
	    seal(&h, id) != o->seal || (!size && !is_same_file(o)))
		return 0;
	o->checked = round;
	return 1;
}

static size_t mapped_size(void)
{
	return page_up(sizeof(struct object));
}

static void drop(struct object **at)
{
	struct object *o = *at;

	*at = o->next;
	symbols_forget(&o->symbols);
	function_rows_free(&o->frames);
	pages_unmap(o, mapped_size());
}

/* --- one that is new --------------------------------------------------------
 */

/* The segment that addr lies in, which the file has at offset. */
static const Elf64_Phdr *find_segment(const struct head *h, uintptr_t base,
				      uintptr_t addr, uint64_t offset,
				      uintptr_t *bias)
{
	const Elf64_Phdr *p = h->segment, *end = p + h->elf.e_phnum;

	while (p < end && (p->p_type != PT_LOAD || p->p_offset))
		p++;
	if (p == end)
		return NULL;
	*bias = base - p->p_vaddr;
	for (p = h->segment; p < end; p++)
		if (p->p_type == PT_LOAD && p->p_flags & PF_X &&
		    addr - *bias - p->p_vaddr < p->p_memsz &&
		    addr - *bias - p->p_vaddr + p->p_offset == offset)
			return p;
	return NULL;
}

static void find_id(struct object *o, uintptr_t notes, size_t size)
{
	uint8_t bytes[NOTES];
	const uint8_t *id;
	size_t id_size;

	size = memory_copy_in(bytes, notes, size < NOTES ? size : NOTES);
	id = elf_build_id(bytes, size, &id_size);
	if (!id || id_size > SYMBOLS_ID)
		return;
	o->id = notes + (uintptr_t)(id - bytes);
	o->source.build_id_size = id_size;
	memcpy(o->source.build_id, id, id_size);
}

static struct object *make_object(const struct head *h, uintptr_t base,
				  uintptr_t bias, const Elf64_Phdr *code,
				  const struct maps_entry *e)
{
	struct object *o = pages_map(mapped_size());

	if (!o)
		return NULL;
	o->start = bias + code->p_vaddr;
	o->end = o->start + code->p_memsz;
	o->base = base;
	o->checked = round;
	memcpy(o->path, e->path, e->path_len);
	o->source.path = o->path;
	o->source.dev = e->dev;
	o->source.inode = e->inode;
	o->source.bias = bias;
	for (unsigned int i = 0; i < h->elf.e_phnum; i++) {
		const Elf64_Phdr *p = &h->segment[i];

		if (p->p_type == PT_GNU_EH_FRAME) {
			o->header = bias + p->p_vaddr;
		} else if (p->p_type == PT_DYNAMIC) {
			o->source.dynamic = bias + p->p_vaddr;
			o->source.dynamic_end = o->source.dynamic + p->p_memsz;
		} else if (p->p_type == PT_NOTE && !o->id) {
			find_id(o, bias + p->p_vaddr, p->p_memsz);
		}
	}
	o->seal = seal(h, o->source.build_id);
	o->header_seal = seal_header(&h->elf, o->source.build_id);
	o->serial = ++serials;
	o->next = first;
	first = o;
	return o;
}

static struct object *try(uintptr_t base, uintptr_t addr,
			  const struct maps_entry *e)
{
	struct head h;
	uintptr_t bias;
	const Elf64_Phdr *code;

	if (read_head(base, &h))
		return NULL;
	code = find_segment(&h, base, addr, addr - e->start + e->offset, &bias);
	return code ? make_object(&h, base, bias, code, e) : NULL;
}

/* Where segments are not as far apart in memory as they are in the file: at a
 * mapping of the file's first page. */
static struct object *try_all(uintptr_t addr, const struct maps_entry *e)
{
	struct object *o = NULL;
	struct maps_entry other;
	const char *line, *end;
	struct maps maps;
	int more;

	if (maps_read(&maps))
		return NULL;
	line = maps.text;
	end = maps.text + maps.size;
	while (!o && (more = maps_parse(&line, end, &other)))
		if (more > 0 && other.offset == 0 && other.start <= addr &&
		    other.inode == e->inode && other.dev == e->dev)
			o = try(other.start, addr, e);
	maps_free(&maps);
	return o;
}

/* An object's own name; the vDSO has no file. */
static int is_object(const struct maps_entry *e)
{
	static const char vdso[] = "[vdso]";

	return e->path_len && e->path_len < OBJECTS_PATH &&
	       (e->path[0] == '/' ||
		(e->path_len == sizeof(vdso) - 1 &&
		 memcmp(e->path, vdso, sizeof(vdso) - 1) == 0));
}

/* Others may have gone for good: with one that is new there is time to look. */
static void drop_gone(void)
{
	struct object **at = &first;

	while (*at)
		if (is_object_there(*at))
			at = &(*at)->next;
		else
			drop(at);
}

static struct object *open_object(uintptr_t addr, const struct maps_entry *e)
{
	struct object *o;

	drop_gone();
	o = try(e->start - e->offset, addr, e);
	return o ? o : try_all(addr, e);
}

/* --- outside ----------------------------------------------------------------
 */

void objects_begin(struct thread *t, int fresh)
{
	struct thread *none = NULL;

	while (!__atomic_compare_exchange_n(
		&owner, &none, t, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
		none = NULL;
		SYSCALL(__NR_sched_yield, 0, 0, 0, 0, 0, 0);
	}
	round += fresh != 0;
}

void objects_end(void)
{
	__atomic_store_n(&owner, NULL, __ATOMIC_RELEASE);
}

static int is_mapped(uintptr_t addr)
{
	uint8_t byte;

	return memory_copy_in(&byte, addr, 1) == 1;
}

int objects_find(uintptr_t addr, struct object **object)
{
	char path[OBJECTS_PATH];
	struct maps_entry e;

	*object = NULL;
	for (struct object **at = &first; *at; at = &(*at)->next) {
		if (addr < (*at)->start || addr >= (*at)->end)
			continue;
		if (is_object_there(*at)) {
			*object = *at;
			return 1;
		}
		drop(at);
		break;
	}
	if ((filtered & FILTERED_FILES) ||
	    maps_find(addr, &e, path, sizeof(path)))
		return is_mapped(addr);
	if (!(e.prot & PROT_EXEC))
		return 0;
	if (is_object(&e))
		*object = open_object(addr, &e);
	return 1;
}

/* Sections are known by the file alone. */
static void index_records(struct object *o)
{
	struct eh_object elf;
	Elf64_Ehdr header;
	Elf64_Shdr section;
	int fd = filtered & FILTERED_FILES ? -1 : symbols_open_file(&o->source);

	if (fd < 0)
		return;
	eh_open_records(&elf, memory_copy_in);
	if (memory_copy_in(&header, o->base, sizeof(header)) ==
		    sizeof(header) &&
	    function_rows_find_frames(&header, fd, &section) == 0)
		function_rows_index(&o->frames, &elf,
				    o->source.bias + section.sh_addr,
				    section.sh_size);
	sys_close(fd);
}

uintptr_t objects_record(struct object *o, uintptr_t addr)
{
	struct eh_function f;

	if (!o->looked) {
		o->looked = 1;
		index_records(o);
	}
	return function_rows_find(&o->frames, addr, 0, &f) ? f.record : 0;
}

int objects_name(struct object *o, uintptr_t addr, char *name, size_t size,
		 uintptr_t *start)
{
	uint32_t at;

	if (!o->symbols.loaded && !(filtered & FILTERED_FILES))
		symbols_load(&o->symbols, &o->source);
	if (!names_find(o, addr, &at)) {
		at = symbols_find(&o->symbols, addr - o->source.bias);
		if (o->symbols.loaded)
			names_keep(o, addr, at);
	}
	if (!symbols_name(&o->symbols, at, name, size, start))
		return 0;
	*start += o->source.bias;
	return 1;
}

/* It may be half changed: the memory is given up. */
void objects_after_fork(const struct thread *self)
{
	if (!owner || owner == self)
		return;
	first = NULL;
	owner = NULL;
}

void objects_lost(const struct thread *self)
{
	if (owner != self)
		return;
	first = NULL;
	objects_end();
}

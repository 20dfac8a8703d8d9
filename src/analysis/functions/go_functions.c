/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds Go's table of functions by the runtime's own reference to it. */
#include "analysis/functions/go_functions.h"

#include <asm/errno.h>
#include <elf.h>

#include "base/nolibc.h"

/* The head's first word: a magic number, two bytes of 0, the least size of an
 * instruction, that of an address. The magic number says which Go. */
#define MAGIC_1_16 0xfffffffaul
#define MAGIC_1_18 0xfffffff0ul
#define MAGIC_1_20 0xfffffff1ul
#define MAGIC_BITS 0xfffffffful
#define REST (0x0801ul << 48)

#define WORD 8
#define NUMBERS 2 /* words before the offsets: functions, files */
#define FUNCTIONS_MAX (1ul << 28)
#define HEAD_MAX 256 /* bytes: the names follow it directly */

/* What the head is about, in the order of its offsets. */
enum part { NAMES, UNITS, FILES, PROGRAMS, PAIRS, PARTS };

/*
 * runtime.moduledata, the words of its beginning: the head's address, slices
 * (address, length, capacity) of the parts, one more of the pairs, and
 * addresses.
 */
enum module_word {
	MODULE_HEAD = 0,
	MODULE_PARTS = 1,
	MODULE_PAIRS = 16,
	MODULE_PAIRS_COUNT = 17,
	MODULE_LOW = 20, /* of the code of all functions ... */
	MODULE_HIGH = 21,
	MODULE_TEXT = 22,
	MODULE_WORDS = 23
};

static const uint64_t *words(const struct eh_object *elf, uintptr_t addr,
			     size_t n)
{
	return eh_words(elf, addr, n * WORD);
}

/* How many words are before the offsets; 0: this is no head. */
static size_t read_kind(uint64_t first)
{
	uint64_t magic = first & MAGIC_BITS;

	if ((first & ~MAGIC_BITS) != REST)
		return 0;
	if (magic == MAGIC_1_16)
		return 1 + NUMBERS;
	/* the address of the code, too */
	return magic == MAGIC_1_18 || magic == MAGIC_1_20 ? 2 + NUMBERS : 0;
}

/* Does the module name the parts of this head, where they are? */
static int has_parts(const uint64_t *module, const uint64_t *offset)
{
	for (int part = 0; part < PARTS; part++)
		if (module[MODULE_PARTS + 3 * part] !=
		    module[MODULE_HEAD] + offset[part])
			return 0;
	return module[MODULE_PAIRS] == module[MODULE_HEAD] + offset[PAIRS];
}

static int read_pair(const struct go_functions *go, const struct eh_object *elf,
		     size_t i, uintptr_t *start, uint64_t *record)
{
	uintptr_t at = go->table + 2 * i * go->width;
	/* the last one has no second half */
	const uint8_t *p = eh_bytes(elf, at, go->width * (1 + (i < go->count)));
	uint64_t half[2] = {0, 0};

	if (!p)
		return -1;
	memcpy(&half[0], p, go->width);
	if (i < go->count)
		memcpy(&half[1], p + go->width, go->width);
	*start = go->width == WORD ? half[0] : go->text + half[0];
	*record = half[1];
	return 0;
}

/* The module is one, and its table is as it says. */
static int open_module(struct go_functions *go, const struct eh_object *elf,
		       const uint64_t *module)
{
	const uint64_t *head = words(elf, module[MODULE_HEAD], 1);
	size_t before = head ? read_kind(*head) : 0;
	uintptr_t low, high;
	uint64_t unused;

	if (!before)
		return -1;
	head = words(elf, module[MODULE_HEAD], before + PARTS);
	if (!head || !has_parts(module, head + before) || !head[1] ||
	    head[1] > FUNCTIONS_MAX ||
	    module[MODULE_PAIRS_COUNT] != head[1] + 1)
		return -1;
	*go = (struct go_functions){
		.text = module[MODULE_TEXT],
		.table = module[MODULE_PAIRS],
		.records = module[MODULE_PAIRS],
		.count = head[1],
		.width = before == 1 + NUMBERS ? WORD : WORD / 2,
	};
	if (before > 1 + NUMBERS && head[1 + NUMBERS] &&
	    head[1 + NUMBERS] != go->text &&
	    head[1 + NUMBERS] + elf->bias != go->text)
		return -1;
	if (read_pair(go, elf, 0, &low, &unused) ||
	    read_pair(go, elf, go->count, &high, &unused))
		return -1;
	return low == module[MODULE_LOW] && high == module[MODULE_HIGH] &&
			       low < high
		       ? 0
		       : -1;
}

/* The module may be anywhere in this memory. Nearly no word is like its
 * first two. */
static int find_module(struct go_functions *go, const struct eh_object *elf,
		       uintptr_t start, uintptr_t end)
{
	const uint64_t *module;

	for (; end - start >= MODULE_WORDS * WORD; start += WORD) {
		module = (const uint64_t *)start;
		if (module[MODULE_PARTS] - module[MODULE_HEAD] - 1 < HEAD_MAX &&
		    open_module(go, elf, module) == 0)
			return 0;
	}
	return -1;
}

/* The part of a segment with variables that can be read. */
static int search_segment(struct go_functions *go, const struct eh_object *elf,
			  const Elf64_Phdr *p)
{
	uintptr_t start = elf->bias + p->p_vaddr;
	uintptr_t end = start + p->p_filesz;
	size_t room = eh_room(elf, start);

	if (start % WORD || end < start)
		return -1;
	if (end - start > room)
		end = start + room;
	return find_module(go, elf, start, end);
}

/* --- before the object is relocated ----------------------------------------
 */

/* The relocations, as its dynamic section has them. */
static const Elf64_Rela *find_relocations(const struct eh_object *elf,
					  const Elf64_Phdr *p, size_t *count)
{
	uintptr_t at = elf->bias + p->p_vaddr, table = 0;
	const Elf64_Dyn *d;
	size_t size = 0;

	for (;; at += sizeof(*d)) {
		d = eh_words(elf, at, sizeof(*d));
		if (!d || d->d_tag == DT_NULL)
			break;
		if (d->d_tag == DT_RELA)
			table = d->d_un.d_ptr;
		else if (d->d_tag == DT_RELASZ)
			size = d->d_un.d_val;
	}
	*count = size / sizeof(Elf64_Rela);
	return eh_words(elf, elf->bias + table, *count * sizeof(Elf64_Rela));
}

static int is_relative(const Elf64_Rela *r)
{
	return ELF64_R_TYPE(r->r_info) == R_X86_64_RELATIVE;
}

/* The words from the place of r[0] on, as they will be: linkers sort these
 * relocations. */
static int read_module(const struct eh_object *elf, const Elf64_Rela *r,
		       size_t count, uint64_t module[MODULE_WORDS])
{
	uintptr_t place = r->r_offset;
	const uint64_t *now = words(elf, elf->bias + place, MODULE_WORDS);

	if (!now)
		return -1;
	memcpy(module, now, MODULE_WORDS * WORD);
	for (; count && is_relative(r) && r->r_offset >= place &&
	       r->r_offset - place < MODULE_WORDS * WORD;
	     r++, count--)
		if ((r->r_offset - place) % WORD == 0)
			module[(r->r_offset - place) / WORD] =
				elf->bias + (uint64_t)r->r_addend;
	return 0;
}

static int search_relocations(struct go_functions *go,
			      const struct eh_object *elf, const Elf64_Phdr *p)
{
	uint64_t module[MODULE_WORDS];
	size_t count;
	const Elf64_Rela *r = find_relocations(elf, p, &count);

	for (size_t i = 0; r && i + 1 < count; i++)
		if ((uint64_t)r[i + 1].r_addend - (uint64_t)r[i].r_addend - 1 <
			    HEAD_MAX &&
		    r[i + 1].r_offset - r[i].r_offset == WORD &&
		    is_relative(&r[i]) &&
		    read_module(elf, &r[i], count - i, module) == 0 &&
		    open_module(go, elf, module) == 0)
			return 0;
	return -1;
}

int go_open(struct go_functions *go, const struct eh_object *elf)
{
	size_t n;
	const Elf64_Phdr *p = eh_segments(elf, &n);

	for (size_t i = 0; i < n; i++)
		if ((p[i].p_type == PT_LOAD && p[i].p_flags & PF_W &&
		     search_segment(go, elf, &p[i]) == 0) ||
		    (p[i].p_type == PT_DYNAMIC &&
		     search_relocations(go, elf, &p[i]) == 0))
			return 0;
	*go = (struct go_functions){.count = 0};
	return -ENOENT;
}

/* Its record begins with where it is, too. */
static int has_record(const struct go_functions *go,
		      const struct eh_object *elf, uint64_t record,
		      uintptr_t start)
{
	const uint8_t *p = eh_bytes(elf, go->records + record, go->width);
	uint64_t entry = 0;

	if (!p)
		return 0;
	memcpy(&entry, p, go->width);
	return start == (go->width == WORD ? entry : go->text + entry);
}

int go_find_function(const struct go_functions *go, const struct eh_object *elf,
		     uintptr_t addr, struct eh_function *function)
{
	size_t low = 0, high = go->count;
	uintptr_t start, end;
	uint64_t record, unused;

	/* the last pair whose function starts at or before addr */
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (read_pair(go, elf, mid, &start, &unused))
			return 0;
		if (start <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low || read_pair(go, elf, low - 1, &start, &record) ||
	    read_pair(go, elf, low, &end, &unused) || start > addr ||
	    addr >= end || !has_record(go, elf, record, start) ||
	    !eh_bytes(elf, start, end - start))
		return 0;
	*function = (struct eh_function){.start = start, .end = end};
	return 1;
}

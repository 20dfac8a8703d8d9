/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds functions by the .eh_frame_hdr of an object, and reads their records.
 */
#include "analysis/functions/eh_functions.h"

#include <asm/errno.h>

#include "analysis/functions/elf_parts.h"

#define HEADER_VERSION 1
#define HEADER_TABLE 0x3b /* relative to the header, four bytes signed */
#define PAIR_SIZE 8
#define TABLE_MAX (1ul << 31)  /* bytes, where no mapping is its bound */
#define LONG_RECORD 0xfffffff0 /* from here on lengths mean something else */
#define AUGMENTATION 8

const uint8_t *eh_bytes(const struct eh_object *elf, uintptr_t addr, size_t n)
{
	for (size_t i = 0; i < elf->spans; i++) {
		const struct eh_span *s = &elf->span[i];

		if (addr >= s->start && addr < s->end && n <= s->end - addr)
			return (const uint8_t *)addr;
	}
	return NULL;
}

const void *eh_words(const struct eh_object *elf, uintptr_t addr, size_t n)
{
	return addr % sizeof(uint64_t) ? NULL : eh_bytes(elf, addr, n);
}

size_t eh_room(const struct eh_object *elf, uintptr_t addr)
{
	for (size_t i = 0; i < elf->spans; i++)
		if (addr >= elf->span[i].start && addr < elf->span[i].end)
			return elf->span[i].end - addr;
	return 0;
}

/* Read n bytes at addr next. */
static void begin_bytes(const struct eh_object *elf, struct dwarf *d,
			uintptr_t addr, size_t n)
{
	dwarf_begin(d, elf->copy, addr, addr + n);
	d->bad = !elf->copy && !eh_bytes(elf, addr, n);
}

/* --- records ---------------------------------------------------------------
 */

/* Read the record (CIE or FDE) at addr next, behind its length. */
static void begin_record(const struct eh_object *elf, struct dwarf *d,
			 uintptr_t addr)
{
	uint64_t size;

	begin_bytes(elf, d, addr, 4);
	size = dwarf_unsigned(d, 4);
	if (!d->bad && size >= 4 && size < LONG_RECORD)
		begin_bytes(elf, d, d->at, size);
	else
		d->bad = 1;
}

/* Behind the augmentation string's z; what it says of the FDEs. */
static int read_augmentation(struct dwarf *d, const char *letters,
			     struct eh_cie *cie)
{
	for (; *letters; letters++) {
		switch (*letters) {
		case 'R':
			cie->encoding = (uint8_t)dwarf_unsigned(d, 1);
			break;
		case 'P': /* the address is not wanted, only its size */
			dwarf_encoded(d, (uint8_t)dwarf_unsigned(d, 1) &
						 DWARF_FORMAT);
			break;
		case 'L':
			cie->lsda = (uint8_t)dwarf_unsigned(d, 1);
			break;
		case 'S':
			cie->signal = 1;
			break;
		case 'B':
			break;
		default:
			return -1;
		}
	}
	return d->bad ? -1 : 0;
}

static int read_letters(struct dwarf *d, char letters[AUGMENTATION])
{
	for (int i = 0; i < AUGMENTATION; i++) {
		letters[i] = (char)dwarf_unsigned(d, 1);
		if (!letters[i])
			return 0;
	}
	return -1;
}

static int read_cie(const struct eh_object *elf, uintptr_t addr,
		    struct eh_cie *cie)
{
	char letters[AUGMENTATION];
	struct dwarf d;
	uint64_t version, size;

	*cie = (struct eh_cie){.encoding = DWARF_ABSPTR, .lsda = DWARF_OMIT};
	begin_record(elf, &d, addr);
	if (dwarf_unsigned(&d, 4) != 0)
		return -1;
	version = dwarf_unsigned(&d, 1);
	if ((version != 1 && version != 3) || read_letters(&d, letters))
		return -1;
	cie->code_unit = dwarf_uleb(&d);
	cie->data_unit = dwarf_sleb(&d);
	cie->return_register = version == 1 ? dwarf_unsigned(&d, 1)
					    : dwarf_uleb(&d);
	cie->code = d.at;
	cie->code_end = d.end;
	if (letters[0]) {
		if (letters[0] != 'z')
			return -1;
		cie->augmented = 1;
		size = dwarf_uleb(&d);
		if (size > d.end - d.at)
			return -1;
		cie->code = d.at + size;
		if (read_augmentation(&d, letters + 1, cie))
			return -1;
	}
	if (d.bad)
		return -1;
	cie->addr = addr;
	return 0;
}

/* Has it a table of landing pads? Its address stands where d is. */
static int has_landing_pads(struct dwarf *d, uint8_t encoding)
{
	uint64_t none;

	if (encoding == DWARF_OMIT)
		return 0;
	none = (encoding & DWARF_BASE) == DWARF_PCREL ? d->at : 0;
	return dwarf_encoded(d, encoding) != none || d->bad;
}

int eh_read_function(struct eh_object *elf, uintptr_t addr,
		     struct eh_function *f)
{
	struct eh_cie *cie = &elf->cie;
	struct dwarf d;
	uintptr_t at;
	uint64_t size = 0;

	begin_record(elf, &d, addr);
	at = d.at;
	at -= dwarf_unsigned(&d, 4);
	if (d.bad || at == addr + 4 ||
	    (at != cie->addr && read_cie(elf, at, cie)))
		return 0;
	f->start = dwarf_encoded(&d, cie->encoding);
	f->end = f->start + dwarf_encoded(&d, cie->encoding & DWARF_FORMAT);
	if (cie->augmented)
		size = dwarf_uleb(&d);
	if (d.bad || f->end <= f->start || size > d.end - d.at)
		return 0;
	f->code = d.at + size;
	f->code_end = d.end;
	f->signal = cie->signal;
	f->lands = has_landing_pads(&d, cie->lsda);
	f->record = addr;
	return 1;
}

/* --- the table -------------------------------------------------------------
 */

/* The pair at this place: where a function starts, and its FDE. */
static int read_pair(const struct eh_object *elf, size_t i, uintptr_t *start,
		     uintptr_t *fde)
{
	uintptr_t at = elf->table + i * PAIR_SIZE;
	int32_t pair[2]; /* from the header */

	if (!elf->copy)
		memcpy(pair, (const void *)at, sizeof(pair));
	else if (elf->copy(pair, at, sizeof(pair)) != sizeof(pair))
		return -1;
	*start = elf->header + (uintptr_t)(intptr_t)pair[0];
	*fde = elf->header + (uintptr_t)(intptr_t)pair[1];
	return 0;
}

int eh_find_function(struct eh_object *elf, uintptr_t addr,
		     struct eh_function *function)
{
	size_t low = 0, high = elf->count;
	uintptr_t start, fde, found = 0;

	/* the last pair whose function starts at or before addr */
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (read_pair(elf, mid, &start, &fde))
			return 0;
		if (start <= addr) {
			low = mid + 1;
			found = fde;
		} else {
			high = mid;
		}
	}
	return low && eh_read_function(elf, found, function) &&
	       function->start <= addr && addr <= function->end &&
	       (elf->copy || eh_bytes(elf, function->start,
				      function->end - function->start));
}

/* A record that is not understood, and the CIEs, are passed over. */
int eh_next_function(struct eh_object *elf, uintptr_t *at, uintptr_t end,
		     struct eh_function *function)
{
	uint32_t size;
	struct dwarf d;

	while (*at < end && end - *at > sizeof(size)) {
		uintptr_t record = *at;

		begin_bytes(elf, &d, record, sizeof(size));
		size = (uint32_t)dwarf_unsigned(&d, sizeof(size));
		if (d.bad || size < 4 || size >= LONG_RECORD ||
		    size > end - record - sizeof(size))
			return 0;
		*at += sizeof(size) + size;
		if (eh_read_function(elf, record, function) &&
		    (elf->copy || eh_bytes(elf, function->start,
					   function->end - function->start)))
			return 1;
	}
	return 0;
}

/* size: of what can be read from the header on. */
static int open_table(struct eh_object *elf, size_t size)
{
	struct dwarf d;
	uint8_t head[4]; /* version; encodings: pointer, count, table */

	begin_bytes(elf, &d, elf->header, size);
	for (int i = 0; i < 4; i++)
		head[i] = (uint8_t)dwarf_unsigned(&d, 1);
	if (head[0] != HEADER_VERSION || head[3] != HEADER_TABLE)
		return -ENOEXEC;
	dwarf_encoded(&d, head[1]);
	elf->count = dwarf_encoded(&d, head[2]);
	elf->table = d.at;
	return d.bad || elf->count > (d.end - d.at) / PAIR_SIZE ? -ENOEXEC : 0;
}

int eh_open_table(struct eh_object *elf, uintptr_t header, dwarf_copy_fn *copy)
{
	elf->copy = copy;
	elf->header = header;
	elf->cie.addr = 0;
	return open_table(elf, TABLE_MAX);
}

void eh_open_records(struct eh_object *elf, dwarf_copy_fn *copy)
{
	elf->copy = copy;
	elf->cie.addr = 0;
}

/* --- the object ------------------------------------------------------------
 */

static void read_notes(struct eh_object *elf, const Elf64_Phdr *p)
{
	const uint8_t *notes =
		eh_bytes(elf, elf->bias + p->p_vaddr, p->p_memsz);

	if (!notes)
		return;
	if (!elf->build_id)
		elf->build_id =
			elf_build_id(notes, p->p_memsz, &elf->build_id_size);
	elf->go |= elf_is_go(notes, p->p_memsz);
}

const Elf64_Phdr *eh_segments(const struct eh_object *elf, size_t *count)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)elf->base;

	*count = e->e_phnum;
	return (const Elf64_Phdr *)(elf->base + e->e_phoff);
}

/* Returns 0, or -ENOEXEC. */
static int open_segments(struct eh_object *elf)
{
	const Elf64_Ehdr *e =
		(const Elf64_Ehdr *)eh_bytes(elf, elf->base, sizeof(*e));
	const Elf64_Phdr *p;

	if (!e || !elf_has_segments(e) || e->e_phoff % 8 != 0)
		return -ENOEXEC;
	p = (const Elf64_Phdr *)eh_bytes(elf, elf->base + e->e_phoff,
					 e->e_phnum * sizeof(*p));
	for (unsigned int i = 0; p && i < e->e_phnum; i++)
		if (p[i].p_type == PT_LOAD && p[i].p_offset == 0) {
			elf->bias = elf->base - p[i].p_vaddr;
			return 0;
		}
	return -ENOEXEC;
}

int eh_open(struct eh_object *elf, uintptr_t base)
{
	const Elf64_Phdr *p;
	uintptr_t header = 0;
	size_t n;

	elf->copy = NULL;
	elf->base = base;
	elf->build_id = NULL;
	elf->go = 0;
	elf->count = 0;
	elf->cie.addr = 0;
	if (open_segments(elf))
		return -ENOEXEC;
	p = eh_segments(elf, &n);
	for (size_t i = 0; i < n; i++) {
		if (p[i].p_type == PT_GNU_EH_FRAME)
			header = p[i].p_vaddr;
		else if (p[i].p_type == PT_NOTE)
			read_notes(elf, &p[i]);
	}
	elf->header = elf->bias + header;
	if (header && open_table(elf, eh_room(elf, elf->header)) == 0)
		return 0;
	elf->count = 0;
	return -ENOENT;
}

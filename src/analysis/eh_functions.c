/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Function bounds, from the .eh_frame_hdr of a mapped object. */
#include "analysis/eh_functions.h"

#include <linux/elf.h>

#include "base/nolibc.h"

#define NOT_USABLE (-8) /* -ENOEXEC */

/* DWARF pointer encodings: format in the low half, base in the high half */
#define ENC_ABSPTR 0x00
#define ENC_UDATA4 0x03
#define ENC_UDATA8 0x04
#define ENC_SDATA4 0x0b
#define ENC_SDATA8 0x0c
#define ENC_FORMAT 0x0f
#define ENC_PCREL 0x10
#define ENC_BASE 0x70
#define ENC_OMIT 0xff
#define ENC_HDR_TABLE 0x3b /* datarel | sdata4, the only one in use */

#define PAIR_SIZE 8

/* n bytes at addr, if all of them lie in one mapping of the object. */
static const uint8_t *bytes(const struct eh_object *elf, uintptr_t addr,
			    size_t n)
{
	for (size_t i = 0; i < elf->spans; i++) {
		const struct eh_span *s = &elf->span[i];

		if (addr >= s->start && addr < s->end && n <= s->end - addr)
			return (const uint8_t *)addr;
	}
	return NULL;
}

size_t eh_room(const struct eh_object *elf, uintptr_t addr)
{
	for (size_t i = 0; i < elf->spans; i++)
		if (addr >= elf->span[i].start && addr < elf->span[i].end)
			return elf->span[i].end - addr;
	return 0;
}

static uint32_t u32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static uintptr_t relative(uintptr_t base, const uint8_t *p)
{
	return base + (uintptr_t)(intptr_t)(int32_t)u32(p);
}

/* What is read next, and where that ends. */
struct cursor {
	const uint8_t *p, *end;
	int bad;
};

static uint8_t next(struct cursor *c)
{
	if (c->p >= c->end) {
		c->bad = 1;
		return 0;
	}
	return *c->p++;
}

static uint64_t uleb(struct cursor *c)
{
	uint64_t value = 0;
	unsigned int shift = 0;
	uint8_t byte;

	do {
		byte = next(c);
		if (shift < 64)
			value |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	return value;
}

static size_t encoded_size(uint8_t encoding)
{
	switch (encoding & ENC_FORMAT) {
	case ENC_UDATA4:
	case ENC_SDATA4:
		return 4;
	case ENC_ABSPTR:
	case ENC_UDATA8:
	case ENC_SDATA8:
		return 8;
	default:
		return 0;
	}
}

static uint64_t encoded(struct cursor *c, uint8_t encoding)
{
	size_t size = encoded_size(encoding);
	const uint8_t *at = c->p;
	uint64_t value = 0;

	if (!size || size > (size_t)(c->end - c->p)) {
		c->bad = 1;
		return 0;
	}
	memcpy(&value, at, size);
	c->p += size;
	if ((encoding & ENC_FORMAT) == ENC_SDATA4)
		value = (uint64_t)(int64_t)(int32_t)value;
	if ((encoding & ENC_BASE) == ENC_PCREL)
		value += (uintptr_t)at;
	else if (encoding & ENC_BASE)
		c->bad = 1;
	return value;
}

/* The record (CIE or FDE) at addr, behind its length field. */
static struct cursor record(const struct eh_object *elf, uintptr_t addr)
{
	struct cursor c = {NULL, NULL, 1};
	const uint8_t *p = bytes(elf, addr, 4);

	if (p && u32(p) >= 4 && u32(p) < 0xfffffff0 &&
	    bytes(elf, addr + 4, u32(p)))
		c = (struct cursor){p + 4, p + 4 + u32(p), 0};
	return c;
}

/* What the CIE's augmentation string says of its FDEs, into elf. */
static int read_cie(struct eh_object *elf, uintptr_t addr)
{
	struct cursor c = record(elf, addr);
	const char *augmentation;
	uint8_t version;

	elf->cie = 0;
	elf->cie_encoding = ENC_ABSPTR;
	elf->cie_lsda = ENC_OMIT;
	elf->cie_signal = 0;
	if (c.bad || u32(c.p) != 0)
		return -1;
	c.p += 4;
	version = next(&c);
	augmentation = (const char *)c.p;
	while (next(&c))
		;
	if (c.bad)
		return -1;
	if (!*augmentation) {
		elf->cie = addr;
		return 0;
	}
	if (*augmentation++ != 'z')
		return -1;
	uleb(&c); /* code alignment */
	uleb(&c); /* data alignment: signed, the same bytes to skip */
	if (version == 1)
		next(&c);
	else
		uleb(&c);
	uleb(&c); /* length of the augmentation data */
	for (; *augmentation && !c.bad; augmentation++) {
		switch (*augmentation) {
		case 'R':
			elf->cie_encoding = next(&c);
			break;
		case 'P':
			encoded(&c, next(&c) & ~ENC_BASE);
			break;
		case 'L':
			elf->cie_lsda = next(&c);
			break;
		case 'S':
			elf->cie_signal = 1;
			break;
		case 'B':
			break;
		default:
			return -1;
		}
	}
	if (c.bad)
		return -1;
	elf->cie = addr;
	return 0;
}

/* Behind the FDE's addresses: the length of what follows, and the landing
 * pads' table. 0: there is none. */
static int has_landing_pads(struct cursor *c, uint8_t encoding)
{
	uint64_t zero;

	if (encoding == ENC_OMIT)
		return 0;
	uleb(c);
	zero = (encoding & ENC_BASE) == ENC_PCREL ? (uintptr_t)c->p : 0;
	return encoded(c, encoding) != zero || c->bad;
}

static int read_fde(struct eh_object *elf, uintptr_t addr,
		    struct eh_function *f)
{
	struct cursor c = record(elf, addr);
	uintptr_t cie;

	if (c.bad)
		return 0;
	cie = (uintptr_t)c.p - u32(c.p);
	c.p += 4;
	if (cie != elf->cie && read_cie(elf, cie) != 0)
		return 0;
	f->start = encoded(&c, elf->cie_encoding);
	f->end = f->start + encoded(&c, elf->cie_encoding & ENC_FORMAT);
	if (c.bad || f->end <= f->start ||
	    !bytes(elf, f->start, f->end - f->start))
		return 0;
	f->signal = elf->cie_signal;
	f->lands = has_landing_pads(&c, elf->cie_lsda);
	return 1;
}

int eh_find_function(struct eh_object *elf, uintptr_t addr,
		     struct eh_function *function)
{
	size_t low = 0, high = elf->count;

	/* the last pair whose function starts at or before addr */
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (relative(elf->header, elf->table + mid * PAIR_SIZE) <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0)
		return 0;
	return read_fde(elf,
			relative(elf->header,
				 elf->table + (low - 1) * PAIR_SIZE + 4),
			function) &&
	       function->start <= addr && addr <= function->end;
}

static int open_header(struct eh_object *elf)
{
	const uint8_t *h = bytes(elf, elf->header, 12);
	struct cursor c;

	if (!h || h[0] != 1 || h[3] != ENC_HDR_TABLE)
		return NOT_USABLE;
	c = (struct cursor){h + 4, h + eh_room(elf, elf->header), 0};
	encoded(&c, h[1]);
	elf->count = (size_t)encoded(&c, h[2]);
	if (c.bad || elf->count > (size_t)(c.end - c.p) / PAIR_SIZE)
		return NOT_USABLE;
	elf->table = c.p;
	return 0;
}

#define NOTE_BUILD_ID 3

/* The build id among the notes at addr: each name size, descriptor size,
 * type, name, descriptor, all padded to four bytes. */
static void find_build_id(struct eh_object *elf, uintptr_t addr, uint64_t size)
{
	const uint8_t *p = bytes(elf, addr, size);

	while (p && size >= 16) {
		uint64_t name = (u32(p) + 3ul) & ~3ul;
		uint64_t desc = (u32(p + 4) + 3ul) & ~3ul;

		if (name > size - 12 || desc > size - 12 - name)
			return;
		if (u32(p + 8) == NOTE_BUILD_ID && u32(p) == 4 &&
		    memcmp(p + 12, "GNU", 4) == 0) {
			elf->build_id = p + 12 + name;
			elf->build_id_size = u32(p + 4);
			return;
		}
		p += 12 + name + desc;
		size -= 12 + name + desc;
	}
}

int eh_open(struct eh_object *elf, uintptr_t base)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)bytes(elf, base, sizeof(*e));
	const Elf64_Phdr *p;
	uintptr_t bias = 0, header = 0;
	int have_bias = 0;

	elf->base = base;
	elf->build_id = NULL;
	elf->cie = 0;
	if (!e || memcmp(e->e_ident, ELFMAG, SELFMAG) != 0 ||
	    e->e_ident[EI_CLASS] != ELFCLASS64 || e->e_machine != EM_X86_64 ||
	    e->e_phentsize != sizeof(*p) || e->e_phoff % 8 != 0)
		return NOT_USABLE;
	p = (const Elf64_Phdr *)bytes(elf, base + e->e_phoff,
				      e->e_phnum * sizeof(*p));
	if (!p)
		return NOT_USABLE;
	for (unsigned int i = 0; i < e->e_phnum; i++) {
		if (p[i].p_type == PT_LOAD && p[i].p_offset == 0 &&
		    !have_bias) {
			bias = base - p[i].p_vaddr;
			have_bias = 1;
		}
		if (p[i].p_type == PT_GNU_EH_FRAME)
			header = p[i].p_vaddr;
	}
	if (!have_bias)
		return NOT_USABLE;
	elf->bias = bias;
	for (unsigned int i = 0; i < e->e_phnum && !elf->build_id; i++)
		if (p[i].p_type == PT_NOTE)
			find_build_id(elf, bias + p[i].p_vaddr, p[i].p_memsz);
	if (!header)
		return NOT_USABLE;
	elf->header = bias + header;
	return open_header(elf);
}

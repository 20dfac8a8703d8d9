/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Collects functions by symbols and by unwind entries, and sorts them. */
#include "analysis/functions/function_rows.h"

#include "analysis/functions/elf_parts.h"
#include "base/constants.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"

#define ROWS_MAX (1ul << 22)
#define SECTIONS_MAX 4096
#define AT_ONCE 64 /* symbols, and sections, read from the file together */
#define NAME ".eh_frame"
#define FRAME_LEAST 16 /* bytes of an unwind entry, with two addresses */

static int reserve(struct function_rows *rows, size_t count)
{
	if (!count || count > ROWS_MAX)
		return -1;
	rows->row = pages_map(count * sizeof(*rows->row));
	rows->capacity = rows->row ? count : 0;
	rows->count = 0;
	return rows->row ? 0 : -1;
}

void function_rows_free(struct function_rows *rows)
{
	if (rows->row)
		pages_unmap(rows->row, rows->capacity * sizeof(*rows->row));
	*rows = (struct function_rows){0};
}

static void add_row(struct function_rows *rows, const struct function_row *row)
{
	if (rows->count < rows->capacity)
		rows->row[rows->count++] = *row;
}

/* --- sorting ---------------------------------------------------------------
 */

/* Of two that begin together the longer one comes first. */
static int is_before(const struct function_row *a, const struct function_row *b)
{
	return a->start != b->start ? a->start < b->start : a->size > b->size;
}

static void swap_rows(struct function_row *a, struct function_row *b)
{
	struct function_row was = *a;

	*a = *b;
	*b = was;
}

static void sift_down(struct function_row *row, size_t i, size_t count)
{
	size_t child;

	for (; (child = 2 * i + 1) < count; i = child) {
		if (child + 1 < count &&
		    is_before(&row[child], &row[child + 1]))
			child++;
		if (!is_before(&row[i], &row[child]))
			return;
		swap_rows(&row[i], &row[child]);
	}
}

static void sort_heap(struct function_row *row, size_t n)
{
	for (size_t i = n / 2; i-- > 0;)
		sift_down(row, i, n);
	for (size_t i = n; i-- > 1;) {
		swap_rows(&row[0], &row[i]);
		sift_down(row, 0, i);
	}
}

static int is_sorted(const struct function_row *row, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (is_before(&row[i], &row[i - 1]))
			return 0;
	return 1;
}

static void sort_rows(struct function_rows *rows)
{
	struct function_row *row = rows->row;
	size_t n = rows->count, unique = 0;

	if (!is_sorted(row, n))
		sort_heap(row, n);
	for (size_t i = 0; i < n; i++)
		if (!unique || row[unique - 1].start != row[i].start)
			row[unique++] = row[i];
	rows->count = unique;
}

int function_rows_find(const struct function_rows *rows, uintptr_t addr,
		       int ends, struct eh_function *function)
{
	size_t low = 0, high = rows->count;
	const struct function_row *row;
	uintptr_t end;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (rows->row[mid].start <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low)
		return 0;
	row = &rows->row[low - 1];
	end = row->start + row->size;
	if (low < rows->count && rows->row[low].start < end)
		end = rows->row[low].start;
	if (end == row->start || addr > end || (addr == end && !ends))
		return 0;
	*function = (struct eh_function){.start = row->start,
					 .end = end,
					 .lands = row->lands,
					 .signal = row->signal};
	if (row->record)
		function->record = rows->records + 4ul * row->record;
	return 1;
}

/* --- symbols ---------------------------------------------------------------
 */

static void add_symbol(struct function_rows *rows, const struct eh_object *elf,
		       const Elf64_Sym *s)
{
	unsigned int type = ELF64_ST_TYPE(s->st_info);
	struct function_row row = {.start = elf->bias + s->st_value};

	if (s->st_shndx == SHN_UNDEF || s->st_shndx >= SHN_LORESERVE ||
	    (type != STT_FUNC && type != STT_GNU_IFUNC) ||
	    !eh_bytes(elf, row.start, 1))
		return;
	if (s->st_size <= UINT32_MAX && eh_bytes(elf, row.start, s->st_size))
		row.size = (uint32_t)s->st_size;
	add_row(rows, &row);
}

/* What the dynamic section says. Loaders make addresses of some values. */
struct dynamic {
	uintptr_t symbols, hash, gnu_hash;
};

static void read_dynamic(const struct eh_object *elf, uintptr_t at, size_t size,
			 struct dynamic *found)
{
	size_t n = size / sizeof(Elf64_Dyn);
	const Elf64_Dyn *d = eh_words(elf, at, n * sizeof(*d));

	for (size_t i = 0; d && i < n && d[i].d_tag != DT_NULL; i++) {
		uintptr_t value = d[i].d_un.d_ptr;

		if (!eh_bytes(elf, value, 1))
			value += elf->bias;
		if (d[i].d_tag == DT_SYMTAB)
			found->symbols = value;
		else if (d[i].d_tag == DT_HASH)
			found->hash = value;
		else if (d[i].d_tag == DT_GNU_HASH)
			found->gnu_hash = value;
	}
}

static int read_half(const struct eh_object *elf, uintptr_t at, uint32_t *half)
{
	const uint8_t *p = eh_bytes(elf, at, sizeof(*half));

	if (!p)
		return -1;
	memcpy(half, p, sizeof(*half));
	return 0;
}

/* The last symbol of GNU's table ends the chain that begins last. */
static size_t count_gnu(const struct eh_object *elf, uintptr_t at)
{
	const uint8_t *p = eh_bytes(elf, at, sizeof(struct elf_gnu_hash));
	struct elf_gnu_hash h;
	uint32_t last = 0, value;

	if (!p)
		return 0;
	memcpy(&h, p, sizeof(h));
	for (uint32_t i = 0; i < h.buckets; i++) {
		if (read_half(elf, elf_gnu_buckets(&h, at) + 4ul * i, &value))
			return 0;
		if (value > last)
			last = value;
	}
	if (last < h.first || !last)
		return 0;
	do
		if (read_half(elf,
			      elf_gnu_words(&h, at) + 4ul * (last - h.first),
			      &value))
			return 0;
	while (++last && !(value & 1));
	return last;
}

static size_t count_exported(const struct eh_object *elf,
			     const struct dynamic *d)
{
	uint32_t count;

	if (d->hash && read_half(elf, d->hash + 4, &count) == 0)
		return count;
	return d->gnu_hash ? count_gnu(elf, d->gnu_hash) : 0;
}

static void add_exported(struct function_rows *rows,
			 const struct eh_object *elf, const struct dynamic *d,
			 size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const uint8_t *p = eh_bytes(elf,
					    d->symbols + i * sizeof(Elf64_Sym),
					    sizeof(Elf64_Sym));
		Elf64_Sym s;

		if (!p)
			return;
		memcpy(&s, p, sizeof(s));
		add_symbol(rows, elf, &s);
	}
}

static void find_dynamic(const struct eh_object *elf, struct dynamic *found)
{
	size_t n;
	const Elf64_Phdr *p = eh_segments(elf, &n);

	for (size_t i = 0; i < n; i++)
		if (p[i].p_type == PT_DYNAMIC)
			read_dynamic(elf, elf->bias + p[i].p_vaddr,
				     p[i].p_filesz, found);
}

/* --- the file --------------------------------------------------------------
 */

static int read_whole(int fd, void *to, size_t n, uint64_t offset)
{
	return sys_pread(fd, to, n, offset) == (long)n ? 0 : -1;
}

/* Is it the file that the object was mapped from? Its first bytes are compared:
 * headers, and as a rule a build id. */
static int is_same_file(const struct eh_object *elf, int fd)
{
	size_t n, size = PAGE, done = 0;
	const Elf64_Phdr *p = eh_segments(elf, &n);
	uint8_t bytes[AT_ONCE * 8];

	for (size_t i = 0; i < n; i++)
		if (p[i].p_type == PT_LOAD && p[i].p_offset == 0 &&
		    p[i].p_filesz < size)
			size = p[i].p_filesz;
	if (!eh_bytes(elf, elf->base, size))
		return 0;
	while (done < size) {
		size_t part = size - done < sizeof(bytes) ? size - done
							  : sizeof(bytes);

		if (read_whole(fd, bytes, part, done) ||
		    memcmp(bytes, (const uint8_t *)elf->base + done, part) != 0)
			return 0;
		done += part;
	}
	return 1;
}

struct sections {
	Elf64_Shdr symbols, frames; /* of type SHT_NULL: there is none */
};

static int is_frames(int fd, const Elf64_Shdr *names, const Elf64_Shdr *s)
{
	char name[sizeof(NAME)];

	return s->sh_flags & SHF_ALLOC && s->sh_type != SHT_NOBITS &&
	       read_whole(fd, name, sizeof(name),
			  names->sh_offset + s->sh_name) == 0 &&
	       memcmp(name, NAME, sizeof(NAME)) == 0;
}

static void read_sections(const Elf64_Ehdr *e, int fd, struct sections *found)
{
	Elf64_Shdr names, s;

	*found = (struct sections){0};
	if (e->e_shentsize != sizeof(s) || e->e_shnum > SECTIONS_MAX ||
	    e->e_shstrndx >= e->e_shnum ||
	    read_whole(fd, &names, sizeof(names),
		       e->e_shoff + e->e_shstrndx * sizeof(s)))
		return;
	for (unsigned int i = 0; i < e->e_shnum; i++) {
		if (read_whole(fd, &s, sizeof(s), e->e_shoff + i * sizeof(s)))
			return;
		if (s.sh_type == SHT_SYMTAB &&
		    s.sh_entsize == sizeof(Elf64_Sym))
			found->symbols = s;
		else if (is_frames(fd, &names, &s))
			found->frames = s;
	}
}

int function_rows_find_frames(const Elf64_Ehdr *header, int fd,
			      Elf64_Shdr *section)
{
	struct sections sections;

	read_sections(header, fd, &sections);
	*section = sections.frames;
	return section->sh_size ? 0 : -1;
}

static void add_of_file(struct function_rows *rows, const struct eh_object *elf,
			int fd, const Elf64_Shdr *table)
{
	Elf64_Sym s[AT_ONCE];
	size_t count = table->sh_size / sizeof(s[0]);

	for (size_t i = 0; i < count; i += AT_ONCE) {
		size_t n = count - i < AT_ONCE ? count - i : AT_ONCE;

		if (read_whole(fd, s, n * sizeof(s[0]),
			       table->sh_offset + i * sizeof(s[0])))
			return;
		for (size_t k = 0; k < n; k++)
			add_symbol(rows, elf, &s[k]);
	}
}

/* --- unwind entries --------------------------------------------------------
 */

void function_rows_index(struct function_rows *rows, struct eh_object *elf,
			 uintptr_t records, size_t size)
{
	uintptr_t at = records;
	struct eh_function f;

	if ((!elf->copy && !eh_bytes(elf, records, size)) ||
	    reserve(rows, size / FRAME_LEAST))
		return;
	rows->records = records;
	while (eh_next_function(elf, &at, records + size, &f)) {
		uintptr_t record = f.record - records;
		struct function_row row = {.start = f.start,
					   .size = (uint32_t)(f.end - f.start),
					   .lands = f.lands != 0,
					   .signal = f.signal != 0};

		if (record % 4 == 0 && record <= UINT32_MAX)
			row.record = (record / 4) & 0x3fffffff;
		if (f.end - f.start <= UINT32_MAX)
			add_row(rows, &row);
	}
	sort_rows(rows);
}

void function_rows_read_frames(struct function_rows *frames,
			       struct eh_object *elf, int fd)
{
	Elf64_Shdr section;

	if (elf->count || fd < 0 || !is_same_file(elf, fd) ||
	    function_rows_find_frames((const Elf64_Ehdr *)elf->base, fd,
				      &section))
		return;
	function_rows_index(frames, elf, elf->bias + section.sh_addr,
			    section.sh_size);
}

void function_rows_read_symbols(struct function_rows *symbols,
				const struct eh_object *elf, int fd)
{
	struct sections sections = {0};
	struct dynamic dynamic = {0};
	size_t exported, more = 0;

	if (fd >= 0 && is_same_file(elf, fd))
		read_sections((const Elf64_Ehdr *)elf->base, fd, &sections);
	if (sections.symbols.sh_type == SHT_SYMTAB)
		more = sections.symbols.sh_size / sizeof(Elf64_Sym);
	find_dynamic(elf, &dynamic);
	exported = dynamic.symbols ? count_exported(elf, &dynamic) : 0;
	if (exported > ROWS_MAX || more > ROWS_MAX ||
	    reserve(symbols, exported + more))
		return;
	add_exported(symbols, elf, &dynamic, exported);
	if (more)
		add_of_file(symbols, elf, fd, &sections.symbols);
	sort_rows(symbols);
}

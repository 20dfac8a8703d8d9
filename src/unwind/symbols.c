/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Builds and searches an object's index of function names. */
#include "unwind/symbols.h"

#include <asm/stat.h>
#include <linux/fcntl.h>

#include "analysis/functions/elf_parts.h"
#include "base/constants.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "thread/memory.h"

#define FILE_TYPE 0170000
#define REGULAR 0100000
#define LARGEST (1ul << 32) /* of what is mapped of a file */
#define MOST (1ul << 24)    /* symbols */
#define CHUNK 64
#define NOTES 512
#define BACK 32 /* entries to look through for one that holds an address */
#define DEBUG_FILES "/usr/lib/debug/.build-id/"

/* A symbol table in memory. */
struct table {
	uintptr_t at;
	uint64_t count;
	uintptr_t names;
	uint64_t names_size;
};

/* --- the index -------------------------------------------------------------
 */

static int is_function(const Elf64_Sym *sym)
{
	int type = ELF64_ST_TYPE(sym->st_info);

	return (type == STT_FUNC || type == STT_GNU_IFUNC) &&
	       sym->st_shndx != SHN_UNDEF && sym->st_value;
}

static struct symbols_entry entry_of(const Elf64_Sym *sym)
{
	uint64_t size = sym->st_size;

	return (struct symbols_entry){
		.value = sym->st_value,
		.name = sym->st_name,
		.size = (size < 1u << 31 ? size : (1u << 31) - 1) & 0x7fffffff,
		.local = ELF64_ST_BIND(sym->st_info) == STB_LOCAL,
	};
}

/* The functions of the table, the first most of them into entry; how many there
 * are. */
static size_t collect(const struct table *t, struct symbols_entry *entry,
		      size_t most)
{
	Elf64_Sym sym[CHUNK];
	size_t n = 0;

	for (uint64_t i = 0; i < t->count; i += CHUNK) {
		size_t want = t->count - i < CHUNK ? t->count - i : CHUNK;
		size_t got = memory_copy_in(sym, t->at + i * sizeof(sym[0]),
					    want * sizeof(sym[0]));

		for (size_t k = 0; k < got / sizeof(sym[0]); k++) {
			if (!is_function(&sym[k]))
				continue;
			if (n < most)
				entry[n] = entry_of(&sym[k]);
			n++;
		}
	}
	return n;
}

/* entry[at] goes down in the heap of n. */
static void sift(struct symbols_entry *entry, size_t at, size_t n)
{
	struct symbols_entry moved = entry[at];
	size_t child;

	while ((child = 2 * at + 1) < n) {
		if (child + 1 < n &&
		    entry[child].value < entry[child + 1].value)
			child++;
		if (moved.value >= entry[child].value)
			break;
		entry[at] = entry[child];
		at = child;
	}
	entry[at] = moved;
}

static void sort(struct symbols_entry *entry, size_t n)
{
	for (size_t i = n / 2; i-- > 0;)
		sift(entry, i, n);
	while (n > 1) {
		struct symbols_entry last = entry[--n];

		entry[n] = entry[0];
		entry[0] = last;
		sift(entry, 0, n);
	}
}

static void make_index(struct symbols *s, const struct table *t)
{
	size_t n = t->count <= MOST ? collect(t, NULL, 0) : 0, again;

	if (!n)
		return;
	s->entry_size = page_up(n * sizeof(s->entry[0]));
	s->entry = pages_map(s->entry_size);
	if (!s->entry)
		return;
	again = collect(t, s->entry, n); /* the file may change */
	s->count = again < n ? again : n;
	sort(s->entry, s->count);
	s->names = t->names;
	s->names_size = t->names_size;
}

/* --- tables of a file ------------------------------------------------------
 */

struct sections {
	Elf64_Shdr symbols, names;
	int same; /* the build id is the object's */
};

static int read_whole(int fd, void *to, size_t n, uint64_t offset)
{
	return sys_pread(fd, to, n, offset) == (long)n ? 0 : -1;
}

static int has_same_id(int fd, const Elf64_Shdr *notes,
		       const struct symbols_source *source)
{
	uint8_t bytes[NOTES];
	const uint8_t *id;
	size_t size = notes->sh_size < NOTES ? notes->sh_size : NOTES, id_size;

	if (!source->build_id_size ||
	    read_whole(fd, bytes, size, notes->sh_offset))
		return 0;
	id = elf_build_id(bytes, size, &id_size);
	return id && id_size == source->build_id_size &&
	       memcmp(id, source->build_id, id_size) == 0;
}

static int read_sections(int fd, const struct symbols_source *source,
			 struct sections *found)
{
	Elf64_Ehdr e;
	Elf64_Shdr section;

	*found = (struct sections){.same = 0};
	if (read_whole(fd, &e, sizeof(e), 0) || !elf_is_x86_64(&e) ||
	    e.e_shentsize != sizeof(section))
		return -1;
	for (unsigned int i = 0; i < e.e_shnum; i++) {
		if (read_whole(fd, &section, sizeof(section),
			       e.e_shoff + i * sizeof(section)))
			return -1;
		if (section.sh_type == SHT_NOTE && !found->same)
			found->same = has_same_id(fd, &section, source);
		if (section.sh_type == SHT_SYMTAB)
			found->symbols = section;
	}
	if (!found->symbols.sh_type)
		return -1;
	return read_whole(fd, &found->names, sizeof(found->names),
			  e.e_shoff + found->symbols.sh_link * sizeof(section));
}

static int is_in(const Elf64_Shdr *section, uint64_t size)
{
	return section->sh_offset <= size &&
	       section->sh_size <= size - section->sh_offset;
}

/* Both tables into memory. */
static int map_tables(int fd, uint64_t size, const struct sections *found,
		      struct symbols *s, struct table *t)
{
	const Elf64_Shdr *a = &found->symbols, *b = &found->names;
	uint64_t start, end;
	void *file;

	if (!is_in(a, size) || !is_in(b, size))
		return -1;
	start = page_down(a->sh_offset < b->sh_offset ? a->sh_offset
						      : b->sh_offset);
	end = a->sh_offset + a->sh_size;
	if (end < b->sh_offset + b->sh_size)
		end = b->sh_offset + b->sh_size;
	if (end - start > LARGEST)
		return -1;
	file = pages_map_part(fd, end - start, start);
	if (!file)
		return -1;
	s->file = file;
	s->file_size = end - start;
	t->at = (uintptr_t)file + (a->sh_offset - start);
	t->count = a->sh_size / sizeof(Elf64_Sym);
	t->names = (uintptr_t)file + (b->sh_offset - start);
	t->names_size = b->sh_size;
	return 0;
}

static int is_mapped_file(const struct stat *st,
			  const struct symbols_source *source)
{
	return st->st_dev == source->dev && st->st_ino == source->inode;
}

int symbols_open_file(const struct symbols_source *source)
{
	int fd = sys_open(source->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
	struct stat st;

	if (fd < 0 || (SYSCALL(__NR_fstat, fd, &st, 0, 0, 0, 0) == 0 &&
		       is_mapped_file(&st, source)))
		return fd;
	sys_close(fd);
	return -1;
}

/* Of a file that belongs to the object: by its build id, or as the very file
 * that is mapped. */
static int load_from(int fd, struct symbols *s,
		     const struct symbols_source *source)
{
	struct stat st;
	struct sections found;
	struct table t;

	if (SYSCALL(__NR_fstat, fd, &st, 0, 0, 0, 0) != 0 ||
	    (st.st_mode & FILE_TYPE) != REGULAR ||
	    read_sections(fd, source, &found) ||
	    (!found.same && !is_mapped_file(&st, source)) ||
	    map_tables(fd, (uint64_t)st.st_size, &found, s, &t))
		return -1;
	make_index(s, &t);
	return s->count ? 0 : -1;
}

static int load_file(const char *path, struct symbols *s,
		     const struct symbols_source *source)
{
	int fd = sys_open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
	int err;

	if (fd < 0)
		return -1;
	err = load_from(fd, s, source);
	sys_close(fd);
	if (err)
		symbols_forget(s);
	return err;
}

/* DEBUG_FILES xx/yyyy.debug */
static int load_debug_file(struct symbols *s,
			   const struct symbols_source *source)
{
	static const char digits[] = "0123456789abcdef";
	char path[sizeof(DEBUG_FILES) + 2 * SYMBOLS_ID + sizeof("/.debug")];
	char *to = path + sizeof(DEBUG_FILES) - 1;

	if (source->build_id_size < 2)
		return -1;
	memcpy(path, DEBUG_FILES, sizeof(DEBUG_FILES));
	for (size_t i = 0; i < source->build_id_size; i++) {
		*to++ = digits[source->build_id[i] >> 4];
		*to++ = digits[source->build_id[i] & 15];
		if (i == 0)
			*to++ = '/';
	}
	memcpy(to, ".debug", sizeof(".debug"));
	return load_file(path, s, source);
}

/* --- the table that is mapped -----------------------------------------------
 */

/* An address that a loader may have corrected or not. */
static uintptr_t corrected(uint64_t addr, const struct symbols_source *source)
{
	return addr < source->bias ? addr + source->bias : addr;
}

static uint32_t word_at(uintptr_t addr)
{
	uint32_t word = 0;

	memory_copy_in(&word, addr, sizeof(word));
	return word;
}

/* How many symbols there are, by the hash table at addr: those in no bucket,
 * and on to the end of the last chain. */
static uint64_t count_hashed(uintptr_t addr)
{
	struct elf_gnu_hash h = {0};
	uint32_t last = 0;
	uintptr_t at;

	memory_copy_in(&h, addr, sizeof(h));
	if (h.buckets > MOST)
		return 0;
	at = elf_gnu_buckets(&h, addr);
	for (uint32_t i = 0; i < h.buckets; i++) {
		uint32_t symbol = word_at(at + 4ul * i);

		last = symbol > last ? symbol : last;
	}
	if (last < h.first)
		return h.first;
	at = elf_gnu_words(&h, addr);
	while (last < MOST && !(word_at(at + 4ul * (last - h.first)) & 1))
		last++;
	return last + 1ul;
}

static void load_mapped(struct symbols *s, const struct symbols_source *source)
{
	uintptr_t hash = 0, gnu_hash = 0;
	struct table t = {0};
	Elf64_Dyn d;

	for (uintptr_t at = source->dynamic; at < source->dynamic_end;
	     at += sizeof(d)) {
		if (memory_copy_in(&d, at, sizeof(d)) != sizeof(d) ||
		    d.d_tag == DT_NULL)
			break;
		if (d.d_tag == DT_SYMTAB)
			t.at = corrected(d.d_un.d_ptr, source);
		else if (d.d_tag == DT_STRTAB)
			t.names = corrected(d.d_un.d_ptr, source);
		else if (d.d_tag == DT_STRSZ)
			t.names_size = d.d_un.d_val;
		else if (d.d_tag == DT_HASH)
			hash = corrected(d.d_un.d_ptr, source);
		else if (d.d_tag == DT_GNU_HASH)
			gnu_hash = corrected(d.d_un.d_ptr, source);
	}
	if (!t.at || !t.names)
		return;
	if (gnu_hash)
		t.count = count_hashed(gnu_hash);
	else if (hash)
		t.count = word_at(hash + 4);
	make_index(s, &t);
}

/* --- outside ----------------------------------------------------------------
 */

void symbols_load(struct symbols *s, const struct symbols_source *source)
{
	*s = (struct symbols){.loaded = 1};
	if (source->path[0] == '/' &&
	    (load_file(source->path, s, source) == 0 ||
	     load_debug_file(s, source) == 0))
		return;
	load_mapped(s, source);
}

void symbols_forget(struct symbols *s)
{
	if (s->entry)
		pages_unmap(s->entry, s->entry_size);
	if (s->file)
		pages_unmap(s->file, s->file_size);
	*s = (struct symbols){.loaded = s->loaded};
}

/* Without a size it goes on to the next. */
static int holds(const struct symbols *s, size_t i, uint64_t value)
{
	const struct symbols_entry *e = &s->entry[i];

	if (e->size)
		return value - e->value < e->size;
	for (i++; i < s->count && s->entry[i].value == e->value;)
		i++;
	return i == s->count || value < s->entry[i].value;
}

/* Pieces of it, none of which reaches over a page's end. */
static void read_name(const struct symbols *s, uint32_t offset, char *name,
		      size_t size)
{
	uint64_t left = offset < s->names_size ? s->names_size - offset : 0;
	uintptr_t at = s->names + offset;
	size_t n = 0;

	while (left && n < size - 1) {
		size_t piece = PAGE - at % PAGE < CHUNK ? PAGE - at % PAGE
							: CHUNK;

		piece = piece < left ? piece : left;
		piece = piece < size - 1 - n ? piece : size - 1 - n;
		piece = memory_copy_in(name + n, at, piece);
		if (!piece || memchr(name + n, '\0', piece))
			break;
		n += piece;
		at += piece;
		left -= piece;
	}
	name[size - 1] = '\0';
	if (!left || n >= size - 1)
		name[n] = '\0';
}

/* The lower the better. */
static unsigned int rank(const struct symbols *s, const struct symbols_entry *e)
{
	char name[8];
	unsigned int underscores = 0;

	read_name(s, e->name, name, sizeof(name));
	while (name[underscores] == '_')
		underscores++;
	return (e->size ? 0 : 64) + (e->local ? 32 : 0) + underscores;
}

uint32_t symbols_find(const struct symbols *s, uint64_t value)
{
	size_t low = 0, high = s->count, i, best = SYMBOLS_NONE;
	unsigned int best_rank = 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->entry[mid].value <= value)
			low = mid + 1;
		else
			high = mid;
	}
	for (i = low; i > 0 && low - i < BACK; i--) {
		const struct symbols_entry *e = &s->entry[i - 1];
		unsigned int r;

		if (best != SYMBOLS_NONE && e->value != s->entry[best].value)
			break;
		if (!holds(s, i - 1, value))
			continue;
		r = rank(s, e);
		if (best == SYMBOLS_NONE || r < best_rank) {
			best = i - 1;
			best_rank = r;
		}
	}
	return (uint32_t)best;
}

int symbols_name(const struct symbols *s, uint32_t at, char *name, size_t size,
		 uint64_t *start)
{
	char *version; /* memcpy@GLIBC_2.2.5 */

	*name = '\0';
	if (at >= s->count)
		return 0;
	read_name(s, s->entry[at].name, name, size);
	version = strchr(name, '@');
	if (version)
		*version = '\0';
	*start = s->entry[at].value;
	return *name != '\0';
}

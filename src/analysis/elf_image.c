/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Maps an ELF file as a loader would, to read its unwind tables. */
#include "analysis/elf_image.h"

#include <asm/errno.h>
#include <asm/errno.h>
#include <asm/stat.h>
#include <linux/mman.h>

#include "analysis/functions/elf_parts.h"
#include "base/constants.h"
#include "base/nolibc.h"
#include "base/rawcall.h"

#define HEAD 4096 /* the program headers stand in a file's first bytes */
#define LARGEST (1ul << 32)
#define FILE_TYPE 0170000
#define REGULAR 0100000
#define SMALL_HOLE (1l << 20)
#define SEEK_DATA 3
#define SEEK_HOLE 4

struct span {
	uint64_t low, high; /* addresses in the file's own terms */
};

static uint64_t file_size(int fd, int *is_nameless)
{
	struct stat st;

	if (SYSCALL(__NR_fstat, fd, &st, 0, 0, 0, 0) != 0 ||
	    (st.st_mode & FILE_TYPE) != REGULAR)
		return 0;
	*is_nameless = st.st_nlink == 0;
	return (uint64_t)st.st_size;
}

/* The program headers, in head; NULL: this is not what a loader would take. */
static const Elf64_Phdr *headers(const uint8_t *head, long n,
				 unsigned int *count)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)(const void *)head;

	if (n < (long)sizeof(*e) || !elf_has_segments(e) ||
	    e->e_phoff % 8 != 0 || e->e_phoff > (uint64_t)n ||
	    e->e_phnum > ((uint64_t)n - e->e_phoff) / sizeof(Elf64_Phdr))
		return NULL;
	*count = e->e_phnum;
	return (const Elf64_Phdr *)(const void *)(head + e->e_phoff);
}

/* Of what the file holds and nothing else; 0: nothing or nonsense. */
static int is_segment(const Elf64_Phdr *p, uint64_t size)
{
	return p->p_type == PT_LOAD && p->p_filesz && p->p_offset < size &&
	       p->p_filesz < LARGEST && p->p_vaddr < 1ul << 47 &&
	       (p->p_vaddr - p->p_offset) % PAGE == 0;
}

static struct span find_span(const Elf64_Phdr *p, unsigned int count,
			     uint64_t size)
{
	struct span s = {~0ul, 0};

	for (unsigned int i = 0; i < count; i++) {
		if (!is_segment(&p[i], size))
			continue;
		if (page_down(p[i].p_vaddr) < s.low)
			s.low = page_down(p[i].p_vaddr);
		if (page_up(p[i].p_vaddr + p[i].p_filesz) > s.high)
			s.high = page_up(p[i].p_vaddr + p[i].p_filesz);
	}
	return s;
}

/* Its pages: those beyond the file's end are never readable. */
static struct elf_image_code pages_of(const Elf64_Phdr *p, uint64_t size)
{
	uint64_t offset = page_down(p->p_offset);
	uint64_t stop = p->p_offset + p->p_filesz;

	return (struct elf_image_code){
		.offset = offset,
		.size = page_up((stop < size ? stop : size) - offset)};
}

static int map_segment(struct elf_image *image, const Elf64_Phdr *p,
		       uintptr_t bias, int fd, uint64_t size)
{
	struct elf_image_code pages = pages_of(p, size);
	uint64_t offset = pages.offset;
	uintptr_t at = bias + page_down(p->p_vaddr);
	size_t length = pages.size;

	if (image->object.elf.spans == EH_SPANS)
		return -ENOEXEC;
	if (sys_failed(sys_mmap((void *)at, length, PROT_READ,
				MAP_PRIVATE | MAP_FIXED, fd, (long)offset)))
		return -ENOEXEC;
	image->object.elf.span[image->object.elf.spans++] =
		(struct eh_span){at, at + length};
	if (p->p_flags & PF_X)
		image->code[image->codes++] =
			(struct elf_image_code){offset, at, length};
	return 0;
}

static int map_all(struct elf_image *image, const Elf64_Phdr *p,
		   unsigned int count, int fd, uint64_t size)
{
	struct span s = find_span(p, count, size);
	uintptr_t bias, base = 0;
	int err = 0;

	if (s.low >= s.high || s.high - s.low > LARGEST)
		return -ENOEXEC;
	image->size = s.high - s.low;
	image->memory = sys_mmap(NULL, image->size, PROT_NONE,
				 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
				 -1, 0);
	if (sys_failed(image->memory)) {
		image->memory = NULL;
		return -ENOEXEC;
	}
	bias = (uintptr_t)image->memory - s.low;
	for (unsigned int i = 0; i < count && !err; i++) {
		if (!is_segment(&p[i], size))
			continue;
		err = map_segment(image, &p[i], bias, fd, size);
		if (p[i].p_offset == 0 && !base)
			base = bias + p[i].p_vaddr;
	}
	if (!err)
		err = functions_open(&image->object, base);
	if (err)
		elf_image_close(image);
	return err;
}

static const Elf64_Phdr *read_headers(int fd, uint8_t head[HEAD],
				      unsigned int *count)
{
	return headers(head, sys_pread(fd, head, HEAD, 0), count);
}

int elf_image_open(struct elf_image *image, int fd)
{
	uint8_t head[HEAD] __attribute__((aligned(8)));
	int is_nameless;
	uint64_t size = file_size(fd, &is_nameless);
	unsigned int count;
	const Elf64_Phdr *p = read_headers(fd, head, &count);

	image->object = (struct functions){.has_fd = 1, .fd = fd};
	image->codes = 0;
	image->memory = NULL;
	return p ? map_all(image, p, count, fd, size) : -ENOEXEC;
}

/* The notes of a linker stand behind the program headers. */
static void look_at_notes(struct elf_image_head *head, const uint8_t *bytes,
			  const Elf64_Phdr *p)
{
	const uint8_t *notes = bytes + p->p_offset, *id;
	size_t size;

	if (p->p_offset % 4 || p->p_offset > HEAD ||
	    p->p_filesz > HEAD - p->p_offset)
		return;
	head->is_go |= elf_is_go(notes, p->p_filesz);
	id = elf_build_id(notes, p->p_filesz, &size);
	if (!id || size > sizeof(head->build_id) || head->build_id_size)
		return;
	memcpy(head->build_id, id, size);
	head->build_id_size = size;
}

int elf_image_look(int fd, struct elf_image_head *head)
{
	uint8_t bytes[HEAD] __attribute__((aligned(8)));
	uint64_t size = file_size(fd, &head->is_nameless);
	unsigned int count = 0;
	const Elf64_Phdr *p = size ? read_headers(fd, bytes, &count) : NULL;

	head->codes = head->build_id_size = 0;
	head->is_go = 0;
	for (unsigned int i = 0; p && i < count; i++)
		if (p[i].p_type == PT_NOTE)
			look_at_notes(head, bytes, &p[i]);
		else if (is_segment(&p[i], size) && (p[i].p_flags & PF_X) &&
			 head->codes < EH_SPANS)
			head->code[head->codes++] = pages_of(&p[i], size);
	return head->codes != 0;
}

int elf_image_data(int fd, uint64_t *first, uint64_t last, uint64_t *end)
{
	long data = sys_lseek(fd, (long)*first, SEEK_DATA), hole;

	*end = last;
	if (data == -ENXIO || (data >= 0 && (uint64_t)data >= last))
		return 0;
	if (data < 0) /* this file system does not say */
		return 1;
	*first = (uint64_t)data;
	do {
		hole = sys_lseek(fd, data, SEEK_HOLE);
		if (hole < 0 || (uint64_t)hole >= last)
			return 1;
		data = sys_lseek(fd, hole, SEEK_DATA);
	} while (data >= 0 && data - hole < SMALL_HOLE);
	*end = (uint64_t)hole;
	return 1;
}

void elf_image_close(struct elf_image *image)
{
	functions_close(&image->object);
	if (image->memory)
		sys_munmap(image->memory, image->size);
	image->memory = NULL;
}

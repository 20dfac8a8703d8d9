/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * bounds FILE [no-file] [raw]: maps a program or a shared object as the kernel
 * and a loader would, and prints a line for each candidate in its code: the
 * file's address of the candidate; who tells of its function, from where to
 * where; may it be a jump, may it be a call; the number, if it is constant.
 * With no-file the object's file is not read, with raw it is not relocated. An
 * unwind entry of a signal's return begins a byte early: the function does not.
 * An object that no loader has to load is found by the kernel's vector, as at
 * the start of a static program.
 */
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/functions/functions.h"
#include "analysis/insn.h"
#include "analysis/link_map.h"
#include "analysis/patchable.h"
#include "thread/memory.h"

#define PAGE 4096ul
#define SITES 4096

static const uint8_t *file;
static size_t file_size;
static uintptr_t bias;
static struct functions object;
static int is_raw;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static const Elf64_Phdr *segment(size_t i)
{
	const Elf64_Ehdr *e = (const void *)file;

	return i < e->e_phnum
		       ? (const Elf64_Phdr *)(const void *)(file + e->e_phoff) +
				 i
		       : NULL;
}

static uintptr_t reserve(void)
{
	const Elf64_Ehdr *e = (const void *)file;
	uintptr_t low = ~0ul, high = 0;
	const Elf64_Phdr *p;
	void *at;

	for (size_t i = 0; (p = segment(i)); i++) {
		if (p->p_type != PT_LOAD)
			continue;
		if (p->p_vaddr < low)
			low = p->p_vaddr & -PAGE;
		if (p->p_vaddr + p->p_memsz > high)
			high = (p->p_vaddr + p->p_memsz + PAGE - 1) & -PAGE;
	}
	at = mmap(e->e_type == ET_EXEC ? (void *)low : NULL, high - low,
		  PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_ANONYMOUS |
			  (e->e_type == ET_EXEC ? MAP_FIXED_NOREPLACE : 0),
		  -1, 0);
	if (at == MAP_FAILED)
		fail("mmap");
	return (uintptr_t)at - low;
}

static void relocate(uintptr_t table, size_t size)
{
	const Elf64_Rela *r = (const Elf64_Rela *)(bias + table);

	for (; size >= sizeof(*r); size -= sizeof(*r), r++)
		if (ELF64_R_TYPE(r->r_info) == R_X86_64_RELATIVE)
			*(uint64_t *)(bias + r->r_offset) =
				bias + (uint64_t)r->r_addend;
}

static void relocate_all(const Elf64_Dyn *d)
{
	uintptr_t table = 0;
	size_t size = 0;

	for (; d->d_tag != DT_NULL; d++) {
		if (d->d_tag == DT_RELA)
			table = d->d_un.d_ptr;
		else if (d->d_tag == DT_RELASZ)
			size = d->d_un.d_val;
	}
	relocate(table, size);
}

/* For link_map.c: all memory is good here. */
int memory_peek(uintptr_t addr, uint64_t *word)
{
	memcpy(word, (const void *)addr, sizeof(*word));
	return 0;
}

static void take_object(const struct link_map_object *o, void *data)
{
	(void)data;
	object.elf.spans = o->spans;
	memcpy(object.elf.span, o->span, sizeof(o->span));
	if (!o->executable)
		fail("no code");
}

/* As at the first instruction of a static program. */
static void find_by_vector(void)
{
	const Elf64_Ehdr *e = (const void *)object.elf.span[0].start;
	uintptr_t stack[] = {0, /* no variables */
			     AT_PHDR,  (uintptr_t)e + e->e_phoff,
			     AT_PHNUM, e->e_phnum,
			     AT_NULL,  0};

	object.elf.spans = 0;
	link_map_start_at_exec((char **)stack);
	if (link_map_each(take_object, NULL) != 0 || !object.elf.spans)
		fail("link_map_each");
}

static void map(void)
{
	const Elf64_Phdr *p;
	int has_loader = 0;

	bias = reserve();
	for (size_t i = 0; (p = segment(i)); i++) {
		uintptr_t start = bias + p->p_vaddr;

		if (p->p_type != PT_LOAD)
			continue;
		memcpy((void *)start, file + p->p_offset, p->p_filesz);
		object.elf.span[object.elf.spans++] = (struct eh_span){
			start & -PAGE,
			(start + p->p_filesz + PAGE - 1) & -PAGE};
	}
	for (size_t i = 0; (p = segment(i)); i++)
		if (p->p_type == PT_DYNAMIC && !is_raw)
			relocate_all((const Elf64_Dyn *)(bias + p->p_vaddr));
		else if (p->p_type == PT_INTERP)
			has_loader = 1;
	if (!has_loader)
		find_by_vector();
}

static void print(const struct patchable_site *s)
{
	static const char *const source[FUNCTIONS_SOURCES] = {
		"index", "go", "frames", "symbols"};
	struct eh_function f = {.start = bias, .end = bias};
	enum functions_source from;
	int found = functions_find(&object, s->addr, &f, &from);

	printf("%lx %s %lx %lx %s %s %d\n", s->addr - bias,
	       found ? source[from] : "none", f.start + (f.signal != 0) - bias,
	       f.end - bias,
	       s->jump == PATCHABLE_PATCHED ? "jump" : patchable_text(s->jump),
	       s->call == PATCHABLE_PATCHED ? "call" : patchable_text(s->call),
	       s->jump == PATCHABLE_PATCHED ? s->window.nr : -1);
}

static void judge(const Elf64_Phdr *p)
{
	static struct patchable_site site[SITES];
	const uint8_t *at = (const uint8_t *)(bias + p->p_vaddr);
	const uint8_t *end = at + p->p_filesz;
	struct insn_function f = {0};
	size_t n = 0;

	for (at = insn_scan(at, end); at && n < SITES;
	     at = insn_scan(at + 2, end))
		patchable_judge(&object, &f, (uintptr_t)at, &site[n++]);
	patchable_branches(&object, site, n);
	for (size_t i = 0; i < n; i++)
		print(&site[i]);
}

int main(int argc, char **argv)
{
	int fd = open(argv[1], O_RDONLY);
	const Elf64_Phdr *p;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0)
		fail(argv[1]);
	file_size = (size_t)st.st_size;
	file = mmap(NULL, file_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (file == MAP_FAILED)
		fail("mmap");
	object.path = argv[1];
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "no-file") == 0)
			object.path = NULL;
		is_raw |= strcmp(argv[i], "raw") == 0;
	}
	map();
	if (functions_open(&object, object.elf.span[0].start) != 0)
		fail("functions_open");
	for (size_t i = 0; (p = segment(i)); i++)
		if (p->p_type == PT_LOAD && p->p_flags & PF_X)
			judge(p);
	functions_close(&object);
	return 0;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Reads the loader's list of objects, and finds symbols in them. */
#include "analysis/link_map.h"

#include <link.h>

#include "analysis/auxv.h"
#include "analysis/dynsym.h"
#include "analysis/functions/elf_parts.h"
#include "base/constants.h"
#include "base/nolibc.h"
#include "thread/memory.h"

/* The program's own headers. */
static const Elf64_Phdr *program;
static size_t program_count;

/* The loader's header; 0: the program has none, or was started by it. */
static uintptr_t loader;

static const struct r_debug *list; /* NULL: not found */
static int begins;		   /* the kernel has mapped what there is */

/* --- where the list is -----------------------------------------------------
 */

uintptr_t link_map_loader_symbol(const char *name)
{
	struct dynsym d;

	if (!loader)
		return 0;
	dynsym_open_image(&d, loader);
	return dynsym_address(&d, name);
}

static const struct r_debug *list_of_loader(void)
{
	return (const struct r_debug *)link_map_loader_symbol("_r_debug");
}

/* The word that the loader fills in for debuggers. */
static const struct r_debug *list_of_program(void)
{
	const Elf64_Phdr *end = program + program_count;
	const Elf64_Dyn *dynamic = NULL;
	uintptr_t bias = 0;

	for (const Elf64_Phdr *p = program; p < end; p++)
		if (p->p_type == PT_PHDR)
			bias = (uintptr_t)program - p->p_vaddr;
		else if (p->p_type == PT_DYNAMIC)
			dynamic = (const Elf64_Dyn *)(bias + p->p_vaddr);
	for (; dynamic && dynamic->d_tag != DT_NULL; dynamic++)
		if (dynamic->d_tag == DT_DEBUG)
			return (const struct r_debug *)dynamic->d_un.d_ptr;
	return NULL;
}

/* Of glibc's loader. musl's is libc too, whose calls are the program's. */
static uintptr_t code_start, code_end;

static void find_loader_code(void)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)loader;
	const Elf64_Phdr *p = (const Elf64_Phdr *)(loader + e->e_phoff);

	for (const Elf64_Phdr *end = p + e->e_phnum; p < end; p++)
		if (p->p_type == PT_LOAD && p->p_flags & PF_X) {
			code_start = loader + p->p_vaddr;
			code_end = code_start + p->p_memsz;
		}
}

int link_map_is_loaders(uintptr_t addr)
{
	return addr >= code_start && addr < code_end;
}

static void read_auxv(char **envp)
{
	program = (const Elf64_Phdr *)auxv_value(envp, AT_PHDR);
	program_count = auxv_value(envp, AT_PHNUM);
	loader = auxv_value(envp, AT_BASE);
	if (link_map_loader_symbol("_rtld_global"))
		find_loader_code();
}

void link_map_find_list(void)
{
	if (loader)
		list = list_of_loader();
	/* the loader was started, and told to start the program; or musl's */
	if (!list)
		list = list_of_program();
}

void link_map_start(char **envp)
{
	read_auxv(envp);
	link_map_find_list();
}

void link_map_start_at_exec(char **envp)
{
	read_auxv(envp);
	begins = 1;
}

static const struct link_map *first(void)
{
	return list ? list->r_map : NULL;
}

const char *link_map_own(void)
{
	const struct link_map *map = first();

	while (map && map->l_ld != _DYNAMIC)
		map = map->l_next;
	return map && map->l_name[0] ? map->l_name : NULL;
}

uintptr_t link_map_symbol(const char *soname, const char *name)
{
	for (const struct link_map *m = first(); m; m = m->l_next) {
		struct dynsym d;

		dynsym_open(&d, m->l_ld, m->l_addr);
		if (d.soname && strcmp(d.soname, soname) == 0)
			return dynsym_address(&d, name);
	}
	return 0;
}

/* --- all objects ----------------------------------------------------------
 */

/* The program has no name here. */
static int is_program(const struct link_map *m)
{
	return !m->l_name[0];
}

static int has_preinit(const struct link_map *m)
{
	for (const Elf64_Dyn *d = m->l_ld; d->d_tag != DT_NULL; d++)
		if (d->d_tag == DT_PREINIT_ARRAY)
			return 1;
	return 0;
}

static int is_file_called(const struct link_map *m, const char *start)
{
	const char *slash = strrchr(m->l_name, '/');

	return slash && strncmp(slash + 1, start, strlen(start)) == 0;
}

int link_map_sanitizer(void)
{
	for (const struct link_map *m = first(); m; m = m->l_next)
		if ((is_program(m) && has_preinit(m)) ||
		    is_file_called(m, "libtsan.so") ||
		    is_file_called(m, "libclang_rt.tsan"))
			return 1;
	return 0;
}

/* The vDSO has no path. */
static int is_file(const struct link_map *m)
{
	return is_program(m) || strchr(m->l_name, '/');
}

/* Are its headers where the file's first page would be? Not if it was linked
 * for a place of its own, or has had them moved to its end. */
static int has_headers(const struct link_map *m)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)m->l_addr;
	const Elf64_Phdr *p, *end;
	uint64_t word;

	if (memory_peek(m->l_addr, &word) != 0 || !elf_has_segments(e) ||
	    e->e_phoff > PAGE || e->e_phnum > PAGE / sizeof(*p) ||
	    e->e_phoff + e->e_phnum * sizeof(*p) > PAGE)
		return 0;
	p = (const Elf64_Phdr *)(m->l_addr + e->e_phoff);
	for (end = p + e->e_phnum; p < end; p++)
		if (p->p_type == PT_DYNAMIC)
			return m->l_addr + p->p_vaddr == (uintptr_t)m->l_ld;
	return 0;
}

static struct eh_span file_part(uintptr_t bias, const Elf64_Phdr *p)
{
	uintptr_t start = bias + p->p_vaddr;

	return (struct eh_span){page_down(start), page_up(start + p->p_filesz)};
}

static void add_segments(struct link_map_object *o, uintptr_t bias,
			 const Elf64_Phdr *p, size_t count)
{
	for (const Elf64_Phdr *end = p + count; p < end; p++) {
		if (p->p_type != PT_LOAD || !(p->p_flags & PF_R) ||
		    o->spans == EH_SPANS)
			continue;
		if ((p->p_flags & (PF_X | PF_W)) == PF_X)
			o->executable |= 1u << o->spans;
		o->span[o->spans++] = file_part(bias, p);
	}
}

static void add_listed(struct link_map_object *o, const struct link_map *m)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)m->l_addr;

	if (is_program(m))
		add_segments(o, m->l_addr, program, program_count);
	else
		add_segments(o, m->l_addr,
			     (const Elf64_Phdr *)(m->l_addr + e->e_phoff),
			     e->e_phnum);
}

/* --- before the loader has run -----------------------------------------------
 */

/* How far is the object from where it was linked for? Its header is in the page
 * of its program headers, the first that the file has. 0: it is not there. */
static int find_bias(const Elf64_Phdr *headers, size_t count, uintptr_t *bias)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)page_down((uintptr_t)headers);

	if (!elf_has_segments(e) ||
	    (uintptr_t)e + e->e_phoff != (uintptr_t)headers)
		return 0;
	for (const Elf64_Phdr *p = headers; p < headers + count; p++)
		if (p->p_type == PT_LOAD && page_down(p->p_offset) == 0) {
			*bias = (uintptr_t)e - page_down(p->p_vaddr);
			return 1;
		}
	return 0;
}

static int see_mapped(const char *name, const Elf64_Phdr *headers, size_t count,
		      link_map_fn *fn, void *data)
{
	struct link_map_object o = {
		.name = name,
		.file = headers == program ? LINK_MAP_PROGRAM : NULL};
	uintptr_t bias;

	if (!find_bias(headers, count, &bias))
		return -1;
	add_segments(&o, bias, headers, count);
	if (o.executable && fn)
		fn(&o, data);
	return 0;
}

static int each_mapped(link_map_fn *fn, void *data)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)loader;
	const Elf64_Phdr *p = loader ? (const Elf64_Phdr *)(loader + e->e_phoff)
				     : NULL;

	if (see_mapped("the program", program, program_count, NULL, NULL) ||
	    (p && see_mapped("the loader", p, e->e_phnum, NULL, NULL)))
		return -1;
	see_mapped("the program", program, program_count, fn, data);
	if (p)
		see_mapped("the loader", p, e->e_phnum, fn, data);
	return 0;
}

int link_map_each(link_map_fn *fn, void *data)
{
	if (begins)
		return each_mapped(fn, data);
	/* a list of namespaces: others than ours */
	if (!list || list->r_version > 1)
		return -1;
	for (const struct link_map *m = first(); m; m = m->l_next)
		if (is_file(m) && !is_program(m) && !has_headers(m))
			return -1;
	for (const struct link_map *m = first(); m; m = m->l_next) {
		struct link_map_object o = {
			.name = is_program(m) ? "the program" : m->l_name,
			.file = is_program(m) ? LINK_MAP_PROGRAM : m->l_name,
		};

		if (is_file(m))
			add_listed(&o, m);
		if (o.executable)
			fn(&o, data);
	}
	return 0;
}

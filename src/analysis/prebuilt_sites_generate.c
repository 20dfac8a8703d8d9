/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Build-time program: prints the C source of prebuilt_sites.h's tables for the
 * objects that it has mapped itself. Linked like the library, so these are the
 * ones that come with it: libc, the loader, libm. And those that are there of
 * the libraries that many programs have: few have a site, but to see that takes
 * the time to map and read all of their code.
 */
#include <dlfcn.h>
#include <inttypes.h>
#include <link.h>
#include <stdio.h>

#include "analysis/functions/functions.h"
#include "analysis/insn.h"
#include "analysis/patchable.h"
#include "analysis/prebuilt_sites.h"
#include "base/constants.h"

#define OBJECTS_MAX 32
#define SITES_MAX 4096

static const char *const usual[] = {
	"libacl.so.1",	  "libattr.so.1",  "libcap.so.2",     "libcrypto.so.3",
	"libexpat.so.1",  "libgcc_s.so.1", "libpcre2-8.so.0", "libselinux.so.1",
	"libstdc++.so.6", "libtinfo.so.6", "libz.so.1",
};

static struct prebuilt_object object[OBJECTS_MAX];
static size_t objects;
static uint32_t sites;

static void print_site(uintptr_t base, const struct patchable_site *s)
{
	printf("\t{0x%" PRIxPTR ", {%d, %d, %d}, %d, %d},\n", s->addr - base,
	       s->window.size, s->window.count, s->window.nr, s->jump, s->call);
}

static void print_sites(struct functions *of, const uint8_t *p,
			const uint8_t *end, struct prebuilt_object *o)
{
	static struct patchable_site site[SITES_MAX];
	struct insn_function f = {0};

	for (p = insn_scan(p, end); p && o->count < SITES_MAX;
	     p = insn_scan(p + 2, end)) {
		struct patchable_site *s = &site[o->count];

		patchable_judge(of, &f, (uintptr_t)p, s);
		if (s->jump == PATCHABLE_NO_FUNCTION ||
		    s->jump == PATCHABLE_NOT_CODE)
			o->left[s->jump]++;
		else
			o->count++;
	}
	patchable_branches(of, site, o->count);
	for (uint32_t i = 0; i < o->count; i++)
		print_site(of->elf.base, &site[i]);
}

static int visit(struct dl_phdr_info *info, size_t size, void *data)
{
	struct functions functions = {.path = info->dlpi_name};
	struct eh_object *elf = &functions.elf;
	struct prebuilt_object *o = &object[objects];
	const ElfW(Phdr) *code = NULL;
	uintptr_t start, end;

	(void)size;
	(void)data;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		if (p->p_type != PT_LOAD || elf->spans == EH_SPANS)
			continue;
		start = page_down(info->dlpi_addr + p->p_vaddr);
		end = page_up(info->dlpi_addr + p->p_vaddr + p->p_memsz);
		elf->span[elf->spans++] = (struct eh_span){start, end};
		if (p->p_flags & PF_X)
			code = p;
	}
	if (!code || !info->dlpi_name[0] || objects == OBJECTS_MAX ||
	    functions_open(&functions, elf->span[0].start) || !elf->build_id ||
	    elf->build_id_size != PREBUILT_ID_SIZE)
		return 0;
	for (size_t i = 0; i < PREBUILT_ID_SIZE; i++)
		o->build_id[i] = elf->build_id[i];
	o->first = sites;
	start = page_down(info->dlpi_addr + code->p_vaddr);
	end = page_up(info->dlpi_addr + code->p_vaddr + code->p_memsz);
	print_sites(&functions, (const uint8_t *)start, (const uint8_t *)end,
		    o);
	functions_close(&functions);
	sites += o->count;
	objects++;
	return 0;
}

int main(void)
{
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		dlopen(usual[i], RTLD_LAZY);
	printf("#include \"analysis/prebuilt_sites.h\"\n\n"
	       "const struct prebuilt_site prebuilt_sites[] = {\n");
	dl_iterate_phdr(visit, NULL);
	printf("\t{0},\n};\n\nconst struct prebuilt_object prebuilt_objects[] "
	       "= {\n");
	for (size_t i = 0; i < objects; i++) {
		printf("\t{{");
		for (size_t k = 0; k < PREBUILT_ID_SIZE; k++)
			printf("0x%02x, ", object[i].build_id[k]);
		printf("},\n\t %" PRIu32 ", %" PRIu32 ", {", object[i].first,
		       object[i].count);
		for (size_t k = 0; k < PATCHABLE_VERDICTS; k++)
			printf("%" PRIu32 ", ", object[i].left[k]);
		printf("}},\n");
	}
	printf("};\n\nconst size_t prebuilt_objects_count = %zu;\n", objects);
	return 0;
}

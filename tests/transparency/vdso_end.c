/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Behind the vDSO's end there is nothing but zeros, and its mapping is one and
 * cannot be written. Fails without clear_scratch(): the helper of an exec has
 * its code there.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <link.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "check.h"

#define PAGE 4096ul

/* The section headers come last. */
static size_t image_size(const ElfW(Ehdr) * e)
{
	return e->e_shoff + (size_t)e->e_shnum * e->e_shentsize;
}

/* How many mappings there are of [vdso], and whether it can be written. */
static void look_at_mapping(void)
{
	char line[512], prot[5] = "";
	int count = 0;
	FILE *f = fopen("/proc/self/maps", "r");

	CHECK(f);
	while (f && fgets(line, sizeof(line), f))
		if (strstr(line, "[vdso]")) {
			CHECK(sscanf(line, "%*s %4s", prot) == 1);
			count++;
		}
	if (f)
		fclose(f);
	CHECK(count == 1);
	CHECK(strcmp(prot, "r-xp") == 0);
}

#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#endif

int main(int argc, char **argv)
{
	const char *vdso = (const char *)getauxval(AT_SYSINFO_EHDR);
	size_t end;

	if (!vdso)
		skip("no vDSO");
	end = image_size((const ElfW(Ehdr) *)vdso);
	for (; end % PAGE; end++)
		CHECK(vdso[end] == 0);
	look_at_mapping();
	/* once more where nothing can be both written and executed */
	if (argc == 1 && prctl(PR_SET_MDWE, 1, 0, 0, 0) == 0 && !broken)
		execl("/proc/self/exe", argv[0], "again", NULL);
	return verdict();
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A probe of the kernel's (uprobe) in a function that makes a system call. */
#ifndef PROBES_H
#define PROBES_H

#include <fcntl.h>
#include <link.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

#define PROBE_RETURN 1 /* at its return, not at its entry */

/* getppid */
__attribute__((noinline, naked)) static long probed_call(void)
{
	__asm__("mov $110, %eax\n\tsyscall\n\tret");
}

/* probed_call in the file. */
static int probe_find(struct dl_phdr_info *own, size_t size, void *offset)
{
	uintptr_t at = (uintptr_t)probed_call - own->dlpi_addr;

	(void)size;
	for (int i = 0; i < own->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &own->dlpi_phdr[i];

		if (p->p_type == PT_LOAD && at - p->p_vaddr < p->p_filesz)
			*(uint64_t *)offset = at - p->p_vaddr + p->p_offset;
	}
	return 1;
}

static unsigned int probe_type(void)
{
	FILE *f = fopen("/sys/bus/event_source/devices/uprobe/type", "r");
	unsigned int type = 0;

	if (!f || fscanf(f, "%u", &type) != 1)
		skip("no uprobes here");
	fclose(f);
	return type;
}

/* In this process and its children, until the descriptor is closed. */
static int probe(unsigned int where)
{
	struct perf_event_attr attr = {.size = sizeof(attr)};
	/* the kernel reads it again for each child */
	static char path[4096];
	int fd;

	attr.type = probe_type();
	attr.config = where;
	attr.inherit = 1;
	if (readlink("/proc/self/exe", path, sizeof(path) - 1) < 0)
		exit(2);
	attr.config1 = (uintptr_t)path;
	dl_iterate_phdr(probe_find, &attr.config2);
	fd = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
	if (fd < 0)
		skip("no right to probe");
	return fd;
}

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The kernel probes the return of a function: the program comes to a page of the
 * kernel's, and from there makes a system call that may come from nowhere else.
 * Fails (SIGILL) if the net catches that and makes it in the gate.
 */
/*
 * The kernel puts a probe before a system call and takes it away: it writes the
 * first byte of what the file has there. Fails if that makes something else of a
 * jump.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <link.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

__attribute__((noinline, noclone, naked)) static long own_call(void)
{
	__asm__("mov $110, %eax\n\tsyscall\n\tret");
}

/* own_call in the file. */
static int find(struct dl_phdr_info *own, size_t size, void *offset)
{
	uintptr_t at = (uintptr_t)own_call - own->dlpi_addr;

	(void)size;
	for (int i = 0; i < own->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &own->dlpi_phdr[i];

		if (p->p_type == PT_LOAD && at - p->p_vaddr < p->p_filesz)
			*(uint64_t *)offset = at - p->p_vaddr + p->p_offset;
	}
	return 1;
}

static int probe_type(void)
{
	FILE *f = fopen("/sys/bus/event_source/devices/uprobe/type", "r");
	int type = -1;

	if (!f || fscanf(f, "%d", &type) != 1)
		skip("no uprobes here");
	fclose(f);
	return type;
}

int main(void)
{
	struct perf_event_attr attr = {.size = sizeof(attr)};
	char path[4096] = "";
	long before = own_call();
	pid_t child;
	int fd;

	attr.type = (unsigned int)probe_type();
	attr.config = 1; /* at its return */
	attr.inherit = 1;
	if (readlink("/proc/self/exe", path, sizeof(path) - 1) < 0)
		return 2;
	attr.config1 = (uintptr_t)path;
	dl_iterate_phdr(find, &attr.config2);
	fd = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
	if (fd < 0)
		skip("no right to probe");
	CHECK(before == getppid());
	child = fork(); /* it is probed too */
	if (!child)
		_exit(own_call() != getppid());
	CHECK(end_of(child) == 0);
	close(fd);
	return verdict();
}

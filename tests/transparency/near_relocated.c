/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Code that a loader relocates (text relocations): mapped executable, written
 * with its protection changed for that, run. Fails if what was rewritten when
 * it was mapped is run, or is what the loader writes on.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

long relocated_call(long nr);
extern char relocated_word[];

/* The program's code, once more: where relocated_call is in it. */
static char *map_again(struct dl_phdr_info *own)
{
	int fd = open("/proc/self/exe", O_RDONLY);
	uintptr_t at = (uintptr_t)relocated_call - own->dlpi_addr;

	for (int i = 0; i < own->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &own->dlpi_phdr[i];
		uintptr_t cut = p->p_offset % 4096;
		char *code;

		if (p->p_type != PT_LOAD || at - p->p_vaddr >= p->p_memsz)
			continue;
		code = mmap(NULL, p->p_filesz + cut, PROT_READ | PROT_EXEC,
			    MAP_PRIVATE, fd, (off_t)(p->p_offset - cut));
		CHECK(mprotect(code, p->p_filesz + cut,
			       PROT_READ | PROT_WRITE) == 0);
		code += cut + (at - p->p_vaddr);
		*(long *)(void *)(code + (relocated_word -
					  (char *)relocated_call)) = getpid();
		code -= cut + (at - p->p_vaddr);
		CHECK(mprotect(code, p->p_filesz + cut,
			       PROT_READ | PROT_EXEC) == 0);
		return code + cut + (at - p->p_vaddr);
	}
	return NULL;
}

static int relocate(struct dl_phdr_info *own, size_t size, void *code)
{
	(void)size;
	*(char **)code = map_again(own);
	return 1; /* the program is the first */
}

int main(void)
{
	long (*call)(long) = NULL;
	pid_t child;

	CHECK(relocated_call(SYS_getsid) < 0);
	dl_iterate_phdr(relocate, (void *)&call);
	CHECK(call);
	child = fork();
	if (!child) /* it may crash */
		_exit(call(SYS_getsid) != getsid(0));
	CHECK(end_of(child) == 0);
	return verdict();
}

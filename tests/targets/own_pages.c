/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program that unmaps, replaces, protects and moves what is not its own:
 * address 0, the gate, stubs, the library, as far as they are there. It finds
 * nothing mapped, its calls go on, and a null call is still a fault. Prints
 * what it was told.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "raw.h"

#define PAGE 4096ul

static unsigned long start, end;

/* Where the mappings of that name are. */
static int find(const char *name)
{
	char line[512];
	unsigned long a, b;
	FILE *f = fopen("/proc/self/maps", "r");

	start = end = 0;
	while (f && fgets(line, sizeof(line), f))
		if (strstr(line, name) &&
		    sscanf(line, "%lx-%lx", &a, &b) == 2) {
			if (!start)
				start = a;
			end = b;
		}
	if (f)
		fclose(f);
	return end != 0;
}

static void told(const char *what, long ret)
{
	const char *name = ret < 0 && ret > -4096 ? strerrorname_np((int)-ret)
						  : "";

	printf("%s: %s%s\n", what, ret < 0 ? name : "done",
	       syscall(SYS_getppid) == 4242 ? "" : ", not hooked");
}

static void try_all(const char *who, long at, long size)
{
	const int fixed = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
	int shm = shmget(IPC_PRIVATE, PAGE, 0600);

	puts(who);
	told("munmap", raw3(SYS_munmap, at, size, 0));
	told("mprotect", raw3(SYS_mprotect, at, size, PROT_NONE));
	told("mprotect to code", raw3(SYS_mprotect, at, size, PROT_EXEC));
	told("madvise", raw3(SYS_madvise, at, size, MADV_DONTNEED));
	told("mmap",
	     raw6(SYS_mmap, at, size, PROT_READ | PROT_WRITE, fixed, -1, 0));
	told("mremap",
	     raw6(SYS_mremap, at, size, 2 * size, MREMAP_MAYMOVE, 0, 0));
	if (at)
		told("shmat", raw3(SYS_shmat, shm, at, SHM_REMAP));
	shmctl(shm, IPC_RMID, NULL);
}

static long map_at(long at)
{
	return raw6(SYS_mmap, at, PAGE, PROT_READ,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
}

/* What lies around ours is the program's. */
static void around(void)
{
	unsigned char in_core;
	long below = (long)(start - PAGE), above = (long)end;

	puts("around the gate");
	if (map_at(below) != below || map_at(above) != above)
		return;
	told("madvise",
	     raw3(SYS_madvise, below, above + (long)PAGE - below, MADV_NORMAL));
	told("mprotect", raw3(SYS_mprotect, below, above + (long)PAGE - below,
			      PROT_READ | PROT_WRITE));
	*(volatile char *)below = 1;
	told("munmap", raw3(SYS_munmap, 0, above + (long)PAGE, 0));
	if (mincore((void *)below, PAGE, &in_core) == 0 ||
	    mincore((void *)above, PAGE, &in_core) == 0)
		puts("still mapped");
}

static void call_null(void)
{
	int status;

	if (fork() == 0) {
		void (*null)(void);

		__asm__ volatile("xor %0, %0" : "=r"(null));
		signal(SIGSEGV, SIG_DFL);
		null();
		_exit(0);
	}
	wait(&status);
	printf("a null call ends by signal %d\n",
	       WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	if (find("00000000-00001000 ")) {
		try_all("address 0", 0, PAGE);
		puts(find("00000000-00001000 ") ? "still there" : "gone");
	}
	if (find("zpoline-gate"))
		try_all("gate", (long)start, (long)(end - start));
	if (find("zpoline-gate")) {
		end = start + 0x19000; /* GATE_SIZE */
		around();
	}
	/* code of no file: stubs for the program's own call sites */
	if (find(" r-xp 00000000 00:00 0 \n"))
		try_all("stubs", (long)start, (long)(end - start));
	if (find("libzpoline.so"))
		try_all("library", (long)start, (long)(end - start));
	call_null();
	return 0;
}

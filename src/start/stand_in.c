/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The object that stands for the library where the loader did not load it. */
#include "start/stand_in.h"

#include <asm/errno.h>
#include <asm/unistd.h>
#include <linux/memfd.h>

#include "base/nolibc.h"
#include "base/rawcall.h"
#include "base/sink.h"
#include "start/stand_in_functions.h"
#include "thread/memory.h"
#include "zpoline.h"

extern const char stand_in_file[] __attribute__((visibility("hidden")));
extern const char stand_in_file_end[] __attribute__((visibility("hidden")));

/* It is read from its start on. */
static int open_file(void)
{
	size_t size = (size_t)(stand_in_file_end - stand_in_file);
	int fd = (int)SYSCALL(__NR_memfd_create, "zpoline.h", MFD_CLOEXEC, 0, 0,
			      0, 0);
	long n;

	if (fd < 0)
		return fd;
	n = sink_write(fd, SINK_FILE, stand_in_file, size);
	if (n == (long)size) {
		SYSCALL(__NR_lseek, fd, 0, 0, 0, 0, 0);
		return fd;
	}
	sys_close(fd);
	return n < 0 ? (int)n : -ENOSPC;
}

/* arg: NULL for open(), else for openat(). */
static int on_open(struct SyscallRegs *regs, void *arg)
{
	char path[sizeof(STAND_IN_PATH)];

	if (memory_copy_in(path, arg ? regs->rsi : regs->rdi, sizeof(path)) !=
		    sizeof(path) ||
	    memcmp(path, STAND_IN_PATH, sizeof(path)) != 0)
		return ZPOLINE_PASS;
	regs->rax = (uint64_t)(long)open_file();
	return ZPOLINE_ANSWER;
}

static char is_openat;

int stand_in_begin(void)
{
	int err = zpoline_hook(__NR_openat, on_open, &is_openat);

	return err ? err : zpoline_hook(__NR_open, on_open, NULL);
}

void stand_in_end(void)
{
	zpoline_unhook(__NR_openat, on_open, &is_openat);
	zpoline_unhook(__NR_open, on_open, NULL);
}

int stand_in_open(char *path, size_t size)
{
	int fd = open_file();

	nolibc_format(path, size, "/proc/self/fd/%d", fd);
	return fd;
}

#define ADDRESS(name) (uintptr_t) name,

static const uintptr_t functions[] = {STAND_IN_FUNCTIONS(ADDRESS)};

const uintptr_t *stand_in_functions(size_t *n)
{
	*n = sizeof(functions) / sizeof(functions[0]);
	return functions;
}

void stand_in_fill(void *table)
{
	memcpy(table, functions, sizeof(functions));
}

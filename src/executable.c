/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* On the way to exec: the program's stack holds a few words, the rest is in a
 * mapping of its own. */
#include "executable.h"

#include <asm/stat.h>
#include <asm/unistd.h>
#include <elf.h>
#include <linux/fcntl.h>
#include <linux/prctl.h>
#include <linux/stat.h>

#include "arena.h"
#include "log.h"
#include "memory.h"
#include "syscall.h"
#include "text.h"

struct executable {
	struct stat stat;
	union {
		char line[256]; /* of a script; the kernel reads no more */
		Elf64_Ehdr header;
	};
	Elf64_Phdr segment;
	char path[4096];
};

static long read_at(int fd, void *buf, size_t n, uint64_t offset)
{
	return SYSCALL(__NR_pread64, fd, buf, n, offset, 0, 0);
}

/* Nothing but a file is opened: a device or a pipe would notice. */
static int open_file(struct executable *e, int dir, int flags)
{
	if (SYSCALL(__NR_newfstatat, dir, e->path, &e->stat,
		    flags & (AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW), 0, 0) ||
	    !S_ISREG(e->stat.st_mode) || !(e->stat.st_mode & 0111))
		return -1;
	if (!e->path[0])
		text_format(e->path, sizeof(e->path), "/proc/self/fd/%d", dir);
	return (int)SYSCALL(__NR_openat, dir, e->path, O_RDONLY | O_CLOEXEC, 0,
			    0, 0);
}

/* What makes the loader cautious. For a program that may do what it likes
 * already, the bits change nothing. */
static const char *gains(const struct stat *stat, int fd)
{
	uint32_t uid = (uint32_t)SYSCALL(__NR_getuid, 0, 0, 0, 0, 0, 0);
	uint32_t gid = (uint32_t)SYSCALL(__NR_getgid, 0, 0, 0, 0, 0, 0);

	if (SYSCALL(__NR_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0, 0) == 1)
		return NULL;
	if ((stat->st_mode & S_ISUID) && stat->st_uid != uid)
		return "set-user-ID";
	if ((stat->st_mode & S_ISGID) && (stat->st_mode & S_IXGRP) &&
	    stat->st_gid != gid)
		return "set-group-ID";
	if (uid && SYSCALL(__NR_fgetxattr, fd, "security.capability", NULL, 0,
			   0, 0) > 0)
		return "with capabilities";
	return NULL;
}

static int names_loader(struct executable *e, int fd)
{
	for (unsigned int i = 0; i < e->header.e_phnum; i++) {
		uint64_t at =
			e->header.e_phoff + (uint64_t)i * sizeof(e->segment);

		if (read_at(fd, &e->segment, sizeof(e->segment), at) !=
		    sizeof(e->segment))
			return 1;
		if (e->segment.p_type == PT_INTERP)
			return 1;
	}
	return 0;
}

/* The loader itself, run by name, names none. */
static int is_loader(const char *path)
{
	const char *name = strrchr(path, '/');

	return strncmp(name ? name + 1 : path, "ld-", 3) == 0;
}

/* Why the program's calls will not be seen; NULL: no reason. */
static const char *judge(struct executable *e, int fd)
{
	const Elf64_Ehdr *h = &e->header;

	if (memcmp(h->e_ident, ELFMAG, SELFMAG) != 0)
		return NULL;
	if (h->e_ident[EI_CLASS] != ELFCLASS64 || h->e_machine != EM_X86_64)
		return "not x86-64";
	if (h->e_phentsize != sizeof(e->segment))
		return NULL;
	if (!names_loader(e, fd) && !is_loader(e->path))
		return "static";
	return gains(&e->stat, fd);
}

/* "#! interpreter argument": the path becomes that of the interpreter. */
static int is_script(struct executable *e, size_t n)
{
	const char *p = e->line + 2, *end = e->line + n, *start;

	if (n < 3 || memcmp(e->line, "#!", 2) != 0)
		return 0;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	start = p;
	while (p < end && *p && *p != ' ' && *p != '\t' && *p != '\n')
		p++;
	memcpy(e->path, start, (size_t)(p - start));
	e->path[p - start] = '\0';
	return 1;
}

static void look(struct executable *e, int dir, int flags)
{
	const char *why;

	for (int level = 0; level < 2; level++) {
		int fd = open_file(e, dir, flags);
		long n = fd < 0 ? -1 : read_at(fd, e->line, sizeof(e->line), 0);

		if (n > 0 && is_script(e, (size_t)n)) {
			sys_close(fd);
			dir = AT_FDCWD;
			flags = 0;
			continue;
		}
		why = n >= (long)sizeof(e->header) ? judge(e, fd) : NULL;
		if (fd >= 0)
			sys_close(fd);
		if (why)
			log_line("%s: %s, its calls are not seen", e->path,
				 why);
		return;
	}
}

void executable_report(const struct SyscallRegs *regs)
{
	int at = regs->rax == __NR_execveat;
	struct executable *e = arena_map(sizeof(*e));
	size_t n;

	if (!e)
		return;
	n = memory_copy_in(e->path, at ? regs->rsi : regs->rdi,
			   sizeof(e->path));
	if (memchr(e->path, 0, n))
		look(e, at ? (int)regs->rdi : AT_FDCWD, at ? (int)regs->r8 : 0);
	arena_unmap(e, sizeof(*e));
}

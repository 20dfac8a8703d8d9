/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* This runs on the program's stack, which holds a few words of it; the rest is
 * in a mapping. A file that cannot be read is taken for an ordinary program. */
#include "emulate/exec/exec_file.h"

#include <asm/errno.h>
#include <asm/stat.h>
#include <asm/statfs.h>
#include <asm/unistd.h>
#include <linux/capability.h>
#include <linux/fcntl.h>
#include <linux/futex.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/stat.h>

#include "analysis/functions/elf_parts.h"
#include "base/constants.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "emulate/exec/loader.h"
#include "thread/memory.h"

#define X_OK 1
#define R_OK 4
#ifndef F_DUPFD_CLOEXEC
#define F_DUPFD_CLOEXEC 1030
#endif
#define NOEXEC 8 /* of statfs: ST_NOEXEC, ST_NOSUID */
#define NOSUID 2

/* The kernel follows no more scripts than that. */
#define SCRIPTS 6

/* With less than that, in bytes, a program that needs little runs natively, and
 * ends in its loader or in our start-up with us. */
#define LEAST_SPACE (8ul << 20)
#define LEAST_DATA (4ul << 20)

/* What becomes of the new program. */
enum fate {
	HOOKED,
	CARRIES, /* what we hand on, to programs that it starts itself */
	LEFT,	 /* as it would be without us */
};

struct executable {
	struct stat stat;
	union {
		char line[256]; /* of a script; the kernel reads no more */
		Elf64_Ehdr header;
		Elf32_Ehdr header32;
	};
	Elf64_Phdr segment;
	struct loader loader;
	const char *why, *which; /* it is not hooked */
	int is_closed;		 /* it cannot be read */
	char path[4096];
	char other[4096]; /* the loader's, or a file's of ours */
};

/* For one exec at a time; a limit may let nothing be mapped for it. */
static struct executable room BIG_TABLE;
static uint32_t room_used;
#define WAITS 20
#define WAIT_NS 500000

static enum fate refuse(struct executable *e, enum fate fate, const char *why,
			const char *which)
{
	if (!e->why) {
		e->why = why;
		e->which = which;
	}
	return fate;
}

/* --- the file ----------------------------------------------------------------
 */

/* Open the descriptor's file again. Without /proc the descriptor is duplicated,
 * which is worth less: it may not be open for reading. */
static int open_again(struct executable *e, int fd)
{
	char link[32];
	long n;
	int again;

	nolibc_format(link, sizeof(link), "/proc/self/fd/%d", fd);
	again = sys_open(link, O_RDONLY | O_CLOEXEC, 0);
	if (again < 0) {
		nolibc_format(e->path, sizeof(e->path), "%s", link);
		return sys_fcntl(fd, F_DUPFD_CLOEXEC, 0);
	}
	n = SYSCALL(__NR_readlink, link, e->path, sizeof(e->path) - 1, 0, 0, 0);
	if (n >= 0)
		e->path[n] = '\0';
	return again;
}

/* By openat, as loaders do: a filter lets that through. */
static int open_as_loader(int dir, const char *path)
{
	return (int)SYSCALL(__NR_openat, dir, path, O_RDONLY | O_CLOEXEC, 0, 0,
			    0);
}

/* Nothing but a file is opened: a device or a pipe would notice. */
static int open_program(struct executable *e, int dir, int flags)
{
	if (SYSCALL(__NR_newfstatat, dir, e->path, &e->stat,
		    flags & (AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW), 0, 0) ||
	    !S_ISREG(e->stat.st_mode) || !(e->stat.st_mode & 0111))
		return -1;
	if (!e->path[0])
		return open_again(e, dir);
	return open_as_loader(dir, e->path);
}

/* Why the loader will be in secure mode; NULL: it will not. If the program has
 * all those rights already, the bits of the file change nothing. */
static const char *gains(const struct stat *stat, int fd)
{
	uint32_t uid = (uint32_t)SYSCALL(__NR_getuid, 0, 0, 0, 0, 0, 0);
	uint32_t gid = (uint32_t)SYSCALL(__NR_getgid, 0, 0, 0, 0, 0, 0);
	const char *what = NULL;
	struct statfs fs;

	if ((stat->st_mode & S_ISUID) && stat->st_uid != uid)
		what = "set-user-ID";
	else if ((stat->st_mode & S_ISGID) && (stat->st_mode & S_IXGRP) &&
		 stat->st_gid != gid)
		what = "set-group-ID";
	else if (uid && SYSCALL(__NR_fgetxattr, fd, "security.capability", NULL,
				0, 0, 0) > 0)
		what = "with capabilities";
	else if (uid != (uint32_t)SYSCALL(__NR_geteuid, 0, 0, 0, 0, 0, 0) ||
		 gid != (uint32_t)SYSCALL(__NR_getegid, 0, 0, 0, 0, 0, 0))
		return "started with the rights of others";
	if (!what ||
	    SYSCALL(__NR_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0, 0) == 1 ||
	    (SYSCALL(__NR_fstatfs, fd, &fs, 0, 0, 0, 0) == 0 &&
	     (fs.f_flags & NOSUID)))
		return NULL;
	return what;
}

/* Reads the segment that names the loader. 0: there is none; -1: it cannot be
 * told. A header of 32-bit code begins as others do. */
static int find_loader(struct executable *e, int fd)
{
	int wide = e->header.e_ident[EI_CLASS] == ELFCLASS64;
	uint64_t at = wide ? e->header.e_phoff : e->header32.e_phoff;
	unsigned int n = wide ? e->header.e_phnum : e->header32.e_phnum;
	size_t size = wide ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);

	for (; n; n--, at += size) {
		if (sys_pread(fd, &e->segment, size, at) != (long)size)
			return -1;
		if (e->segment.p_type == PT_INTERP)
			return 1;
	}
	return 0;
}

/* The path that the segment holds. */
static int read_path(struct executable *e, int fd)
{
	size_t n = e->segment.p_filesz;

	return n > 1 && n <= sizeof(e->other) &&
	       sys_pread(fd, e->other, n, e->segment.p_offset) == (long)n &&
	       !e->other[n - 1];
}

static enum fate judge_loader(struct executable *e, int fd)
{
	int other = read_path(e, fd) ? open_as_loader(AT_FDCWD, e->other) : -1;
	enum loader_kind kind = LOADER_UNKNOWN;

	if (other >= 0) {
		kind = loader_look(&e->loader, other);
		sys_close(other);
	}
	if (kind == LOADER_UNKNOWN || kind == LOADER_GLIBC)
		return HOOKED;
	return refuse(e, LEFT, "its loader is not glibc's: ", e->other);
}

/* A program without a loader may be one itself. */
static enum fate judge_alone(struct executable *e, int fd)
{
	enum loader_kind kind = e->header.e_ident[EI_CLASS] == ELFCLASS64
					? loader_look(&e->loader, fd)
					: LOADER_NONE;

	if (kind == LOADER_GLIBC)
		return HOOKED;
	if (kind == LOADER_OTHER)
		return refuse(e, LEFT, "a loader that is not glibc's", "");
	return refuse(e, CARRIES,
		      elf_is_x86_64(&e->header) ? "static" : "not x86-64", "");
}

static enum fate judge(struct executable *e, int fd)
{
	const Elf64_Ehdr *h = &e->header;
	const char *rights;
	int names;

	if (!elf_has_magic(h->e_ident))
		return HOOKED;
	if (h->e_machine != EM_X86_64 && h->e_machine != EM_386)
		return refuse(e, LEFT, "not x86-64", "");
	names = find_loader(e, fd);
	if (names == 0)
		return judge_alone(e, fd);
	if (!elf_is_x86_64(h))
		return refuse(e, LEFT, "not x86-64", "");
	rights = gains(&e->stat, fd);
	if (rights)
		return refuse(e, CARRIES, rights, "");
	return names < 0 ? HOOKED : judge_loader(e, fd);
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

/* --- what we need there ------------------------------------------------------
 */

/* The kernel's own answer; others, such as that there are too many open files,
 * say nothing about the new program. */
static int is_missing(int err)
{
	return err == -ENOENT || err == -EACCES || err == -ENOTDIR ||
	       err == -ELOOP;
}

/* access(2) uses the real IDs, and without capabilities if the user is not
 * root. A program that has just given up root still has some capabilities, and
 * loses them by exec. */
static int is_readable(const char *path)
{
	return !is_missing(
		(int)SYSCALL(__NR_faccessat, AT_FDCWD, path, R_OK, 0, 0, 0));
}

/* All files of the list; the first that is not is in e->other. */
static int are_readable(struct executable *e, const char *list)
{
	const char *item;
	size_t n;

	while (list && (n = nolibc_next(&list, &item))) {
		nolibc_format(e->other, sizeof(e->other), "%.*s", (int)n, item);
		if (!is_readable(e->other))
			return 0;
	}
	return 1;
}

/* Is it there, for x86-64, and can its code be mapped? */
static int can_load(struct executable *e, const char *library)
{
	Elf64_Ehdr *h = &e->loader.header;
	struct statfs fs;
	int fd, can;

	if (!is_readable(library))
		return 0;
	fd = sys_open(library, O_RDONLY | O_CLOEXEC, 0);
	if (fd < 0)
		return !is_missing(fd);
	can = sys_pread(fd, h, sizeof(*h), 0) == sizeof(*h) &&
	      elf_is_x86_64(h) &&
	      (SYSCALL(__NR_fstatfs, fd, &fs, 0, 0, 0, 0) != 0 ||
	       !(fs.f_flags & NOEXEC));
	sys_close(fd);
	return can;
}

static int is_limit_enough(int limit, uint64_t least)
{
	struct rlimit64 now;

	return SYSCALL(__NR_prlimit64, 0, limit, NULL, &now, 0, 0) != 0 ||
	       now.rlim_cur >= least;
}

static int is_memory_enough(void)
{
	return is_limit_enough(RLIMIT_AS, LEAST_SPACE) &&
	       is_limit_enough(RLIMIT_DATA, LEAST_DATA);
}

static enum fate check_needs(struct executable *e,
			     const struct exec_file_needs *needs)
{
	if (!can_load(e, needs->library))
		return refuse(e, LEFT, "the library cannot be loaded there: ",
			      needs->library);
	for (int i = 0; i < 2; i++)
		if (!are_readable(e, needs->files[i]))
			return refuse(e, LEFT,
				      "cannot be read there: ", e->other);
	if (!is_memory_enough())
		return refuse(e, LEFT, "a limit leaves too little memory", "");
	return HOOKED;
}

/* --- what is said ------------------------------------------------------------
 */

#define TOLD 512

static size_t told_at; /* the table's place in what children share */
static int verbose;

void exec_file_init(int verbosity)
{
	verbose = verbosity;
	told_at = pages_share(TOLD * sizeof(uint64_t));
}

static uint64_t hash(const char *path)
{
	uint64_t h = 0xcbf29ce484222325;

	while (*path)
		h = (h ^ (uint8_t)*path++) * 0x100000001b3;
	return h | 1;
}

/* Not even when there are too many to remember. */
static int is_first(const char *path)
{
	char *shared = pages_shared();
	uint64_t name = hash(path), *table;

	if (!shared)
		return 1;
	table = (uint64_t *)(void *)(shared + told_at);
	for (int i = 0; i < TOLD; i++) {
		uint64_t none = 0;

		if (__atomic_compare_exchange_n(
			    &table[(name + i) % TOLD], &none, name, 0,
			    __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			return 1;
		if (none == name)
			return 0;
	}
	return 0;
}

static int may_execute(int dir, const char *path)
{
	return SYSCALL(__NR_faccessat2, dir, path, X_OK,
		       AT_EMPTY_PATH | AT_EACCESS, 0, 0) == 0;
}

static void say(const struct executable *e, struct exec_file_verdict *verdict)
{
	int logs = verbose >= 1 || log_is_apart();

	if (!logs && !verdict)
		return;
	if (verdict) {
		nolibc_format(verdict->path, sizeof(verdict->path), "%s",
			      e->path);
		nolibc_format(verdict->why, sizeof(verdict->why), "%s%s",
			      e->why, e->which);
	}
	if (!logs || !is_first(e->path))
		return;
	if (e->is_closed)
		log_line("%s: may be not hooked: its file cannot be read, so "
			 "that only its loader could load the library",
			 e->path);
	else
		log_line("%s: " LOG_NOT_HOOKED ": %s%s", e->path, e->why,
			 e->which);
}

/* Open the file that the kernel would run at last; *n bytes of it are in
 * e->line. Returns a descriptor, or -1. */
static int open_last(struct executable *e, int dir, int flags, long *n)
{
	int fd = open_program(e, dir, flags);

	*n = 0;
	for (int i = 0; i < SCRIPTS && fd >= 0; i++) {
		*n = sys_pread(fd, e->line, sizeof(e->line), 0);
		if (*n <= 0 || !is_script(e, (size_t)*n))
			break;
		*n = 0;
		sys_close(fd);
		fd = open_program(e, AT_FDCWD, 0);
	}
	return fd;
}

static enum fate judge_file(struct executable *e, int dir, int flags,
			    const struct exec_file_needs *needs,
			    struct exec_file_verdict *verdict)
{
	enum fate fate = HOOKED;
	long n;
	int fd = open_last(e, dir, flags, &n);

	if (fd >= 0 && n >= (long)sizeof(e->header))
		fate = judge(e, fd);
	if (fd == -EACCES) {
		e->is_closed = 1;
		refuse(e, HOOKED, "its file cannot be read", "");
	}
	if (fate != LEFT && check_needs(e, needs) == LEFT)
		fate = LEFT;
	if (e->why && (fd >= 0 ? may_execute(fd, "")
			       : e->is_closed && may_execute(dir, e->path)))
		say(e, verdict);
	if (fd >= 0)
		sys_close(fd);
	return fate;
}

static int take_common_room(void)
{
	if (__atomic_exchange_n(&room_used, 1, __ATOMIC_ACQUIRE))
		return 0;
	room.why = NULL;
	room.is_closed = 0;
	return 1;
}

/* Another thread needs it for less than a ms. */
static int await_room(void)
{
	static const int64_t a_while[2] = {0, WAIT_NS};
	uint32_t word = 0;

	for (int i = 0; i < WAITS; i++) {
		SYSCALL(__NR_futex, &word, FUTEX_WAIT_PRIVATE, 0, a_while, 0,
			0);
		if (take_common_room())
			return 1;
	}
	return 0;
}

static struct executable *take_room(void)
{
	struct executable *e;

	if (take_common_room())
		return &room;
	e = pages_map(sizeof(room));
	return e || !await_room() ? e : &room;
}

static void give_room(struct executable *e)
{
	if (e == &room)
		__atomic_store_n(&room_used, 0, __ATOMIC_RELEASE);
	else
		pages_unmap(e, sizeof(*e));
}

void exec_file_after_fork(void)
{
	room_used = 0;
}

static int read_name(struct executable *e, const struct SyscallRegs *regs)
{
	size_t n = memory_copy_string(
		e->path, regs->rax == __NR_execveat ? regs->rsi : regs->rdi,
		sizeof(e->path));

	return memchr(e->path, 0, n) != NULL;
}

static int call_folder(const struct SyscallRegs *regs)
{
	return regs->rax == __NR_execveat ? (int)regs->rdi : AT_FDCWD;
}

static int call_flags(const struct SyscallRegs *regs)
{
	return regs->rax == __NR_execveat ? (int)regs->r8 : 0;
}

int exec_file_takes(const struct SyscallRegs *regs,
		    const struct exec_file_needs *needs,
		    struct exec_file_verdict *verdict)
{
	struct executable *e = take_room();
	int takes = 1;

	if (!e)
		return is_memory_enough();
	if (read_name(e, regs))
		takes = judge_file(e, call_folder(regs), call_flags(regs),
				   needs, verdict) != LEFT;
	give_room(e);
	return takes;
}

/* Does root get capabilities back that it has dropped? The kernel gives none to
 * a program whose tracer, with no more than we have, may not trace all. */
static int regains(void)
{
	struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct now[2];
	uint64_t permitted;

	if ((SYSCALL(__NR_getuid, 0, 0, 0, 0, 0, 0) &&
	     SYSCALL(__NR_geteuid, 0, 0, 0, 0, 0, 0)) ||
	    SYSCALL(__NR_capget, &head, now, 0, 0, 0, 0))
		return 0;
	permitted = now[0].permitted | (uint64_t)now[1].permitted << 32;
	if (permitted >> CAP_SYS_PTRACE & 1)
		return 0;
	for (int cap = 0; cap <= CAP_LAST_CAP; cap++)
		if (!(permitted >> cap & 1) &&
		    SYSCALL(__NR_prctl, PR_CAPBSET_READ, cap, 0, 0, 0, 0) == 1)
			return 1;
	return 0;
}

int exec_file_is_open(const struct SyscallRegs *regs)
{
	struct executable *e = take_room();
	int fd = -1, takes = 0;
	long n = 0;

	if (!e)
		return 0;
	if (read_name(e, regs))
		fd = open_last(e, call_folder(regs), call_flags(regs), &n);
	if (fd >= 0) {
		takes = n >= (long)sizeof(e->header) &&
			elf_has_magic(e->header.e_ident) &&
			elf_is_x86_64(&e->header) && !gains(&e->stat, fd) &&
			!regains() && is_memory_enough();
		sys_close(fd);
	}
	give_room(e);
	return takes;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* This runs on the program's stack, which may be small. What is rarely needed
 * is in a mapping. */
#include "emulate/proc_fds.h"

#include <asm/errno.h>
#include <asm/stat.h>
#include <asm/statfs.h>
#include <linux/fcntl.h>
#include <linux/kcmp.h>
#include <linux/magic.h>
#include <linux/stat.h>

#include "base/gate.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "base/reserved_fds.h"
#include "thread/memory.h"
#include "thread/seccomp_filters.h"

#define PATH_LONGEST 4096
#define NUMBER_LONGEST 12 /* with its slash */

const char proc_fds_nowhere[] = "/proc/self/fd/2147483647";

struct paths {
	char given[PATH_LONGEST];
	char other[PATH_LONGEST + 16];
	struct stat stat, own;
};

/* --- names -----------------------------------------------------------------
 */

/* The number that is the last part of a path, read byte by byte. */
struct last_part {
	long number; /* -1: it is none */
	int digits;
};

static void add_character(struct last_part *p, char c)
{
	if (c == '/') {
		*p = (struct last_part){0, 0};
	} else if (c < '0' || c > '9' || p->digits == 9 ||
		   (p->digits && p->number == 0)) {
		p->number = -1;
	} else if (p->number >= 0) {
		p->number = p->number * 10 + c - '0';
		p->digits++;
	}
}

static int own_number(const struct last_part *p)
{
	int own = p->digits && reserved_fds_has((int)p->number);

	return own ? (int)p->number : 0;
}

int proc_fds_is_name(uintptr_t path)
{
	struct last_part part = {0, 0};
	char bytes[64];

	for (size_t at = 0; path && at < PATH_LONGEST; at += sizeof(bytes)) {
		size_t n = memory_copy_in(bytes, path + at, sizeof(bytes));

		for (size_t i = 0; i < n; i++) {
			if (!bytes[i])
				return own_number(&part);
			add_character(&part, bytes[i]);
		}
		if (n < sizeof(bytes))
			break;
	}
	return 0;
}

static int stat_at(int dir, const char *path, struct stat *stat, int flags)
{
	return (int)SYSCALL(__NR_newfstatat, dir, path, stat, flags, 0, 0);
}

/* The access rights of a link in /proc say what the descriptor is open for.
 * Other links have all rights. */
static int is_link(struct paths *p, int dir, const char *path, int own)
{
	return stat_at(dir, path, &p->stat, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISLNK(p->stat.st_mode) && !(p->stat.st_mode & 077) &&
	       stat_at(dir, path, &p->stat, 0) == 0 &&
	       SYSCALL(__NR_fstat, own, &p->own, 0, 0, 0, 0) == 0 &&
	       p->stat.st_dev == p->own.st_dev &&
	       p->stat.st_ino == p->own.st_ino;
}

/* In the folder fdinfo. The link is in the folder fd beside it. */
static int is_info(struct paths *p, int dir, int own)
{
	const char *slash = strrchr(p->given, '/');
	int n = slash ? (int)(slash + 1 - p->given) : 0;

	if (stat_at(dir, p->given, &p->stat, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(p->stat.st_mode) || p->stat.st_size)
		return 0;
	nolibc_format(p->other, sizeof(p->other), "%.*s../fd/%d", n, p->given,
		      own);
	return is_link(p, dir, p->other, own);
}

/* The kernel cannot be asked, so the usual paths have to do. */
static int looks_own(uintptr_t path, int own)
{
	static const char *const forms[] = {
		"/proc/self/fd/%d", "/proc/self/fdinfo/%d", "/dev/fd/%d",
		"/proc/thread-self/fd/%d", "/proc/thread-self/fdinfo/%d"};
	char given[40], form[40];
	size_t n = memory_copy_in(given, path, sizeof(given) - 1);

	given[n] = '\0';
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		nolibc_format(form, sizeof(form), forms[i], own);
		if (strcmp(form, given) == 0)
			return 1;
	}
	return 0;
}

int proc_fds_is_own(int dir, uintptr_t path, int own)
{
	struct paths *p;
	size_t n;
	int is;

	if (seccomp_filters_any) /* they may refuse what is asked below */
		return looks_own(path, own);
	p = pages_map(sizeof(*p));
	if (!p)
		return 0;
	n = memory_copy_in(p->given, path, sizeof(p->given) - 1);
	p->given[n] = '\0';
	is = is_link(p, dir, p->given, own) || is_info(p, dir, own);
	pages_unmap(p, sizeof(*p));
	return is;
}

/* --- listings --------------------------------------------------------------
 */

/* Of struct linux_dirent64, and of the older one. */
#define OFFSET_AT 8
#define LENGTH_AT 16
#define NAME_AT 19
#define OLD_NAME_AT 18

/* Of descriptor 0, in those folders. */
#define FIRST_OFFSET 2

/* May it be in /proc? */
static int may_be_proc(uint64_t dir)
{
	struct statfs fs;

	return seccomp_filters_any ||
	       (SYSCALL(__NR_fstatfs, dir, &fs, 0, 0, 0, 0) == 0 &&
		fs.f_type == PROC_SUPER_MAGIC);
}

/* Of the entry at, which has that name. Where the kernel cannot be asked:
 * offsets of these folders, which others have not, tell. */
static int is_entry_of_own(int dir, uintptr_t before, uintptr_t name, int own)
{
	uint64_t offset;

	if (!seccomp_filters_any)
		return proc_fds_is_own(dir, name, own);
	return before && memory_peek(before + OFFSET_AT, &offset) == 0 &&
	       offset == (uint64_t)own + FIRST_OFFSET;
}

/* n bytes at to come from further up. */
static void move_down(uintptr_t to, uintptr_t from, size_t n)
{
	char bytes[64];

	while (n) {
		size_t part = n < sizeof(bytes) ? n : sizeof(bytes);

		if (memory_copy_in(bytes, from, part) != part ||
		    memory_copy_out(to, bytes, part) != part)
			return;
		to += part;
		from += part;
		n -= part;
	}
}

/* Remove our entries from the n bytes at list. The entry before one gets the
 * offset of what follows. Returns how many bytes are left. */
static long drop_own(int dir, uintptr_t list, long n, int name_at)
{
	uintptr_t at = list, end = list + (uintptr_t)n, before = 0;
	unsigned short length;
	uint64_t offset;

	while (at < end && memory_copy_in(&length, at + LENGTH_AT, 2) == 2 &&
	       length && length <= end - at) {
		uintptr_t name = at + (uintptr_t)name_at;
		int own = proc_fds_is_name(name);

		if (!own || !is_entry_of_own(dir, before, name, own)) {
			before = at;
			at += length;
			continue;
		}
		if (before && memory_peek(at + OFFSET_AT, &offset) == 0)
			memory_copy_out(before + OFFSET_AT, &offset, 8);
		move_down(at, at + length, end - at - length);
		end -= length;
	}
	return (long)(end - list);
}

/* Nothing is left of this part of the listing. The result 0 would mean the end
 * of the folder. */
static long list(const struct SyscallRegs *regs, long n)
{
	int name_at = regs->rax == __NR_getdents ? OLD_NAME_AT : NAME_AT;
	long left = 0;

	if (n <= 0 || !may_be_proc(regs->rdi))
		return n;
	while (n > 0 && left == 0) {
		left = drop_own((int)regs->rdi, regs->rsi, n, name_at);
		if (!left)
			n = gate_issue(regs);
	}
	return n > 0 ? left : n;
}

/* --- sizes -----------------------------------------------------------------
 */

#define MODE_OF_FOLDER (S_IFDIR | 0500)

/* Who asks for what, and where the answer is. */
struct question {
	int dir;
	uintptr_t path; /* 0: of the descriptor */
	uintptr_t mode, size;
};

static struct question question_of(const struct SyscallRegs *r)
{
	struct question q = {.dir = AT_FDCWD, .path = r->rdi};
	uintptr_t at = r->rsi;

	switch (r->rax) {
	case __NR_statx:
		q = (struct question){.dir = (int)r->rdi, .path = r->rsi};
		q.mode = r->r8 + offsetof(struct statx, stx_mode);
		q.size = r->r8 + offsetof(struct statx, stx_size);
		return q;
	case __NR_newfstatat:
		q = (struct question){.dir = (int)r->rdi, .path = r->rsi};
		at = r->rdx;
		break;
	case __NR_fstat:
		q = (struct question){.dir = (int)r->rdi};
	}
	q.mode = at + offsetof(struct stat, st_mode);
	q.size = at + offsetof(struct stat, st_size);
	return q;
}

/* The folder's path, with room behind it for a name. Returns its length; -1: it
 * is too long. */
static int folder(struct paths *p, const struct question *q)
{
	size_t n = 0;

	if (q->path)
		memory_copy_in(p->given, q->path, sizeof(p->given) - 1);
	n = strlen(p->given);
	if (n + NUMBER_LONGEST >= sizeof(p->given))
		return -1;
	if (n)
		p->given[n++] = '/';
	return (int)n;
}

static int64_t count_own(struct paths *p, const struct question *q)
{
	int n = folder(p, q);
	int64_t count = 0;

	for (int slot = 0; n >= 0 && slot < RESERVED_FDS; slot++) {
		int own = reserved_fds_number(slot);

		if (own < 0)
			continue;
		nolibc_format(p->given + n, NUMBER_LONGEST, "%d", own);
		count += is_link(p, q->dir, p->given, own);
	}
	return count;
}

/* Since Linux 6.2 the size of the folder fd is the number of descriptors. */
static void correct_size(const struct SyscallRegs *regs)
{
	const struct question q = question_of(regs);
	unsigned short mode;
	struct paths *p;
	int64_t size;

	if (memory_copy_in(&mode, q.mode, sizeof(mode)) != sizeof(mode) ||
	    mode != MODE_OF_FOLDER ||
	    memory_copy_in(&size, q.size, sizeof(size)) != sizeof(size) ||
	    size <= 0 || seccomp_filters_any)
		return;
	p = pages_map(sizeof(*p));
	if (!p)
		return;
	size -= count_own(p, &q);
	memory_copy_out(q.size, &size, sizeof(size));
	pages_unmap(p, sizeof(*p));
}

/* --- copies ----------------------------------------------------------------
 */

/* What pidfd_getfd has fetched is one of ours, from this process. */
static long refuse_own(const struct SyscallRegs *regs, long fd)
{
	int own = (int)regs->rsi, pid;

	if (fd < 0 || !reserved_fds_has(own) || seccomp_filters_any)
		return fd;
	pid = sys_getpid();
	if (SYSCALL(__NR_kcmp, pid, pid, KCMP_FILE, fd, own, 0) != 0)
		return fd;
	sys_close((int)fd);
	return -EBADF;
}

long proc_fds_result(struct call *call, long result)
{
	const struct SyscallRegs *r = &call->regs;

	switch (r->rax) {
	case __NR_getdents:
	case __NR_getdents64:
		return list(r, result);
	case __NR_pidfd_getfd:
		return refuse_own(r, result);
	default:
		if (result == 0)
			correct_size(r);
		return result;
	}
}

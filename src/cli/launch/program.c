/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds the program, and says why the library would not come into it. */
#include "cli/launch/program.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/launch/door.h"

/* Of scripts that interpret scripts; the kernel allows as many. */
#define LEVELS 5

struct head {
	union {
		char line[256];
		Elf64_Ehdr elf;
	};
	size_t size;
};

/* --- finding it --------------------------------------------------------------
 */

static int is_program(const char *path)
{
	struct stat stat_of;

	if (stat(path, &stat_of))
		return 0;
	if (!S_ISREG(stat_of.st_mode) || access(path, X_OK)) {
		errno = S_ISDIR(stat_of.st_mode) ? EISDIR : EACCES;
		return 0;
	}
	return 1;
}

static const char *search_path(const char *name)
{
	const char *list = getenv("PATH");
	const char *refused = NULL;

	if (!list)
		list = "/usr/local/bin:/usr/bin:/bin";
	for (;;) {
		size_t n = strcspn(list, ":");
		char *path = n ? message_format("%.*s/%s", (int)n, list, name)
			       : message_format("./%s", name);

		if (is_program(path))
			return path;
		if (errno == EACCES && !refused)
			refused = path;
		if (!list[n])
			break;
		list += n + 1;
	}
	if (refused)
		message_fatal(CLI_CANNOT,
			      "%s: cannot be executed. Remedy: chmod +x, or "
			      "name its interpreter",
			      refused);
	message_fatal(CLI_MISSING,
		      "%s: there is no such program in PATH. Remedy: check the "
		      "name, or give its path",
		      name);
}

/* --- judging it --------------------------------------------------------------
 */

/* What makes the loader cautious; NULL: nothing. For who has these rights
 * already, the bits change nothing. */
static const char *find_rights(const char *path)
{
	struct stat stat_of;
	struct statvfs where;

	if (stat(path, &stat_of) || prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
		return NULL;
	if (statvfs(path, &where) == 0 && (where.f_flag & ST_NOSUID))
		return NULL;
	if ((stat_of.st_mode & S_ISUID) && stat_of.st_uid != getuid())
		return "it is set-user-ID";
	if ((stat_of.st_mode & S_ISGID) && (stat_of.st_mode & S_IXGRP) &&
	    stat_of.st_gid != getgid())
		return "it is set-group-ID";
	if (getuid() && getxattr(path, "security.capability", NULL, 0) > 0)
		return "it has file capabilities";
	return NULL;
}

/* The loader that it names, "" if none. */
static void read_loader(int fd, const Elf64_Ehdr *elf, char *loader,
			size_t size)
{
	Elf64_Phdr segment;

	loader[0] = '\0';
	for (int i = 0; i < elf->e_phnum; i++) {
		off_t at = (off_t)(elf->e_phoff + (size_t)i * sizeof(segment));
		ssize_t n;

		if (pread(fd, &segment, sizeof(segment), at) !=
		    (ssize_t)sizeof(segment))
			return;
		if (segment.p_type != PT_INTERP)
			continue;
		n = pread(fd, loader,
			  segment.p_filesz < size ? segment.p_filesz : size - 1,
			  (off_t)segment.p_offset);
		loader[n > 0 ? n : 0] = '\0';
		return;
	}
}

/* The loader has to take the library along, for that is the only door. */
static void judge_loader(const char *path, int fd, const Elf64_Ehdr *elf,
			 const struct door_shut *shut)
{
	const char *slash = strrchr(path, '/');
	const char *also = shut->why ? message_format(", and it cannot come in "
						      "at the exec: %s",
						      shut->why)
				     : "";
	const char *remedy = shut->remedy;
	char loader[PATH_MAX];

	read_loader(fd, elf, loader, sizeof(loader));
	if (!loader[0] && strncmp(slash ? slash + 1 : path, "ld-", 3) != 0)
		message_fatal(CLI_REFUSED,
			      "%s: it is linked statically, so no loader "
			      "loads the library%s. Remedy: %s%slink it "
			      "without -static (Go: with cgo)",
			      path, also, remedy, *remedy ? "; or " : "");
	if (loader[0] && !strstr(loader, "/ld-linux-x86-64"))
		message_fatal(CLI_REFUSED,
			      "%s: its loader is %s, not glibc's, so it does "
			      "not load the library%s. Remedy: %s%srun a "
			      "build for glibc",
			      path, loader, also, remedy,
			      *remedy ? "; or " : "");
}

static void judge_elf(const char *path, int fd, const Elf64_Ehdr *elf)
{
	const struct door_shut *shut = door_shut();
	const char *rights = find_rights(path);

	if (elf->e_ident[EI_CLASS] != ELFCLASS64 || elf->e_machine != EM_X86_64)
		message_fatal(CLI_REFUSED,
			      "%s: it is not an x86-64 program. Remedy: run "
			      "its 64-bit build for this processor",
			      path);
	if (rights)
		message_fatal(CLI_REFUSED,
			      "%s: %s, and %s. "
			      "Remedy: run zpoline as root, or without the "
			      "rights: setpriv --no-new-privs zpoline ...",
			      path, rights,
			      shut ? "the loader ignores LD_PRELOAD"
				   : "the kernel gives none to who is traced");
	if (shut)
		judge_loader(path, fd, elf, shut);
}

/* "#! interpreter argument": the interpreter, in the same place. */
static const char *read_interpreter(struct head *head)
{
	char *p = head->line + 2;

	head->line[head->size < sizeof(head->line) ? head->size
						   : head->size - 1] = '\0';
	p += strspn(p, " \t");
	p[strcspn(p, " \t\n")] = '\0';
	return p;
}

static void judge_level(const char *path, int level)
{
	struct head head;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0) /* executable and not readable: the kernel decides */
		return;
	n = read(fd, head.line, sizeof(head.line));
	head.size = n > 0 ? (size_t)n : 0;
	if (head.size >= sizeof(head.elf) &&
	    memcmp(head.line, ELFMAG, SELFMAG) == 0)
		judge_elf(path, fd, &head.elf);
	close(fd);
	if (head.size > 2 && memcmp(head.line, "#!", 2) == 0 &&
	    level < LEVELS) {
		const char *next = strdup(read_interpreter(&head));

		if (!next || !is_program(next))
			message_fatal(CLI_CANNOT,
				      "%s: its interpreter %s is not there. "
				      "Remedy: install it, or correct the "
				      "first line",
				      path, next ? next : "");
		judge_level(next, level + 1);
	}
}

void program_judge(const char *path)
{
	judge_level(path, 0);
}

const char *program_find(const char *name)
{
	const char *path = name;

	if (!strchr(name, '/'))
		path = search_path(name);
	else if (!is_program(path))
		message_fatal(errno == ENOENT || errno == ENOTDIR ? CLI_MISSING
								  : CLI_CANNOT,
			      "%s: cannot be executed (%m). Remedy: check the "
			      "path and its rights",
			      name);
	program_judge(path);
	return path;
}

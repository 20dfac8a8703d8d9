/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Makes links to files whose paths cannot stand in a list. */
#include "cli/common/alias.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/common/message.h"

/* FNV-1a: one folder always gets the same name. */
static uint64_t hash_path(const char *text)
{
	uint64_t h = 0xcbf29ce484222325;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001b3;
	return h;
}

/* Nobody but root and this user can take away or put in another's place what
 * this user has put there. */
static int is_shared_safely(const char *place)
{
	struct stat s;

	return stat(place, &s) == 0 && S_ISDIR(s.st_mode) &&
	       (s.st_uid == 0 || s.st_uid == geteuid()) &&
	       (!(s.st_mode & (S_IWGRP | S_IWOTH)) || (s.st_mode & S_ISVTX));
}

/* A folder that this user alone writes to and anybody can enter. Another user
 * may have made one of that name. */
static int make_folder(const char *path)
{
	struct stat s;

	if (mkdir(path, 0755) == 0)
		chmod(path, 0755); /* whatever umask says */
	return lstat(path, &s) == 0 && S_ISDIR(s.st_mode) &&
	       s.st_uid == geteuid() && !(s.st_mode & (S_IWGRP | S_IWOTH));
}

static int points_to(const char *link, const char *folder)
{
	char text[PATH_MAX];
	ssize_t n = readlink(link, text, sizeof(text) - 1);

	if (n < 0)
		return 0;
	text[n] = '\0';
	return strcmp(text, folder) == 0;
}

/* Others may be making the same one at this moment. */
static int make_link(const char *link, const char *folder)
{
	char *fresh;
	int made;

	if (points_to(link, folder))
		return 1;
	fresh = message_format("%s.%ld", link, (long)getpid());
	unlink(fresh);
	made = symlink(folder, fresh) == 0 && rename(fresh, link) == 0;
	free(fresh);
	return made || points_to(link, folder);
}

/* The link to folder in that place; NULL: not there. */
static char *link_in(const char *place, const char *folder,
		     const char *separators)
{
	char *own, *link = NULL;

	if (!place || *place != '/' || strpbrk(place, separators) ||
	    !is_shared_safely(place))
		return NULL;
	own = message_format("%s/zpoline-%lu", place, (unsigned long)geteuid());
	if (make_folder(own)) {
		link = message_format("%s/%016llx", own,
				      (unsigned long long)hash_path(folder));
		if (!make_link(link, folder)) {
			free(link);
			link = NULL;
		}
	}
	free(own);
	return link;
}

const char *alias_of(const char *path, const char *separators)
{
	const char *const places[] = {getenv("TMPDIR"), "/tmp", "/var/tmp",
				      "/dev/shm"};
	const char *name = strrchr(path, '/');
	char *folder, *link = NULL;

	if (!strpbrk(path, separators))
		return path;
	if (*path != '/' || strpbrk(++name, separators))
		return NULL;
	folder = message_format("%.*s", (int)(name - path), path);
	for (size_t i = 0; !link && i < sizeof(places) / sizeof(*places); i++)
		link = link_in(places[i], folder, separators);
	free(folder);
	return link ? message_format("%s/%s", link, name) : NULL;
}

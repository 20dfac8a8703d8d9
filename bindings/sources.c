/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Scripts and modules as they were read. A text stays where it is for good: a
 * state may be loading it at any time.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "interp.h"
#include "kernel.h"

#define PATH_SIZE 4096
#define EFBIG_ERR (-27)
#define ENOMEM_ERR (-12)
#define SIZE_MAX_MIB 64

/* When it was read. */
struct stamp {
	uint64_t device, inode, size, s, ns;
};

struct source {
	struct source *next;
	uint32_t generation;
	const char *path;  /* as it was asked for */
	const char *whole; /* from the root */
	const char *text;
	size_t length;
	struct stamp stamp;
};

static struct source *first;
static char directory[PATH_SIZE]; /* with a slash behind it; empty: not known */

void sources_open(void)
{
	long n = kernel_call("getcwd", kernel_pointer(directory),
			     sizeof(directory) - 1);

	if (n <= 0 || directory[0] != '/')
		directory[0] = '\0';
	else if (n > 2)
		memcpy(directory + n - 1, "/", 2);
}

/* --- reading ----------------------------------------------------------------
 */

static struct stamp stamp_of(const struct stat *st)
{
	return (struct stamp){st->st_dev, st->st_ino, (uint64_t)st->st_size,
			      (uint64_t)st->st_mtim.tv_sec,
			      (uint64_t)st->st_mtim.tv_nsec};
}

/* All of the open file, its size being known. */
static long read_all(uint64_t fd, char *to, size_t size)
{
	size_t n = 0;

	while (n < size) {
		long part = kernel_call("read", fd, kernel_pointer(to + n),
					size - n);

		if (part < 0)
			return part;
		if (part == 0)
			break;
		n += (size_t)part;
	}
	return (long)n;
}

/* Of pipes and the like nobody knows the size. */
static size_t room_for(const struct stat *st)
{
	return (st->st_mode & S_IFMT) == S_IFREG && st->st_size
		       ? (size_t)st->st_size
		       : 1 << 20;
}

static long read_open(uint64_t fd, struct source *s)
{
	struct stat st;
	long n = kernel_call("fstat", fd, kernel_pointer(&st));
	size_t room;
	char *text;

	if (n < 0)
		return n;
	room = room_for(&st);
	if (room > (size_t)SIZE_MAX_MIB << 20)
		return EFBIG_ERR;
	text = hook_map(room);
	if (!text)
		return ENOMEM_ERR;
	n = read_all(fd, text, room);
	if (n < 0) {
		hook_unmap(text, room);
		return n;
	}
	s->stamp = stamp_of(&st);
	s->text = text;
	s->length = (size_t)n;
	return 0;
}

static const char *keep(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b) + 1;
	char *p = alloc_common(n + m);

	if (!p)
		return NULL;
	memcpy(p, a, n);
	memcpy(p + n, b, m);
	return p;
}

static void forget(struct source *s)
{
	if (s && s->path)
		alloc_common_free((void *)(uintptr_t)s->path,
				  strlen(s->path) + 1);
	if (s && s->whole)
		alloc_common_free((void *)(uintptr_t)s->whole,
				  strlen(s->whole) + 1);
	if (s)
		alloc_common_free(s, sizeof(*s));
}

/* A new source, or NULL and *err. */
static struct source *read(uint32_t generation, const char *path, long *err)
{
	struct source *s = alloc_common(sizeof(*s));
	long fd = ENOMEM_ERR;

	if (s)
		*s = (struct source){
			.generation = generation,
			.path = keep("", path),
			.whole = keep(*path == '/' ? "" : directory, path),
		};
	if (s && s->path && s->whole)
		fd = kernel_call("open", kernel_pointer(s->whole),
				 O_RDONLY | O_CLOEXEC);
	*err = fd < 0 ? fd : read_open((uint64_t)fd, s);
	if (fd >= 0)
		kernel_call("close", (uint64_t)fd);
	if (*err) {
		forget(s);
		return NULL;
	}
	s->next = first;
	first = s;
	return s;
}

static struct source *find(uint32_t generation, const char *path)
{
	struct source *s = first;

	while (s &&
	       !(s->generation == generation && strcmp(s->path, path) == 0))
		s = s->next;
	return s;
}

long sources_read(lua_State *L, const char *path)
{
	uint32_t generation = interp_of(L)->generation;
	const struct source *s;
	long err = 0;

	hook_lock();
	s = find(generation, path);
	if (!s)
		s = read(generation, path, &err);
	hook_unlock();
	if (!s)
		return err;
	lua_pushlstring(L, s->text, s->length);
	return 0;
}

/* --- have they changed? ------------------------------------------------------
 */

/* Not there: somebody is about to put another in its place. */
static int is_other(const struct source *s)
{
	struct stat st;
	struct stamp now;

	if (kernel_call("stat", kernel_pointer(s->whole), kernel_pointer(&st)) <
	    0)
		return 0;
	now = stamp_of(&st);
	return memcmp(&now, &s->stamp, sizeof(now)) != 0;
}

int sources_changed(uint32_t generation)
{
	for (const struct source *s = first; s; s = s->next)
		if (s->generation == generation && is_other(s))
			return 1;
	return 0;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Scripts and modules as they were read. A text stays where it is for good: a
 * state may be loading it at any time. What could not be read while scripts
 * were loaded is kept as well, without a text: it has changed once it can be.
 */
#include "bindings/interp/script_cache.h"

#include <asm/errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "bindings/interp/interp.h"
#include "bindings/runtime/alloc.h"
#include "bindings/runtime/kernel.h"
#include "bindings/runtime/time_units.h"

#define PATH_SIZE 4096
#define SIZE_MAX_MIB 64
#define REALTIME_COARSE 5 /* the clock that files are dated by */
#define YOUNG_NS 100000000

/* What a parent has handed on, until it is known whether it is needed. */
#define HANDED UINT32_MAX
#define VARIABLE "ZPOLINE_LOADED="
#define VARIABLE_MAX (64 * 1024)
#define BEHIND '\1' /* a path, and a text */

/* When it was read. */
struct stamp {
	uint64_t device, inode, size, s, ns, change_s, change_ns;
};

struct source {
	struct source *next;
	uint32_t generation;
	const char *path;  /* as it was asked for */
	const char *whole; /* from the root */
	const char *text;
	size_t length, room; /* of the text, of its pages */
	struct stamp stamp;
};

static struct source *first;
static char directory[PATH_SIZE]; /* with a slash behind it; empty: not known */

void script_cache_open(void)
{
	long n = kernel_call(getcwd, kernel_pointer(directory),
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
	return (struct stamp){st->st_dev,
			      st->st_ino,
			      (uint64_t)st->st_size,
			      (uint64_t)st->st_mtim.tv_sec,
			      (uint64_t)st->st_mtim.tv_nsec,
			      (uint64_t)st->st_ctim.tv_sec,
			      (uint64_t)st->st_ctim.tv_nsec};
}

/* Its next change may have the date that it has now. */
static int is_young(const struct stat *st)
{
	struct timespec now = {0};
	int64_t age;

	kernel_call(clock_gettime, REALTIME_COARSE, kernel_pointer(&now));
	age = (now.tv_sec - st->st_ctim.tv_sec) * BILLION + now.tv_nsec -
	      st->st_ctim.tv_nsec;
	return age >= 0 && age < YOUNG_NS;
}

/* All of the open file, its size being known. */
static long read_all(uint64_t fd, char *to, size_t size)
{
	size_t n = 0;

	while (n < size) {
		long part =
			kernel_call(read, fd, kernel_pointer(to + n), size - n);

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

/* What the text did not need of its room is given back. */
static void trim_room(struct source *s)
{
	size_t needed = page_up(s->length + 1);

	if (needed >= s->room)
		return;
	hook_unmap((void *)(uintptr_t)(s->text + needed), s->room - needed);
	s->room = needed;
}

static long read_open(uint64_t fd, struct source *s)
{
	struct stat st;
	long n = kernel_call(fstat, fd, kernel_pointer(&st));
	char *text;

	if (n < 0)
		return n;
	s->room = room_for(&st);
	if (s->room > (size_t)SIZE_MAX_MIB << 20)
		return -EFBIG;
	text = hook_map(s->room);
	if (!text)
		return -ENOMEM;
	n = read_all(fd, text, s->room);
	if (n < 0) {
		hook_unmap(text, s->room);
		return n;
	}
	if (!is_young(&st)) /* else the text has to be compared */
		s->stamp = stamp_of(&st);
	s->text = text;
	s->length = (size_t)n;
	trim_room(s);
	return 0;
}

static long read_file(struct source *s)
{
	long fd = kernel_call(open, kernel_pointer(s->whole),
			      O_RDONLY | O_CLOEXEC);
	long err = fd < 0 ? fd : read_open((uint64_t)fd, s);

	if (fd >= 0)
		kernel_call(close, (uint64_t)fd);
	return err;
}

static const char *keep_joined(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b) + 1;
	char *p = alloc_common(n + m);

	if (!p)
		return NULL;
	memcpy(p, a, n);
	memcpy(p + n, b, m);
	return p;
}

static void free_source(struct source *s)
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

/* Not read yet; NULL: no memory. */
static struct source *make_source(uint32_t generation, const char *path)
{
	struct source *s = alloc_common(sizeof(*s));
	const char *name = path;

	while (name[0] == '.' && name[1] == '/') /* as exec_env.c has it */
		name += 2;

	if (s)
		*s = (struct source){
			.generation = generation,
			.path = keep_joined("", path),
			.whole = keep_joined(*path == '/' ? "" : directory,
					     name),
		};
	if (s && s->path && s->whole)
		return s;
	free_source(s);
	return NULL;
}

static struct source *find_source(uint32_t generation, const char *path)
{
	struct source *s = first;

	while (s &&
	       !(s->generation == generation && strcmp(s->path, path) == 0))
		s = s->next;
	return s;
}

/* What is there, or a new one; NULL and *err. What has failed stays only if it
 * is to. */
static struct source *get_source(uint32_t generation, const char *path,
				 int stays, long *err)
{
	struct source *there = find_source(generation, path), *s;

	if (there && there->text)
		return there;
	s = make_source(generation, path);
	*err = s ? read_file(s) : -ENOMEM;
	if (!*err || (s && stays && !there)) {
		s->next = first;
		first = s;
	} else {
		free_source(s);
	}
	return *err ? NULL : s;
}

long script_cache_read(lua_State *L, const char *path)
{
	const struct interp *in = interp_of(L);
	const struct source *s;
	long err = 0;

	hook_lock();
	s = get_source(in->generation, path, in->loading, &err);
	hook_unlock();
	if (!s)
		return err;
	lua_pushlstring(L, s->text, s->length);
	return 0;
}

/* --- have they changed? ------------------------------------------------------
 */

/* Not by its date alone: it may have been given any. */
static int is_other_text(struct source *s)
{
	struct source now = {.whole = s->whole};
	int same;

	if (read_file(&now))
		return 0;
	same = s->text && s->length == now.length &&
	       memcmp(s->text, now.text, now.length) == 0;
	hook_unmap((void *)(uintptr_t)now.text, now.room);
	if (same)
		s->stamp = now.stamp;
	return !same;
}

/* Of how many bytes is the file? -1: it is not there, or none. */
static int64_t size_of(const char *path, struct stat *st)
{
	return kernel_call(stat, kernel_pointer(path), kernel_pointer(st)) <
				       0 ||
			       (st->st_mode & S_IFMT) != S_IFREG
		       ? -1
		       : st->st_size;
}

/* Not there, no file, or empty where it was not: somebody is about to put
 * another in its place, or to write it. */
static int is_other(struct source *s)
{
	struct stat st;
	struct stamp now;
	int64_t size = size_of(s->whole, &st);

	if (size < 0 || (size == 0 && s->text && s->length))
		return 0;
	now = stamp_of(&st);
	return memcmp(&now, &s->stamp, sizeof(now)) != 0 && is_other_text(s);
}

int script_cache_changed(uint32_t generation)
{
	int changed = 0;

	hook_lock();
	for (struct source *s = first; s && !changed; s = s->next)
		changed = s->generation == generation && is_other(s);
	hook_unlock();
	return changed;
}

/* --- handed on to programs that are started ----------------------------------
 */

/* As one line without zeros; *to may be NULL. The bytes that it takes. */
static size_t put_escaped(char **to, const char *text, size_t length)
{
	static const char plain[] = "\\\n\r\1", shown[] = "\\nr10";
	size_t n = 0;

	for (size_t i = 0; i < length; i++) {
		const char *at = memchr(plain, text[i], sizeof(plain));

		n += at ? 2 : 1;
		if (!*to)
			continue;
		if (at)
			*(*to)++ = '\\';
		*(*to)++ = at ? shown[at - plain] : text[i];
	}
	return n;
}

static size_t put_source(char **to, const struct source *s)
{
	size_t n = put_escaped(to, s->whole, strlen(s->whole));

	if (*to)
		*(*to)++ = BEHIND;
	n += 1 + put_escaped(to, s->text, s->length);
	if (*to)
		*(*to)++ = BEHIND;
	return n + 1;
}

static size_t put_all(char *to, uint32_t generation)
{
	size_t n = 0;

	for (const struct source *s = first; s; s = s->next)
		if (s->generation == generation && s->text)
			n += put_source(&to, s);
	if (to)
		*to = '\0';
	return n + 1;
}

void script_cache_hand_on(uint32_t generation)
{
	const size_t head = sizeof(VARIABLE) - 1;
	size_t size;
	char *entry;

	hook_lock();
	size = head + put_all(NULL, generation);
	entry = alloc_common(size <= VARIABLE_MAX ? size : head + 1);
	if (entry) {
		memcpy(entry, VARIABLE, head + 1);
		if (size <= VARIABLE_MAX)
			put_all(entry + head, generation);
		hook_hand_on(entry);
	}
	hook_unlock();
}

void script_cache_keep(uint32_t generation)
{
	size_t size;
	char *texts;

	if (!hook_keeps_texts())
		return;
	hook_lock();
	size = put_all(NULL, generation);
	texts = hook_map(size);
	if (texts) {
		put_all(texts, generation);
		hook_keep_texts(texts, size);
		hook_unmap(texts, size);
	}
	hook_unlock();
}

/* Up to the next mark, into memory that stays. NULL: there is none, or no
 * memory. */
static char *take_escaped(const char **from, size_t *length)
{
	const char *p = *from;
	const char *end = strchr(p, BEHIND);
	char *text = end ? hook_map((size_t)(end - p) + 1) : NULL;
	size_t n = 0;

	if (!text)
		return NULL;
	for (; p < end; p++) {
		char c = *p;

		if (c == '\\' && p + 1 < end) {
			c = *++p;
			c = c == 'n'   ? '\n'
			    : c == 'r' ? '\r'
			    : c == '1' ? BEHIND
			    : c == '0' ? '\0'
				       : c;
		}
		text[n++] = c;
	}
	*from = end + 1;
	*length = n;
	return text;
}

void script_cache_take(const char *handed, int is_all)
{
	while (handed && *handed) {
		size_t path_length, length;
		const char *path = take_escaped(&handed, &path_length);
		const char *text = path ? take_escaped(&handed, &length) : NULL;
		struct source *s = text ? make_source(is_all ? 0 : HANDED, path)
					: NULL;

		if (!s)
			return;
		s->text = text;
		s->length = length;
		s->next = first;
		first = s;
	}
}

const char *script_cache_half_written(void)
{
	struct stat st;

	for (const struct source *s = first; s; s = s->next)
		if (s->generation == HANDED && s->length &&
		    size_of(s->whole, &st) == 0)
			return s->whole;
	return NULL;
}

/* Is what is there, or what was read of it, another text? */
static int has_changed(struct source *handed)
{
	const struct source *s = find_source(0, handed->whole);
	struct stat st;

	if (s && s->text)
		return s->length != handed->length ||
		       memcmp(s->text, handed->text, s->length) != 0;
	return size_of(handed->whole, &st) < 0 || is_other_text(handed);
}

int script_cache_go_back(void)
{
	int changed = 0;

	for (struct source *s = first; s && !changed; s = s->next)
		changed = s->generation == HANDED && has_changed(s);
	for (struct source *s = changed ? first : NULL; s; s = s->next)
		s->generation = s->generation == HANDED ? 0 : 1;
	return changed;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Reads and parses /proc/self/maps. */
#include "base/maps.h"

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/ioctl.h>
#include <linux/mman.h>

#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"

#define FIRST_SIZE (64 * 1024)

/* linux/fs.h of Linux 6.11: struct procmap_query */
struct query {
	uint64_t size, flags, addr;
	uint64_t start, end, found, page_size, offset, inode;
	uint32_t major, minor, name_size, id_size;
	uint64_t name, id;
};

#define QUERY _IOWR('f', 17, struct query)
#define QUERY_READABLE 0x01
#define QUERY_WRITABLE 0x02
#define QUERY_EXECUTABLE 0x04
#define QUERY_SHARED 0x08
#define QUERY_OR_NEXT 0x10
#define QUERY_FILE 0x20

/* Fill maps->text from fd. 1: it did not fit. */
static int fill(struct maps *maps, int fd)
{
	long n;

	maps->size = 0;
	while (maps->size < maps->capacity) {
		n = sys_read(fd, maps->text + maps->size,
			     maps->capacity - maps->size);
		if (n < 0)
			return (int)n;
		if (n == 0)
			return 0;
		maps->size += (size_t)n;
	}
	return 1;
}

/* Lines move between two reads when the map changes, so a buffer that was too
 * small means beginning again, not reading on. */
int maps_read(struct maps *maps)
{
	size_t capacity = FIRST_SIZE;
	int fd, err;

	for (;; capacity *= 4) {
		maps->text = pages_map(capacity);
		if (!maps->text)
			return -ENOMEM;
		maps->capacity = capacity;
		fd = sys_open("/proc/self/maps", O_RDONLY | O_CLOEXEC, 0);
		if (fd < 0) {
			maps_free(maps);
			return fd;
		}
		err = fill(maps, fd);
		sys_close(fd);
		if (err == 0)
			return 0;
		maps_free(maps);
		if (err < 0)
			return err;
	}
}

void maps_free(struct maps *maps)
{
	pages_unmap(maps->text, maps->capacity);
	maps->text = NULL;
}

static int digit(char c, unsigned int base)
{
	int d = c >= '0' && c <= '9'   ? c - '0'
		: c >= 'a' && c <= 'f' ? c - 'a' + 10
				       : 16;

	return d < (int)base ? d : -1;
}

/* A number that ends with the byte stop. */
static int number(const char **p, const char *end, unsigned int base, char stop,
		  uint64_t *value)
{
	const char *s = *p;

	*value = 0;
	while (s < end && digit(*s, base) >= 0)
		*value = *value * base + (uint64_t)digit(*s++, base);
	if (s == *p || s >= end || *s != stop)
		return -1;
	*p = s + 1;
	return 0;
}

static int permissions(const char **p, const char *end,
		       struct maps_entry *entry)
{
	const char *s = *p;

	if (end - s < 5 || s[4] != ' ')
		return -1;
	entry->prot = (s[0] == 'r' ? PROT_READ : 0) |
		      (s[1] == 'w' ? PROT_WRITE : 0) |
		      (s[2] == 'x' ? PROT_EXEC : 0);
	entry->shared = s[3] == 's';
	*p = s + 5;
	return 0;
}

static uint64_t device(uint64_t major, uint64_t minor)
{
	return (minor & 0xff) | major << 8 | (minor & ~0xfful) << 12;
}

/* start-end perms offset major:minor inode   path */
static int parse(const char *s, const char *end, struct maps_entry *entry)
{
	uint64_t start, stop, major, minor;

	if (number(&s, end, 16, '-', &start) ||
	    number(&s, end, 16, ' ', &stop) || permissions(&s, end, entry) ||
	    number(&s, end, 16, ' ', &entry->offset) ||
	    number(&s, end, 16, ':', &major) ||
	    number(&s, end, 16, ' ', &minor))
		return -EINVAL;
	entry->dev = device(major, minor);
	entry->inode = 0;
	while (s < end && digit(*s, 10) >= 0)
		entry->inode = entry->inode * 10 + (uint64_t)digit(*s++, 10);
	while (s < end && *s == ' ')
		s++;
	if (start >= stop)
		return -EINVAL;
	entry->start = start;
	entry->end = stop;
	entry->path = s;
	entry->path_len = (size_t)(end - s);
	return 1;
}

int maps_parse(const char **line, const char *end, struct maps_entry *entry)
{
	const char *s = *line, *stop;

	if (s >= end)
		return 0;
	stop = memchr(s, '\n', (size_t)(end - s));
	if (!stop)
		stop = end;
	*line = stop < end ? stop + 1 : end;
	return parse(s, stop, entry);
}

/* What is looked for: the mapping that holds an address, or the first of a file
 * that ends above it. */
enum what { HOLDS, FILE_ABOVE };

static int fits(const struct maps_entry *entry, uintptr_t addr, enum what what)
{
	return entry->end > addr &&
	       (what == HOLDS ? entry->start <= addr : entry->inode != 0);
}

static int search(enum what what, uintptr_t addr, struct maps_entry *entry,
		  char *path, size_t size)
{
	struct maps maps;
	const char *line, *end;
	int err = maps_read(&maps), more;

	if (err)
		return err;
	line = maps.text;
	end = maps.text + maps.size;
	err = -ENOENT;
	while (err && (more = maps_parse(&line, end, entry)))
		if (more > 0 && fits(entry, addr, what))
			err = 0;
	if (!err) {
		if (entry->path_len > size)
			entry->path_len = size;
		memcpy(path, entry->path, entry->path_len);
		entry->path = path;
	}
	maps_free(&maps);
	return err;
}

static void take_query(struct maps_entry *entry, const struct query *q)
{
	entry->start = q->start;
	entry->end = q->end;
	entry->offset = q->offset;
	entry->dev = device(q->major, q->minor);
	entry->inode = q->inode;
	entry->prot = (q->found & QUERY_READABLE ? PROT_READ : 0) |
		      (q->found & QUERY_WRITABLE ? PROT_WRITE : 0) |
		      (q->found & QUERY_EXECUTABLE ? PROT_EXEC : 0);
	entry->shared = (q->found & QUERY_SHARED) != 0;
	entry->path = (const char *)q->name;
	entry->path_len = q->name_size ? q->name_size - 1 : 0;
}

static int find_mapping(enum what what, uintptr_t addr,
			struct maps_entry *entry, char *path, size_t size)
{
	struct query q = {
		.size = sizeof(q),
		.flags = what == HOLDS ? 0 : QUERY_OR_NEXT | QUERY_FILE,
		.addr = addr,
		.name = (uintptr_t)path,
		.name_size = (uint32_t)size,
	};
	int fd = sys_open("/proc/self/maps", O_RDONLY | O_CLOEXEC, 0);
	int err;

	if (fd < 0)
		return fd;
	err = (int)SYSCALL(__NR_ioctl, fd, QUERY, &q, 0, 0, 0);
	sys_close(fd);
	if (err && err != -ENOENT)
		return search(what, addr, entry, path, size);
	if (!err)
		take_query(entry, &q);
	return err;
}

int maps_find_file(uintptr_t addr, struct maps_entry *entry, char *path,
		   size_t size)
{
	return find_mapping(FILE_ABOVE, addr, entry, path, size);
}

int maps_search_file(uintptr_t addr, struct maps_entry *entry, char *path,
		     size_t size)
{
	return search(FILE_ABOVE, addr, entry, path, size);
}

int maps_find(uintptr_t addr, struct maps_entry *entry, char *path, size_t size)
{
	return find_mapping(HOLDS, addr, entry, path, size);
}

int maps_search(uintptr_t addr, struct maps_entry *entry, char *path,
		size_t size)
{
	return search(HOLDS, addr, entry, path, size);
}

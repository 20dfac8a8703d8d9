/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "maps.h"

#include <linux/fcntl.h>
#include <linux/mman.h>

#include "arena.h"
#include "syscall.h"
#include "text.h"

#define FIRST_SIZE (64 * 1024)
#define BAD_LINE (-22) /* -EINVAL */

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
		maps->text = arena_map(capacity);
		if (!maps->text)
			return -12; /* ENOMEM */
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
	arena_unmap(maps->text, maps->capacity);
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

/* start-end perms offset major:minor inode   path */
static int parse(const char *s, const char *end, struct maps_entry *entry)
{
	uint64_t start, stop, major, minor;

	if (number(&s, end, 16, '-', &start) ||
	    number(&s, end, 16, ' ', &stop) || permissions(&s, end, entry) ||
	    number(&s, end, 16, ' ', &entry->offset) ||
	    number(&s, end, 16, ':', &major) ||
	    number(&s, end, 16, ' ', &minor))
		return BAD_LINE;
	entry->inode = 0;
	while (s < end && digit(*s, 10) >= 0)
		entry->inode = entry->inode * 10 + (uint64_t)digit(*s++, 10);
	while (s < end && *s == ' ')
		s++;
	if (start >= stop)
		return BAD_LINE;
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

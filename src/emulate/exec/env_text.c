/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Writes values of variables: absolute paths, and lists of libraries. */
#include "emulate/exec/env_text.h"

#include <asm/unistd.h>

#include "base/constants.h"
#include "base/nolibc.h"
#include "base/rawcall.h"

#define PATH_SIZE 4096

size_t env_text_append(char *out, size_t at, const char *s, size_t n)
{
	if (out)
		memcpy(out + at, s, n);
	return at + n;
}

size_t env_text_path(char *out, size_t at, const char *path, size_t n)
{
	static char cwd[PATH_SIZE] BIG_TABLE;
	static size_t length;

	for (; n > 2 && path[0] == '.' && path[1] == '/'; n -= 2)
		path += 2;
	if (!length && *path != '/')
		if (SYSCALL(__NR_getcwd, cwd, sizeof(cwd), 0, 0, 0, 0) > 0 &&
		    cwd[0] == '/')
			length = strlen(cwd);
	if (length && *path != '/') {
		at = env_text_append(out, at, cwd, length);
		at = env_text_append(out, at, "/", length > 1);
	}
	return env_text_append(out, at, path, n);
}

size_t env_text_list(char *out, size_t at, const char *list)
{
	const char *item;
	size_t n;

	for (int first = 1; (n = nolibc_next(&list, &item)); first = 0) {
		at = env_text_append(out, at, ":", !first);
		at = env_text_path(out, at, item, n);
	}
	return at;
}

static const char *last_part(const char *path, size_t n)
{
	const char *p = path + n;

	while (p > path && p[-1] != '/')
		p--;
	return p;
}

/* The loader goes by the last part too when a name has no other. */
static int is_own_library(const char *own, const char *item, size_t n)
{
	const char *part = last_part(item, n);
	const char *own_part = last_part(own, strlen(own));
	size_t length = (size_t)(item + n - part);

	return length == strlen(own_part) &&
	       memcmp(part, own_part, length) == 0;
}

int env_text_is_separator(char c)
{
	return c == ' ' || c == ':';
}

static size_t next_library(const char **list, const char **item)
{
	const char *p = *list;

	while (env_text_is_separator(*p))
		p++;
	*item = p;
	while (*p && !env_text_is_separator(*p))
		p++;
	*list = p;
	return (size_t)(p - *item);
}

int env_text_names(const char *own, const char *list)
{
	const char *item;
	size_t n;

	while ((n = next_library(&list, &item)))
		if (is_own_library(own, item, n))
			return 1;
	return 0;
}

size_t env_text_libraries(char *out, size_t at, const char *own,
			  const char *list, int wanted)
{
	const char *item, *from = list;
	size_t n, start = at;
	int dropped = 0;

	if (wanted && !env_text_names(own, list)) {
		while (env_text_is_separator(*from))
			from++;
		at = env_text_append(out, at, own, strlen(own));
		at = env_text_append(out, at, ":", *from != '\0');
		wanted = 0;
	}
	for (list = from; (n = next_library(&list, &item)); from = item + n) {
		int ours = is_own_library(own, item, n);

		if (ours && !wanted) {
			dropped = 1;
			continue;
		}
		if (dropped && at == start)
			from = item;
		at = env_text_append(out, at, from, (size_t)(item - from));
		at = ours ? env_text_append(out, at, own, strlen(own))
			  : env_text_append(out, at, item, n);
		wanted = wanted && !ours;
	}
	return dropped && at == start
		       ? at
		       : env_text_append(out, at, from, strlen(from));
}

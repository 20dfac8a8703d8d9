/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "loaded.h"

#include <link.h>

#include "text.h"

/* Virtual machines that turn the fault into an exception of their language. */
static const char null_readers[][24] = {
	"libjli.so", /* the java launcher loads libjvm.so with it */
	"libjvm.so",
	"libcoreclr.so",
	"libmonosgen-2.0.so.1",
};

const char *loaded_own(void)
{
	const struct link_map *map = _r_debug.r_map;

	while (map && map->l_ld != _DYNAMIC)
		map = map->l_next;
	return map && map->l_name[0] ? map->l_name : NULL;
}

static const char *file_name(const char *path)
{
	const char *name = path;

	for (; *path; path++)
		if (*path == '/')
			name = path + 1;
	return name;
}

const char *loaded_null_reader(void)
{
	const size_t count = sizeof(null_readers) / sizeof(null_readers[0]);

	for (const struct link_map *m = _r_debug.r_map; m; m = m->l_next) {
		const char *name = file_name(m->l_name);

		for (size_t i = 0; i < count; i++)
			if (strcmp(name, null_readers[i]) == 0)
				return null_readers[i];
	}
	return NULL;
}

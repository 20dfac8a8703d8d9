/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds the library and the shipped scripts. */
#include "cli/launch/paths.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "cli/common/alias.h"
#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "tables/tables.h"

#define LIBRARY "libzpoline.so"

/* The command's folder. */
static const char *find_folder(void)
{
	static char path[PATH_MAX];
	ssize_t n;

	if (path[0])
		return path;
	n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (n > 0)
		path[n] = '\0';
	else if (!realpath((const char *)getauxval(AT_EXECFN), path))
		message_fatal(CLI_REFUSED, "/proc/self/exe cannot be read. "
					   "Remedy: mount "
					   "/proc");
	*strrchr(path, '/') = '\0';
	return path;
}

/* The first of these, seen from the command's folder, that is there. */
static const char *find_first(const char *built, const char *installed)
{
	const char *const places[] = {built, installed};

	for (int i = 0; i < 2; i++) {
		char *path = message_format("%s/%s", find_folder(), places[i]);
		char *real = realpath(path, NULL);

		free(path);
		if (real)
			return real;
	}
	return NULL;
}

const char *paths_find_library(void)
{
	static const char *path;

	if (!path)
		path = find_first(LIBRARY, ZPOLINE_LIBDIR "/" LIBRARY);
	return path;
}

static _Noreturn void no_library(void)
{
	message_fatal(CLI_REFUSED,
		      "no %s in %s or %s/%s. Remedy: build it (cmake --build), "
		      "or install again",
		      LIBRARY, find_folder(), find_folder(), ZPOLINE_LIBDIR);
}

const char *paths_library(void)
{
	static const char *alias;
	const char *path = paths_find_library();

	if (!path)
		no_library();
	else if (!alias)
		alias = alias_of(path, " :");
	if (!alias)
		message_fatal(CLI_REFUSED,
			      "%s: LD_PRELOAD cannot name a path with a blank "
			      "or a colon, and no folder for temporary files "
			      "can hold a link to it. Remedy: move it to "
			      "another folder",
			      path);
	return alias;
}

static const char *find_data(void)
{
	static const char *path;
	const char *alias;

	if (!path) {
		path = find_first("share/zpoline", ZPOLINE_DATADIR);
		alias = path ? alias_of(path, ":") : NULL;
		path = alias ? alias : path;
	}
	return path;
}

const char *paths_scripts(void)
{
	return find_data() ? message_format("%s/scripts", find_data()) : NULL;
}

static const char *inner_path(const char *kind, const char *name)
{
	char *path = message_format("%s/%s/%s.lua",
				    find_data() ? find_data() : "", kind, name);

	if (find_data() && access(path, R_OK) == 0)
		return path;
	free(path);
	return NULL;
}

const char *paths_inner(const char *name)
{
	const char *path = inner_path("scripts/inner", name);

	if (!path)
		message_fatal(CLI_REFUSED,
			      "inner/%s.lua is not in %s/%s. Remedy: install "
			      "again",
			      name, find_folder(), ZPOLINE_DATADIR);
	return path;
}

static int is_shipped(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && strcmp(entry->d_name + n - 4, ".lua") == 0;
}

void paths_each(void (*see)(const char *name, const char *path))
{
	struct dirent **list;
	int n = find_data()
			? scandir(paths_scripts(), &list, is_shipped, alphasort)
			: -1;

	for (int i = 0; i < n; i++) {
		char *name = list[i]->d_name;
		char *path = message_format("%s/%s", paths_scripts(), name);

		name[strlen(name) - 4] = '\0';
		see(name, path);
	}
}

static struct {
	const char *wanted;
	const char *name;
	int distance;
} nearest;

static void keep_nearest(const char *name, const char *path)
{
	int d = tables_distance(nearest.wanted, name);

	(void)path;
	if (d < nearest.distance) {
		nearest.distance = d;
		nearest.name = name;
	}
}

const char *paths_script(const char *name)
{
	const char *path = name;
	size_t n = strlen(name);
	int bare = !strchr(name, '/') &&
		   (n < 4 || strcmp(name + n - 4, ".lua") != 0);

	if (bare)
		path = inner_path("scripts", name);
	if (bare && !path) {
		nearest.wanted = name;
		nearest.distance = 1 + (int)n / 3;
		paths_each(keep_nearest);
		message_fatal(CLI_REFUSED,
			      "there is no script '%s'%s%s%s. Remedy: zpoline "
			      "list shows the shipped ones; a file is named "
			      "with .lua or a /",
			      name, nearest.name ? " (did you mean '" : "",
			      nearest.name ? nearest.name : "",
			      nearest.name ? "'?)" : "");
	}
	if (access(path, R_OK) != 0)
		message_fatal(CLI_REFUSED,
			      "%s: cannot be read (%m). Remedy: "
			      "check the path and its rights",
			      path);
	return path;
}

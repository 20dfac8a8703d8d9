/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Where the library and the shipped scripts are: beside the command in the
 * folder it was built in, or where they were installed.
 */
#ifndef PATHS_H
#define PATHS_H

/* The library's path, as LD_PRELOAD can name it; ends the command where there
 * is none. */
const char *paths_library(void);

/* Its own path, NULL where there is none. */
const char *paths_find_library(void);

/* Where shipped scripts are, NULL: nowhere. */
const char *paths_scripts(void);

/* A script that the command itself uses. */
const char *paths_inner(const char *name);

/* The script that the user means: a path, or the bare name of a shipped one.
 * Ends the command where there is none. */
const char *paths_script(const char *name);

/* For each shipped script, in the order of their names. */
void paths_each(void (*see)(const char *name, const char *path));

#endif

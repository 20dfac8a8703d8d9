/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Puts the library into the program that this process is about to become. A
 * helper process traces this one through its exec, maps the library's file into
 * the new program and is gone before the program's first instruction: the
 * library waits for it (tables/exec_door.h).
 */
#ifndef INJECT_H
#define INJECT_H

/* Open files, which the program inherits; its library closes them. */
struct inject {
	int library;
	int settings;
};

/*
 * Start the helper. The caller execs next; if that fails, it exits. Returns 0,
 * or -errno: this process may not be traced, and there is no helper.
 */
int inject_begin(const struct inject *files);

#endif

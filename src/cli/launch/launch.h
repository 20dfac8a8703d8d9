/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Options that all commands which start programs share. */
#ifndef LAUNCH_H
#define LAUNCH_H

#include <getopt.h>

enum launch_option {
	LAUNCH_ENGINE = 256,
	LAUNCH_NO_SUD,
	LAUNCH_NO_FOLLOW,
	LAUNCH_EXCLUDE,
	LAUNCH_ABORT,
	LAUNCH_PATH,
	LAUNCH_HOOK,
	LAUNCH_STATE,
	LAUNCH_RELOAD,
	LAUNCH_DOOR,
	LAUNCH_PRELOAD,
	LAUNCH_END
};

/* clang-format off */
#define LAUNCH_OPTIONS \
	{"engine", required_argument, NULL, LAUNCH_ENGINE}, \
	{"no-sud", no_argument, NULL, LAUNCH_NO_SUD}, \
	{"no-net", no_argument, NULL, LAUNCH_NO_SUD}, /* its old name */ \
	{"no-follow", no_argument, NULL, LAUNCH_NO_FOLLOW}, \
	{"exclude", required_argument, NULL, LAUNCH_EXCLUDE}, \
	{"abort", no_argument, NULL, LAUNCH_ABORT}, \
	{"path", required_argument, NULL, LAUNCH_PATH}, \
	{"hook", required_argument, NULL, LAUNCH_HOOK}, \
	{"state", required_argument, NULL, LAUNCH_STATE}, \
	{"preload", no_argument, NULL, LAUNCH_PRELOAD}, \
	{"door", required_argument, NULL, LAUNCH_DOOR}, \
	{"reload", no_argument, NULL, LAUNCH_RELOAD}, \
	{"verbose", no_argument, NULL, 'v'}
/* clang-format on */

#define LAUNCH_USAGE                                                           \
	"  -o, --log=FILE       where scripts print; %p is the process id; "   \
	"or fd:N\n"                                                            \
	"  -v, --verbose        print how calls were caught; -vv: also sites " \
	"left alone\n"                                                         \
	"      --engine=ENGINE  how to catch calls: auto, near, zpoline or "   \
	"sud\n"                                                                \
	"      --preload        let the program's loader load the library\n"   \
	"      --state=STATE    shared, or thread: a Lua state for each "      \
	"thread\n"                                                             \
	"      --reload         load scripts again when they change\n"         \
	"      --no-sud         without the fallback, Syscall User Dispatch\n" \
	"      --no-follow      do not hook the programs that it starts\n"     \
	"      --exclude=LIST   programs and libraries not to rewrite: A:B\n"  \
	"      --path=LIST      folders for require\n"                         \
	"      --hook=LIST      libraries with C hooks\n"                      \
	"      --abort          end the program if a handler fails\n"          \
	"  -h, --help           this text\n"

/* One of LAUNCH_OPTIONS. */
void launch_option(int c, const char *value);

/* ZPOLINE_LOG, as a new file. */
void launch_log(const char *path);

/* Has -v been given? */
int launch_is_verbose(void);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Options of the commands that run a program with the user's scripts: run and
 * test. */
#ifndef RUN_H
#define RUN_H

#include "cli/launch/launch.h"

#define RUN_LETTERS "s:e:a:o:vh"

/* clang-format off */
#define RUN_OPTIONS \
	{"script", required_argument, NULL, 's'}, \
	{"chunk", required_argument, NULL, 'e'}, \
	{"args", required_argument, NULL, 'a'}, \
	{"log", required_argument, NULL, 'o'}, \
	LAUNCH_OPTIONS, \
	{"help", no_argument, NULL, 'h'}
/* clang-format on */

#define RUN_USAGE                                                              \
	"  -s, --script=SCRIPT  a file, or the bare name of a shipped "        \
	"script\n"                                                             \
	"  -e, --chunk=LUA      the text of a script; -s and -e run in the "   \
	"order given\n"                                                        \
	"  -a, --args=WORDS     zp.args of the script before it, or of all "   \
	"scripts if it\n"                                                      \
	"                       is before the first; \\_ is a space in a "     \
	"word\n" LAUNCH_USAGE

/* One of RUN_OPTIONS. */
void run_option(int c, const char *value);

#endif

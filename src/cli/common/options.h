/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* getopt_long with messages of our own, and words that are nearly right. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <getopt.h>

/*
 * The next option's value in the table, -1 at the end. Each command knows
 * --help (-h), answered here with its usage. A wrong option ends the command
 * with CLI_USAGE.
 */
struct cli_command;
int options_next(const struct cli_command *command, int argc, char **argv,
		 const char *letters, const struct option *table);

/* Of n words, the one that is nearest and near enough; NULL: none. The words
 * stand at the beginning of records of that many bytes, as char *. */
const char *options_nearest(const char *word, const void *words, unsigned int n,
			    unsigned int record);

/* A number from 0 on, all of the text; ends the command if it is none. */
long options_number(const char *option, const char *text);

#endif

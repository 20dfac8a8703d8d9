/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The program that is to be run: where it is, and whether the loader will
 * take the library along. */
#ifndef PROGRAM_H
#define PROGRAM_H

/* Its path, found as the shell would. Ends the command, with a message that
 * names the remedy, if it is missing or cannot be hooked. */
const char *program_find(const char *name);

/* The same of a path, as far as it is about its loader: the door at exec is
 * shut. */
void program_judge_loader(const char *path);

#endif

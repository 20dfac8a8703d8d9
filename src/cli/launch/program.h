/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The program that is to be run: where it is, and whether the loader will
 * take the library along. */
#ifndef PROGRAM_H
#define PROGRAM_H

/* Its path, found as the shell would. Ends the command, with a message that
 * names the remedy, if it is missing or cannot be hooked. */
const char *program_find(const char *name);

/* As far as it can be hooked, by the door that is open (door.h). */
void program_judge(const char *path);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * How the library comes into the program: by its loader (LD_PRELOAD), or at its
 * exec, before its first instruction.
 */
#ifndef DOOR_H
#define DOOR_H

/* What is said where the door at exec is shut; the reason follows. */
#define DOOR_SHUT "the library comes by LD_PRELOAD, not at the exec: "

/* The environment is the user's still. */
void door_start(void);

/* --door=WORD: "preload" or "exec". */
void door_choose(const char *word);

/* Is it to come in at the exec? */
int door_is_exec(void);

/*
 * Become the program, by the door at exec. The program finds the user's
 * environment, and the library what child_env.h has set. Returns -errno if the
 * exec fails, 0 if this door is shut here, which has been said then.
 */
int door_exec(const char *path, char **argv);

#endif

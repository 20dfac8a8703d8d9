/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * How the library comes into the program: by its loader (LD_PRELOAD), or at its
 * exec, before its first instruction.
 */
#ifndef DOOR_H
#define DOOR_H

/* What is said where the door at exec is shut; the reason follows, and a
 * remedy. */
#define DOOR_SHUT "the library comes by LD_PRELOAD, not at the exec: "

/* The environment is the user's still: it becomes the program's. */
void door_start(void);

/* A variable that the user wants in it; value NULL: does not want. */
void door_set_variable(const char *name, const char *value);

/* --door=WORD: "exec", the default, or "preload". */
void door_choose(const char *word);

/* Why the library comes by the loader, and what would help. */
struct door_shut {
	const char *why;    /* NULL: the user wants it so */
	const char *remedy; /* "": none */
	int is_usual;	    /* who has not asked for this door is not told */
};

/* NULL: it comes in at the exec; door_exec() may find out that it cannot. */
const struct door_shut *door_shut(void);

/* Say so, once, if that is not what is wanted. */
void door_warn(void);

/*
 * Become the program, by the door at exec. The program finds the user's
 * environment, and the library what child_env.h has set. Returns -errno if the
 * exec fails, 0 if this door is shut here: door_shut() says why.
 */
int door_exec(const char *path, char **argv);

#endif

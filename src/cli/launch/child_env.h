/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The environment that a program is started with. What is asked for is
 * gathered first; child_env_apply() changes the command's own environment,
 * which the program inherits.
 *
 * Words that are for one script follow a word of the byte 2 and the script's
 * place in ZPOLINE_SCRIPT; those in front of the first such word are for all. A
 * chunk of Lua text travels in ZPOLINE_ARGS too, as the word "\1NAME\1TEXT" for
 * scripts/inner/chunk.lua, which runs it: no file is left behind, and whoever
 * inherits the environment has it.
 */
#ifndef CHILD_ENV_H
#define CHILD_ENV_H

/* A script of that path, or chunk of Lua, behind those that are there. */
void child_env_script(const char *path);
void child_env_chunk(const char *text);

/* A word for zp.args, whatever bytes it holds; in zp.args it is quoted, see
 * lua/zpoline/args.lua. All scripts see it. */
void child_env_word(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* Words as they stand, parted by blanks, for the script or the chunk that was
 * named last; for all if none was. */
void child_env_words(const char *text);

/* ZPOLINE_name=value */
void child_env_set(const char *name, const char *value);

/* Is there any script, or library with C hooks, also by the environment? */
int child_env_has_script(void);

void child_env_apply(void);

#endif

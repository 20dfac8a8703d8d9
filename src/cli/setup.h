/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The environment that a program is started with. What is asked for is
 * gathered first; setup_apply() changes the command's own environment, which
 * the program inherits.
 *
 * A chunk of Lua text travels in ZPOLINE_ARGS, as a word that begins with the
 * byte 1, and is run by scripts/inner/chunk.lua: no file is left behind,
 * and whoever inherits the environment has it.
 */
#ifndef SETUP_H
#define SETUP_H

/* A script of that path, or chunk of Lua, behind those that are there. */
void setup_script(const char *path);
void setup_chunk(const char *text);

/* A word for zp.args, whatever bytes it holds; in zp.args it is quoted, see
 * lua/zpoline/args.lua. And words as they stand, divided by blanks. */
void setup_word(const char *format, ...) __attribute__((format(printf, 1, 2)));
void setup_words(const char *text);

/* ZPOLINE_name=value */
void setup_set(const char *name, const char *value);

/* Is there any script, or library with C hooks, also by the environment? */
int setup_has_script(void);

void setup_apply(void);

#endif

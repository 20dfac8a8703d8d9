/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Values of variables as a new program is to find them. Each function that
 * writes does so at out + at and returns where the text ends, without a 0
 * byte; with out NULL it only measures. Start-up; what does not take paths from
 * any context.
 */
#ifndef ENV_TEXT_H
#define ENV_TEXT_H

#include <stddef.h>

/* n bytes of s as they are. */
size_t env_text_append(char *out, size_t at, const char *s, size_t n);

/* A path, made absolute by the directory that is the current one at the first
 * call. */
size_t env_text_path(char *out, size_t at, const char *path, size_t n);

/* A list of such paths with colons between. */
size_t env_text_list(char *out, size_t at, const char *list);

/* Does the loader take this character for the end of a library's name in
 * LD_PRELOAD? */
int env_text_is_separator(char c);

/* Does the list, as LD_PRELOAD has it, name the library own? */
int env_text_names(const char *own, const char *list);

/* The list with own in it, once; or, if it is not wanted, without it and the
 * separator before it. */
size_t env_text_libraries(char *out, size_t at, const char *own,
			  const char *list, int wanted);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Included first in the sources of src/: nolibc.c has the standard names, which
 * here belong to the sanitizer.
 */
#ifndef NAMES_H
#define NAMES_H

#include <string.h>

#ifndef FUZZ_TARGET
#define memcpy text_memcpy
#define memmove text_memmove
#define memset text_memset
#define memcmp text_memcmp
#define memchr text_memchr
#define strlen text_strlen
#define strcmp text_strcmp
#define strncmp text_strncmp
#define strchr text_strchr
#define strrchr text_strrchr
#endif

#endif

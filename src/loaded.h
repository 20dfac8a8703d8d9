/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What the loader has loaded, as its own list names it. Start-up only. */
#ifndef LOADED_H
#define LOADED_H

/* This library's path; NULL: the list does not tell. */
const char *loaded_own(void);

/* The file name of an object whose code relies on null pointers faulting when
 * they are read; NULL: none is there. */
const char *loaded_null_reader(void);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What the loader has loaded, as its own list names it. Start-up only. */
#ifndef LOADED_H
#define LOADED_H

/* This library's path; NULL: the list does not tell. */
const char *loaded_own(void);

#endif

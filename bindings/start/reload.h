/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Scripts that change while they are in force; hook_watch() looks for them. */
#ifndef RELOAD_H
#define RELOAD_H

#include <stdint.h>

/* Start: scripts of that generation need not be tried any more. */
void reload_has_tried(uint32_t generation);

#endif

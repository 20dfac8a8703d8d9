/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Other names for files whose paths cannot stand in a list: LD_PRELOAD's items
 * are parted by blanks and colons, those of ZPOLINE_SCRIPT by colons. */
#ifndef ALIAS_H
#define ALIAS_H

/*
 * A path of that file without any of these bytes: itself, or one by a symbolic
 * link to its folder. NULL: its own name has such a byte, or there is no safe
 * place for a link.
 *
 * Links are /tmp/zpoline-UID/HASH, one for each folder. They stay: what has
 * been started may start programs at any time, as other users too.
 */
const char *alias_of(const char *path, const char *separators);

#endif

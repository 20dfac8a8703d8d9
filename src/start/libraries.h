/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * ZPOLINE_HOOK: libraries with C hooks. They cannot be loaded by our
 * constructor: it runs before libc's own, which dlopen would then run without
 * the program's arguments. So the program's entry point leads here first, when
 * all constructors of its libraries have run, and is put back.
 */
#ifndef LIBRARIES_H
#define LIBRARIES_H

/* Start-up: load these (a colon list of paths, as they are then), and call
 * their zpoline_hook_init(). What goes wrong is one message and status 125.
 * is_at_exec: the loader is still to run, and does not know this library. */
void libraries_start(const char *list, char **envp, int is_at_exec);

#endif

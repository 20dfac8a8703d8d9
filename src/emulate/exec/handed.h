/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What scripts give to the programs that this one executes: a variable which
 * lua/zpoline/handed.lua adds to the environment of each exec. Where the
 * library comes in at the exec it goes into the settings, and the program never
 * sees it.
 */
#ifndef HANDED_H
#define HANDED_H

#include "zpoline.h"

struct exec_env_block;

#define HANDED_NAME "ZPOLINE_HANDED="

/* regs is an execve or execveat: take it out of its environment. Returns a
 * copy, NULL: it is not there. Memory goes on the list (exec_env.h). On the
 * program's stack, guard up. */
const char *handed_take(struct SyscallRegs *regs,
			struct exec_env_block **blocks);

/* Put it among n settings, in place of one that is there. How many there are
 * then. */
uint32_t handed_put(const char **list, uint32_t n, const char *handed);

#endif

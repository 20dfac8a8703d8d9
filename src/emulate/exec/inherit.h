/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Seccomp filters survive exec, and the new program cannot read them. If it is
 * to be hooked, it is told of them by a variable of its environment,
 * ZPOLINE_FILTERS.
 */
#ifndef INHERIT_H
#define INHERIT_H

#include <stddef.h>

#include "thread/seccomp_filters.h"

#define INHERIT_NAME "ZPOLINE_FILTERS="

/* regs is an execve or execveat of t, which has filters. As
 * exec_env_hand_on(), and after that. */
struct exec_env_block;
void inherit_hand_on(const struct thread *t, struct SyscallRegs *regs,
		     struct exec_env_block **blocks);

/* The variable in f's bytes of memory: where it begins there. "?": it would be
 * longer than the kernel takes. */
size_t inherit_length(const struct filter *f);
const char *inherit_write(char *memory, size_t size, const struct filter *f);

/* Start-up: what the variable says is in force, in this process's one thread;
 * before any call of ours is made. */
const struct filter *inherit_read(const char *value);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Filters stay when a program is executed, and nobody can read them then: they
 * are handed on in a variable of the new program's environment,
 * ZPOLINE_FILTERS, if that program is to find the library.
 */
#ifndef INHERIT_H
#define INHERIT_H

#include "thread/seccomp_filters.h"

#define INHERIT_NAME "ZPOLINE_FILTERS="

/* regs is an execve or execveat of t, which has filters. As
 * exec_env_hand_on(), and after that. */
struct exec_env_block;
void inherit_hand_on(const struct thread *t, struct SyscallRegs *regs,
		     struct exec_env_block **blocks);

/* Start-up: what the variable says is in force, in this process's one thread;
 * before any call of ours is made. */
const struct filter *inherit_read(const char *value);

#endif

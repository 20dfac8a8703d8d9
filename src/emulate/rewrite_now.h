/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Before a call after which code that waits (waiting.h) could not be rewritten
 * any more: a task that shares the memory, a seccomp filter, a change of its
 * mapping. */
#ifndef REWRITE_NOW_H
#define REWRITE_NOW_H

#include <stdint.h>

struct call;
struct thread;

/* Rewrite all that waits, now or never. In a call, outside any hook. */
void rewrite_now(struct thread *t);

/* The mapping of [start, end) changes, or is gone. */
void rewrite_before_change(struct thread *t, uintptr_t start, uintptr_t end,
			   int is_gone);

/* A child gets a copy of the memory, or shares it until it executes a program
 * (vfork). */
void rewrite_before_child(struct thread *t, int shares_memory);

/* The parent of a vfork child goes on: what the child's traps have shown. */
void rewrite_owed(struct thread *t);

/* chroot, pivot_root: files are found by other paths, or not at all. As
 * issue_call(). */
long rewrite_now_root(struct call *call);

/* sigaltstack: handlers may get a stack with no room for traps, or the program
 * uses its memory again for something else. As issue_call(). */
long rewrite_now_altstack(struct call *call);

#endif

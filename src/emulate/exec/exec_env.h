/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a new program finds in its environment: the library and its variables,
 * even if its maker has cleared or replaced the environment, and otherwise only
 * what it would find without us. With ZPOLINE_FOLLOW=0, and for a program that
 * cannot be hooked (exec_file.h), neither the library nor the variables.
 */
#ifndef EXEC_ENV_H
#define EXEC_ENV_H

#include <stddef.h>
#include <stdint.h>

#include "zpoline.h"

struct exec_env_block;
struct exec_file_verdict;

/* Strings of an environment; more than the kernel takes: 6 MiB of pointers and
 * strings. */
#define EXEC_ENV_MAX (1u << 20)

/* Of the configuration, what children find. */
struct exec_env_settings {
	int has_hooks;	    /* there is a script or a hook to hand on */
	int follows;	    /* children are hooked */
	int is_told;	    /* and find in envp that they are children */
	int is_strict;	    /* those that cannot be are not started */
	const char *engine; /* theirs; NULL: the one that was named */
	const char *log;
	const char *library; /* its path, if it came in at the exec */
	int verbose;
};

/* Start-up: remember what there is of ours in envp, with paths that are good
 * in every directory. */
void exec_env_init(const struct exec_env_settings *settings, char **envp);

int exec_env_is_strict(void);

/* What a new program finds that gets it in another way, as strings: how many
 * there are. */
uint32_t exec_env_settings(const char **list, uint32_t max);

/*
 * regs is an execve or execveat that is about to be issued: let it hand on
 * another array of variables if the program's is not right as it is. The
 * array's memory is put on the list *blocks, where it must stay until the call
 * has failed or, for a vfork child in its parent's memory, its parent goes on:
 * then exec_env_release(). brief: without the texts of scripts, which may
 * be too long. verdict: see exec_file.h. Returns whether regs has changed. On
 * the program's stack, guard up.
 */
int exec_env_hand_on(struct SyscallRegs *regs, int brief,
		     struct exec_env_block **blocks,
		     struct exec_file_verdict *verdict);

/* The length of the program's string at p; 0: it cannot be read, or the kernel
 * will not have it. */
size_t exec_env_length(uintptr_t p);

/* Memory of that size, which goes on the list. NULL: there is none. */
void *exec_env_room(struct exec_env_block **blocks, size_t size);

/* Back to what *blocks was before. */
void exec_env_release(struct exec_env_block **blocks,
		      struct exec_env_block *before);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Looks at the file that an execve or execveat names: will its loader load the
 * library, and would we be of use there? */
#ifndef EXEC_FILE_H
#define EXEC_FILE_H

#include "zpoline.h"

/* Why a program is not hooked, for who asks. */
struct exec_file_verdict {
	char path[4096];
	char why[4200]; /* "": it is hooked, as far as can be seen */
};

/* What the new program has to have of us. */
struct exec_file_needs {
	const char *library;
	const char *files[2]; /* colon lists, or NULL */
};

/* Start-up: the programs that are named are known to children too, from the
 * first one that is made. */
void exec_file_init(int verbose);

/* In a process whose memory is a copy: no other thread looks at a file here. */
void exec_file_after_fork(void);

/*
 * regs is the call, about to be issued. Returns 0 if the new program is to find
 * its environment as it would be without us, because its loader would complain
 * or not run the program at all. A program that will not be hooked is named in
 * the log, once, and in *verdict, unless that is NULL. On the program's stack,
 * guard up.
 */
int exec_file_takes(const struct SyscallRegs *regs,
		    const struct exec_file_needs *needs,
		    struct exec_file_verdict *verdict);

/* The same, but the library is to come in at the exec: returns 1 if it can. It
 * cannot where the kernel would take rights from a program that is traced, or
 * gives its memory to nobody. */
int exec_file_is_open(const struct SyscallRegs *regs);

#endif

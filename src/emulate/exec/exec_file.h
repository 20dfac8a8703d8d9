/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The file that an execve or execveat names, as far as it decides whether its
 * loader will take us along, and whether we would be of use there. */
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

/*
 * regs: the call, about to be issued. 0: the new program is to find its
 * environment as it would be without us, for its loader would complain, or not
 * run it at all. One that will not be hooked is named in the log, once, and in
 * *verdict, unless that is NULL. On the program's stack, guard up.
 */
int exec_file_takes(const struct SyscallRegs *regs,
		    const struct exec_file_needs *needs,
		    struct exec_file_verdict *verdict);

#endif

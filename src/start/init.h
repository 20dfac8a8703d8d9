/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The order of the start, for whoever lets the library in: the loader, or the
 * command at the program's exec. */
#ifndef INIT_H
#define INIT_H

struct init_start {
	int argc;
	char **argv;
	char **envp;	 /* on the stack, as the kernel has laid it out */
	char **settings; /* where ZPOLINE_* stand: the environment, or a list of
			    their own; they stay */
	int at_exec;	 /* before the loader; else by the loader */
};

void init_start(const struct init_start *start);

#endif

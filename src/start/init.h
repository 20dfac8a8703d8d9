/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The order of the start, for whoever lets the library in: the loader, or the
 * command at the program's exec. */
#ifndef INIT_H
#define INIT_H

#include "emulate/exec/exec_door.h"

struct init_start {
	int argc;
	char **argv;
	char **envp;	 /* on the stack, as the kernel has laid it out */
	char **settings; /* where ZPOLINE_* stand: the environment, or a list of
			    their own; they stay */
	/* before the loader; NULL: by the loader */
	const struct exec_door_given *at_exec;
};

void init_start(const struct init_start *start);

#endif

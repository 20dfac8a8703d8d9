/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Parts of a target that are about filters: a filter is for good, so each part
 * is run in a process of its own. */
#ifndef SECCOMP_PARTS_H
#define SECCOMP_PARTS_H

#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "check.h"

/* Prints how each has ended. A part that returns is broken; one that finds that
 * there are no filters here ends with 77. */
static inline void seccomp_parts(void (*const *parts)(void), size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int status;
		pid_t pid;

		fflush(stdout);
		pid = fork();
		if (pid == 0) {
			if (prctl(PR_GET_SECCOMP) < 0)
				_exit(77);
			parts[i]();
			fflush(stdout);
			_exit(broken);
		}
		status = end_of(pid);
		if (status == 77 << 8)
			skip("no seccomp filters");
		printf("%zu: status %#x\n", i, (unsigned int)status & 0xff7f);
	}
}

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A child that has asked to be traced makes calls of its own. */
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "raw.h"

int main(void)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			_exit(77);
		for (int i = 0; i < 3; i++)
			raw0(SYS_getppid);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

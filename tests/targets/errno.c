/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* errno belongs to the program: no system call that succeeds changes it. */
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"

int main(void)
{
	int wrong = 0;

	errno = 1234;
	wrong += raw0(SYS_getppid) != getppid() || errno != 1234;
	wrong += syscall(SYS_getppid) < 0 || errno != 1234;
	wrong += raw3(SYS_close, -1, 0, 0) != -EBADF || errno != 1234;
	wrong += close(-1) != -1 || errno != EBADF;
	printf("%d wrong\n", wrong);
	return wrong;
}

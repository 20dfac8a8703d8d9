/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Reads /proc/PID/status. */
#include "emulate/exec/proc_status.h"

#include <linux/fcntl.h>

#include "base/nolibc.h"
#include "base/rawcall.h"

/* Its first lines. */
#define SIZE 512

static void read_lines(int pid, char *text)
{
	char path[32];
	long n = -1;
	int fd;

	nolibc_format(path, sizeof(path),
		      pid ? "/proc/%d/status" : "/proc/thread-self/status",
		      pid);
	fd = sys_open(path, O_RDONLY | O_CLOEXEC, 0);
	if (fd >= 0) {
		n = sys_read(fd, text, SIZE - 1);
		sys_close(fd);
	}
	text[n > 0 ? n : 0] = '\0';
}

int proc_status_number(int pid, const char *name)
{
	char text[SIZE], line[32];
	const char *p;
	int n = 0;

	read_lines(pid, text);
	nolibc_format(line, sizeof(line), "\n%s:\t", name);
	p = strstr(text, line);
	for (p = p ? p + strlen(line) : ""; *p >= '0' && *p <= '9'; p++)
		n = n * 10 + *p - '0';
	return n;
}

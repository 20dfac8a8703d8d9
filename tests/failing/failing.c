/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Which mapping of ours fails: FAIL_MAPPING=N, the one of that number in each
 * process that is started; N+, that and all behind it. Then the file failed is
 * there, in the directory that the process has at the time.
 */
#include <linux/fcntl.h>

#include "base/nolibc.h"
#include "base/rawcall.h"

int failing_now(void);

static const char name[] = "FAIL_MAPPING=";

static struct {
	int known;
	int all; /* behind it, too */
	long number, count;
} failing;

static void parse(const char *value)
{
	while (*value >= '0' && *value <= '9')
		failing.number = 10 * failing.number + *value++ - '0';
	failing.all = *value == '+';
}

static void find_out(void)
{
	static char text[65536];
	int fd = sys_open("/proc/self/environ", O_RDONLY | O_CLOEXEC, 0);
	long n = 0, part;

	failing.known = 1;
	if (fd < 0)
		return;
	while ((part = sys_read(fd, text + n, sizeof(text) - 1 - (size_t)n)) >
	       0)
		n += part;
	sys_close(fd);
	for (const char *p = text; p < text + n; p += strlen(p) + 1)
		if (strncmp(p, name, sizeof(name) - 1) == 0)
			parse(p + sizeof(name) - 1);
}

int failing_now(void)
{
	long count;
	int fd;

	if (!failing.known)
		find_out();
	count = __atomic_add_fetch(&failing.count, 1, __ATOMIC_RELAXED);
	if (!failing.number || count < failing.number ||
	    (count > failing.number && !failing.all))
		return 0;
	fd = sys_open("failed", O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd >= 0)
		sys_close(fd);
	return 1;
}

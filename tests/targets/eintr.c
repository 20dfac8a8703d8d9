/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A read that a signal interrupts, without SA_RESTART. The handler makes the
 * data available, so a retry succeeds. The child sends the signal once the
 * parent sleeps, which it does nowhere but in that read.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int ends[2];

static void on_signal(int sig)
{
	(void)sig;
	if (write(ends[1], "data", 4) != 4)
		_exit(99);
}

static char state(pid_t pid)
{
	char path[64], text[512] = "";
	const char *paren;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	f = fopen(path, "r");
	if (!f || !fgets(text, sizeof(text), f))
		exit(98);
	fclose(f);
	paren = strrchr(text, ')');
	return paren ? paren[2] : '?';
}

static void interrupt(pid_t pid)
{
	for (int asleep = 0; asleep < 5; usleep(2000))
		asleep = state(pid) == 'S' ? asleep + 1 : 0;
	kill(pid, SIGUSR1);
	_exit(0);
}

int main(void)
{
	struct sigaction action = {.sa_handler = on_signal};
	pid_t parent = getpid(), child;
	char buf[16];
	ssize_t n;

	sigaction(SIGUSR1, &action, NULL);
	if (pipe(ends))
		return 97;
	child = fork();
	if (child == 0)
		interrupt(parent);
	n = read(ends[0], buf, sizeof(buf));
	if (n < 0)
		puts(errno == EINTR ? "EINTR" : strerror(errno));
	else
		printf("%.*s\n", (int)n, buf);
	waitpid(child, NULL, 0);
	return 0;
}

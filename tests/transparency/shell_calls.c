/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * system() and popen(): statuses, text both ways, a command that is missing, a
 * shell that is killed; SIGINT, SIGQUIT and SIGCHLD are the caller's again
 * afterwards. Fails without vfork_on(): posix_spawn's child, which has a stack
 * of its own, begins without a way home.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tasks.h"

static void on_interrupt(int sig)
{
	(void)sig;
}

int main(void)
{
	struct sigaction act;
	char line[64] = "";
	FILE *f;

	signal(SIGINT, on_interrupt);
	CHECK(system(NULL) != 0);
	CHECK(system("exit 3") == 3 << 8);
	CHECK(system("true") == 0);
	CHECK(system("no-such-command 2>/dev/null") == 127 << 8);
	CHECK(system("kill -KILL $$") == SIGKILL);
	sigaction(SIGINT, NULL, &act);
	CHECK(act.sa_handler == on_interrupt);
	sigaction(SIGQUIT, NULL, &act);
	CHECK(act.sa_handler == SIG_DFL);

	f = popen("echo out; exit 4", "r");
	CHECK(f && fgets(line, sizeof(line), f) && !strcmp(line, "out\n"));
	CHECK(f && pclose(f) == 4 << 8);
	f = popen("read word; test \"$word\" = in", "w");
	CHECK(f && fputs("in\n", f) >= 0 && pclose(f) == 0);
	CHECK(waitpid(-1, NULL, 0) == -1 && errno == ECHILD);
	return verdict();
}

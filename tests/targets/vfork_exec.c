/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* vfork and exec, twenty times, with a pipe to read the children's words. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int run(int i)
{
	char word[16], answer[64] = "";
	int ends[2], status;
	pid_t child;

	if (pipe(ends))
		return 1;
	snprintf(word, sizeof(word), "child %d", i);
	child = vfork();
	if (child == 0) {
		dup2(ends[1], 1);
		execl("/bin/echo", "echo", word, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	if (read(ends[0], answer, sizeof(answer) - 1) < 0)
		return 1;
	close(ends[0]);
	waitpid(child, &status, 0);
	printf("status %d: %s", status, answer);
	return strncmp(answer, word, strlen(word)) != 0;
}

static void run_missing(void)
{
	int status;
	pid_t child = vfork();

	if (child == 0) {
		execl("/nonexistent", "nonexistent", (char *)NULL);
		_exit(126);
	}
	waitpid(child, &status, 0);
	printf("no such program: %d\n", WEXITSTATUS(status));
}

int main(void)
{
	int failed = 0;

	for (int i = 0; i < 20; i++)
		failed += run(i);
	run_missing();
	return failed;
}

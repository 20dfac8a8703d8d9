/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * vfork_exec [ROUNDS]: a child by vfork that becomes this program again, which
 * ends with a status that changes from round to round.
 */
#include <sys/wait.h>
#include <unistd.h>

#include "stress.h"

static int run(int i)
{
	char word[16];
	int status;
	pid_t child;

	snprintf(word, sizeof(word), "%d", i % 100);
	child = vfork();
	if (child == 0) {
		execl("/proc/self/exe", "child", "status", word, (char *)NULL);
		_exit(127);
	}
	return child > 0 && waitpid(child, &status, 0) == child &&
	       WIFEXITED(status) && WEXITSTATUS(status) == i % 100;
}

int main(int argc, char **argv)
{
	int rounds, good = 0;
	struct stress_size warm = {0};

	if (argc == 3 && strcmp(argv[1], "status") == 0)
		return atoi(argv[2]);
	rounds = stress_rounds(argc, argv, 10000);
	for (int i = 0; i < rounds; i++) {
		if (i == rounds / 10)
			warm = stress_size();
		good += run(i);
	}
	printf("%d of %d children were well\n", good, rounds);
	return !stress_is_flat(warm) || good != rounds;
}

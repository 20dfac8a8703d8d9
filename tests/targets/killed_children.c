/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Children that are killed as soon as they live, and are waited for at once. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	for (int i = 0; i < 50; i++) {
		pid_t child = fork();

		if (child == 0) {
			getppid();
			kill(getpid(), i % 2 ? SIGKILL : SIGTERM);
			_exit(1);
		}
		if (child < 0 || waitpid(child, NULL, 0) != child)
			return 1;
	}
	return 0;
}

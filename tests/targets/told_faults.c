/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Handles SIGUSR1 and SIGSEGV, sends itself the former: which handlers ran. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t first, second;

static void on_first(int sig)
{
	(void)sig;
	first++;
}

static void on_second(int sig)
{
	(void)sig;
	second++;
}

int main(void)
{
	signal(SIGUSR1, on_first);
	signal(SIGSEGV, on_second);
	for (int i = 0; i < 3; i++)
		raise(SIGUSR1);
	printf("%d %d\n", first, second);
	return 0;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler on the alternate stack makes system calls while other signals, also
 * for the alternate stack, keep arriving: its own frame stays whole. Fails
 * without hook_stack.c's hiding of the alternate stack: while Lua runs on its
 * own stack the kernel would take the alternate one for free and begin at its
 * top.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static volatile int ticks, broken;

static void on_tick(int sig)
{
	volatile char mine[512];

	(void)sig;
	memset((void *)mine, 0x55, sizeof(mine));
	ticks++;
}

static void on_user(int sig)
{
	volatile unsigned char mine[2048];
	pid_t parent = getppid();

	(void)sig;
	for (size_t i = 0; i < sizeof(mine); i++)
		mine[i] = (unsigned char)i;
	for (int round = 0; round < 3000 && ticks < 200; round++)
		if (getppid() != parent)
			broken = 1;
	for (size_t i = 0; i < sizeof(mine); i++)
		if (mine[i] != (unsigned char)i)
			broken = 2;
}

int main(void)
{
	static char stack[65536];
	stack_t alt = {.ss_sp = stack, .ss_size = sizeof(stack)};
	struct sigaction tick = {.sa_handler = on_tick, .sa_flags = SA_ONSTACK};
	struct sigaction user = {.sa_handler = on_user, .sa_flags = SA_ONSTACK};
	struct itimerval often = {{0, 300}, {0, 300}}, never = {{0, 0}, {0, 0}};

	sigaltstack(&alt, NULL);
	sigaction(SIGALRM, &tick, NULL);
	sigaction(SIGUSR1, &user, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	raise(SIGUSR1);
	setitimer(ITIMER_REAL, &never, NULL);
	printf("broken %d\n", broken);
	return broken;
}

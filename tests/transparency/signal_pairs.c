/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Two signals come at about the same time, again and again, while the program
 * makes calls or forks: the handlers of both run, in the parent only. Fails
 * when what arrives while a hook runs, or during fork, has one place that the
 * second signal overwrites, or that a child inherits.
 */
#define _GNU_SOURCE
#include "sig.h"

#define ROUNDS 100

static volatile sig_atomic_t seen[2], elsewhere;
static volatile pid_t me;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)info, (void)context;
	seen[sig == SIGUSR2]++;
	if ((pid_t)syscall(SYS_getpid) != me)
		elsewhere = 1;
}

static void send_pairs(int from)
{
	char c;

	signal(SIGUSR1, SIG_IGN);
	signal(SIGUSR2, SIG_IGN);
	while (read(from, &c, 1) == 1) {
		usleep(200);
		kill(me, SIGUSR1);
		kill(me, SIGUSR2);
	}
	_exit(0);
}

static void call(void)
{
	for (int i = 0; i < 20; i++)
		getppid();
}

static void make_child(void)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(elsewhere);
	while (waitpid(child, &status, 0) != child)
		;
	CHECK(status == 0);
}

static void rounds(void (*busy)(void), int to)
{
	for (int i = 0; i < ROUNDS; i++) {
		int before[2] = {seen[0], seen[1]};
		double end = now() + 2;

		CHECK(write(to, "x", 1) == 1);
		while ((seen[0] == before[0] || seen[1] == before[1]) &&
		       now() < end)
			busy();
		CHECK(seen[0] == before[0] + 1 && seen[1] == before[1] + 1);
	}
}

int main(void)
{
	int ends[2];
	pid_t sender;

	me = getpid();
	handle(SIGUSR1, on_signal, SA_RESTART);
	handle(SIGUSR2, on_signal, SA_RESTART);
	CHECK(pipe(ends) == 0);
	sender = fork();
	if (sender == 0) {
		close(ends[1]);
		send_pairs(ends[0]);
	}
	close(ends[0]);
	rounds(call, ends[1]);
	rounds(make_child, ends[1]);
	close(ends[1]);
	waitpid(sender, NULL, 0);
	CHECK(!elsewhere);
	return failed;
}

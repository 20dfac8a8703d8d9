/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGALRM every millisecond while the program computes and makes system
 * calls. The handler makes calls of its own. Ends after 100 ticks; every sum
 * must come out right.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t ticks, wrong;
static pid_t self;

static void on_alarm(int sig)
{
	(void)sig;
	ticks++;
	wrong += getpid() != self;
}

/* Integer and floating-point values are live across the system call. */
static int round_is_right(int n)
{
	double sum = 0, product = 1;
	unsigned long hash = 5381;

	for (int i = 1; i <= n; i++) {
		sum += i * 0.5;
		product *= 1.0 + 1.0 / i;
		hash = hash * 33 + (unsigned long)getppid();
		hash -= (unsigned long)getppid();
		hash /= 33;
	}
	return sum == n * (n + 1) * 0.25 && product > n + 0.999999 &&
	       product < n + 1.000001 && hash == 5381;
}

int main(void)
{
	struct sigaction action = {.sa_handler = on_alarm,
				   .sa_flags = SA_RESTART};
	struct itimerval every = {{0, 1000}, {0, 1000}};
	struct itimerval never = {{0, 0}, {0, 0}};

	self = getpid();
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
	while (ticks < 100)
		wrong += !round_is_right(100);
	setitimer(ITIMER_REAL, &never, NULL);
	printf("100 ticks, %d wrong\n", wrong);
	return wrong != 0;
}

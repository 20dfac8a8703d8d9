/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A leaf function that keeps nothing in the upper eight bytes of its red zone,
 * so that its call is rewritten, has the rest of it untouched, to the last
 * word. Fails without the step over the red zone in entry_call.
 */
#include <signal.h>
#include <sys/time.h>

#include "check.h"

long low(long a);

static void on_tick(int sig)
{
	(void)sig;
}

int main(void)
{
	struct itimerval often = {{0, 500}, {0, 500}}, never = {{0, 0}, {0, 0}};

	for (long a = 1; a < 100; a++)
		CHECK(low(a) == 15 * a);
	signal(SIGALRM, on_tick);
	setitimer(ITIMER_REAL, &often, NULL);
	for (long a = 1; a < 2000; a++)
		CHECK(low(a) == 15 * a);
	setitimer(ITIMER_REAL, &never, NULL);
	return verdict();
}

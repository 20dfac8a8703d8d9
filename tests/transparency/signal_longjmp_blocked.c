/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * siglongjmp out of a handler that interrupted a blocking call, a thousand
 * times: the stack stays where it is, later calls are right. Fails without
 * guard_lower() in hook_stack.c. Without thread_forget_abandoned()
 * (thread.c) the script would see no more calls after sixteen jumps; that does
 * not show here.
 */
#define _GNU_SOURCE
#include <setjmp.h>

#include "sig.h"

static sigjmp_buf env;
static int ends[2];

static void on_alarm(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	siglongjmp(env, 1);
}

int main(void)
{
	const struct itimerval soon = {.it_value = {0, 200}};
	static volatile int jumps;
	static uintptr_t lowest, highest;
	pid_t parent = getppid();
	char byte;

	if (pipe(ends))
		return 1;
	handle(SIGALRM, on_alarm, SA_RESTART);
	while (jumps < 1000) {
		uintptr_t here = (uintptr_t)__builtin_frame_address(0);

		if (!lowest || here < lowest)
			lowest = here;
		if (here > highest)
			highest = here;
		if (sigsetjmp(env, 1)) {
			jumps++;
			CHECK(getppid() == parent);
			CHECK(blocked() == 0);
			continue;
		}
		setitimer(ITIMER_REAL, &soon, NULL);
		for (;;) /* the signal may come before the first */
			if (read(ends[0], &byte, 1) != 0)
				break;
		CHECK(!"read returns");
	}
	printf("%d jumps, stack moved %lu\n", jumps, highest - lowest);
	return failed;
}

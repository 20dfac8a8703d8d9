/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGSEGV, SIGBUS and SIGSYS that are sent and ignored end no wait: sigsuspend,
 * ppoll and pselect6 go on until a signal comes that the program handles. Those
 * that were pending end epoll_pwait, which the kernel does not start again.
 * Fails when our handler for them is one that the kernel has to run, and
 * without ends_by_ignored().
 */
#define _GNU_SOURCE
#include "temporary.h"

static const int ignored[] = {SIGSEGV, SIGBUS, SIGSYS};

static void *const ignore = (void *)SIG_IGN;

int main(void)
{
	const uint64_t open_mask = 0;

	alarm(10);
	epoll_fd = epoll_create1(0);
	handle(SIGUSR1, on_signal, 0);
	for (int i = 0; i < 3; i++)
		signal(ignored[i], (void (*)(int))ignore);
	for (int call = 0; call < 3; call++) {
		mask_call(SIG_SETMASK, ~bit(SIGALRM));
		calls = 0;
		for (int i = 0; i < 3; i++)
			kill(getpid(), ignored[i]);
		kill(getpid(), SIGUSR1);
		printf("%ld", call_with(call, &open_mask));
		printf(" handled %d, frame %lx, then %lx\n", calls, mask_frame,
		       blocked());
		mask_call(SIG_SETMASK, 0);
	}
	for (int call = 3; call < 5; call++)
		for (int i = 0; i < 3; i++) {
			mask_call(SIG_SETMASK, ~bit(SIGALRM));
			kill(getpid(), ignored[i]);
			printf("%d: %ld\n", call, call_with(call, &open_mask));
			mask_call(SIG_SETMASK, 0);
		}
	return failed;
}

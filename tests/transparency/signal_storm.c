/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A signal every half millisecond while data goes through a pipe, byte for
 * byte as it was written. Fails
 * without guard_lower() in hook_stack.c, and when a call's result
 * or a register is lost on the way.
 */
#define _GNU_SOURCE
#include "sig.h"

static volatile sig_atomic_t ticks;
static volatile uint64_t handler_sum;

static void on_alarm(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	ticks++;
	handler_sum += (uint64_t)getppid();
	errno = ENOTTY;
}

int main(void)
{
	unsigned char out[512], in[512];
	pid_t parent = getppid();
	int ends[2], rounds = 0;
	double start = now();

	if (pipe(ends))
		return 1;
	handle(SIGALRM, on_alarm, SA_RESTART);
	alarm_every(500);
	do {
		double keep = (double)rounds * 1.5;
		ssize_t n;

		for (size_t i = 0; i < sizeof(out); i++)
			out[i] = (unsigned char)(i * 7 + (size_t)rounds);
		n = write(ends[1], out, sizeof(out));
		CHECK(n == sizeof(out));
		CHECK(getppid() == parent);
		errno = 0;
		CHECK(raw3(SYS_read, -1, 0, 0) == -EBADF);
		n = read(ends[0], in, sizeof(in));
		CHECK(n == sizeof(in) && memcmp(in, out, sizeof(in)) == 0);
		CHECK(keep == (double)rounds * 1.5);
		rounds++;
	} while ((now() < start + 0.4 || (ticks <= 50 && now() < start + 20)) &&
		 !failed);
	alarm_every(0);
	CHECK(handler_sum == (uint64_t)ticks * (uint64_t)parent);
	printf("many signals %d, mask %lx\n", ticks > 50, blocked());
	return failed;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * io_pgetevents and io_uring_enter wait under a mask that blocks all but one
 * signal. Its handler runs under that mask and makes a system call by code that
 * was made at run time, which comes to us as SIGSYS. Fails when the mask goes
 * to the kernel as it is and to the handler.
 */
#define _GNU_SOURCE
#include <linux/aio_abi.h>
#include <linux/io_uring.h>

#include "sig.h"

static long (*made)(long);
static volatile sig_atomic_t right;
static uint64_t inside;

static void on_alarm(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
	right = made(SYS_getpid) == getpid();
	inside = blocked();
}

static void arm(void)
{
	struct itimerval soon = {.it_value = {0, 50000}};

	right = 0;
	setitimer(ITIMER_REAL, &soon, NULL);
}

static void tell(const char *call, long ret)
{
	printf("%s: %ld, handled %d, under %lx, then %lx\n", call, ret, right,
	       inside, blocked());
}

static void wait_by_aio(uint64_t *mask)
{
	struct {
		uint64_t *mask;
		size_t size;
	} argument = {mask, 8};
	struct io_event event;
	aio_context_t context = 0;

	if (raw6(SYS_io_setup, 4, (long)&context, 0, 0, 0, 0) != 0)
		return;
	arm();
	tell("io_pgetevents", raw6(SYS_io_pgetevents, (long)context, 1, 1,
				   (long)&event, 0, (long)&argument));
}

static void wait_by_uring(uint64_t *mask)
{
	struct io_uring_params params = {0};
	struct io_uring_getevents_arg argument = {.sigmask = (uintptr_t)mask,
						  .sigmask_sz = 8};
	long fd = raw6(SYS_io_uring_setup, 4, (long)&params, 0, 0, 0, 0);

	if (fd < 0)
		return;
	arm();
	tell("io_uring_enter", raw6(SYS_io_uring_enter, fd, 0, 1,
				    IORING_ENTER_GETEVENTS, (long)mask, 8));
	arm();
	tell("io_uring_enter with more",
	     raw6(SYS_io_uring_enter, fd, 0, 1,
		  IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG,
		  (long)&argument, sizeof(argument)));
}

int main(void)
{
	static const unsigned char code[] = {0x89, 0xf8, 0x0f, 0x05, 0xc3};
	uint64_t mask = ~bit(SIGALRM);

	made = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memcpy((void *)made, code, sizeof(code));
	handle(SIGALRM, on_alarm, 0);
	wait_by_aio(&mask);
	wait_by_uring(&mask);
	return failed;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SA_RESETHAND: one delivery, then the default. Fails without faults_take()
 * (faults.c) for SIGSEGV, and for the others without signals_deliver()
 * (signals.c) giving a kept signal its handler back.
 */
#define _GNU_SOURCE
#include <pthread.h>

#include "sig.h"

static volatile sig_atomic_t calls, default_inside;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	struct sigaction old;

	(void)info, (void)context;
	calls++;
	sigaction(sig, NULL, &old);
	default_inside += old.sa_handler == SIG_DFL;
}

static int sig;

static void twice(void)
{
	struct sigaction old;

	handle(sig, on_signal, SA_RESETHAND);
	sigaction(sig, NULL, &old);
	CHECK(old.sa_sigaction == on_signal);
	kill(getpid(), sig);
	CHECK(calls == 1 && default_inside == 1);
	sigaction(sig, NULL, &old);
	CHECK(old.sa_handler == SIG_DFL);
	fflush(stdout);
	kill(getpid(), sig);
}

static volatile sig_atomic_t armed;
static pthread_t target;

static void *sender(void *arg)
{
	while (armed >= 0) {
		usleep(20);
		if (armed > 0) {
			armed = 0;
			pthread_kill(target, SIGUSR1);
		}
	}
	return arg;
}

/* From another thread: it arrives anywhere in the calls. */
static void from_outside(void)
{
	pthread_t thread;

	target = pthread_self();
	calls = default_inside = 0;
	pthread_create(&thread, NULL, sender, NULL);
	for (int i = 1; i <= 100; i++) {
		struct sigaction old;

		handle(SIGUSR1, on_signal, SA_RESETHAND);
		armed = 1;
		while (calls < i)
			getppid();
		sigaction(SIGUSR1, NULL, &old);
		CHECK(old.sa_handler == SIG_DFL);
	}
	armed = -1;
	pthread_join(thread, NULL);
	printf("%d signals, %d\n", calls, default_inside);
}

int main(void)
{
	static const int signals[] = {SIGUSR1, SIGSEGV, SIGBUS, SIGTERM};

	for (size_t i = 0; i < 4; i++) {
		int status;

		sig = signals[i];
		status = status_of(twice);
		printf("%d: %d\n", sig,
		       WIFSIGNALED(status) ? WTERMSIG(status) : -status);
	}
	from_outside();
	return failed;
}

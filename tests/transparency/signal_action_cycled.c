/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A thread sends signals to itself while another one lets them be ignored, and
 * handled again: one that comes in between is ignored or handled. Fails where
 * find_action() takes what is ignored by now for a handler.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "check.h"

#define ENOUGH 2000
#define MOST 400000

static const int kinds[] = {SIGUSR1, SIGSEGV};
static volatile int handled, ended;

static void count(int sig)
{
	(void)sig;
	handled++;
}

static void *cycle(void *unused)
{
	(void)unused;
	while (!ended) {
		for (int i = 0; i < 2; i++) {
			signal(kinds[i], SIG_IGN);
			signal(kinds[i], count);
		}
	}
	return NULL;
}

int main(void)
{
	pthread_t thread;

	alarm(60);
	for (int i = 0; i < 2; i++)
		signal(kinds[i], count);
	CHECK(pthread_create(&thread, NULL, cycle, NULL) == 0);
	for (int i = 0; i < MOST && handled < ENOUGH; i++)
		CHECK(raise(kinds[i % 2]) == 0);
	ended = 1;
	CHECK(pthread_join(thread, NULL) == 0);
	CHECK(handled > 0);
	return verdict();
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * pthread_cancel of a thread that is blocked in a call, deferred and at once:
 * it ends, and what it pushed to clean up has run, calls included. Fails
 * without signals_deliver(): the signal that cancels, kept during a hook, is
 * lost, or the mask stays.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "tasks.h"

/* Added to how: canceled at once, not at the next cancellation point. */
#define DIRECT 8

static int ends[2], listening;
static sem_t never;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static atomic_int cleaned, blocked;

static void clean(void *arg)
{
	cleaned += getppid() > 0;
	if (arg)
		pthread_mutex_unlock(arg);
}

static void block(int how)
{
	const struct timespec hour = {3600, 0};
	char c;

	switch (how) {
	case 0:
		CHECK(read(ends[0], &c, 1) == 1);
		break;
	case 1:
		pause();
		break;
	case 2:
		nanosleep(&hour, NULL);
		break;
	case 3:
		accept(listening, NULL, NULL);
		break;
	case 4:
		sem_wait(&never);
		break;
	case 5:
		for (;;)
			getppid();
	}
}

/* Holds the mutex, which clean() gives back. */
static void *waits(void *arg)
{
	pthread_mutex_lock(&mutex);
	pthread_cleanup_push(clean, &mutex);
	blocked = 1;
	while (blocked)
		pthread_cond_wait(&cond, &mutex);
	pthread_cleanup_pop(1);
	return arg;
}

static void *blocks(void *arg)
{
	int how = (int)(long)arg;

	if (how >= DIRECT)
		pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
	pthread_cleanup_push(clean, NULL);
	blocked = 1;
	block(how % DIRECT);
	pthread_cleanup_pop(0);
	return NULL;
}

static void run(void *(*fn)(void *), int how)
{
	pthread_t t;
	void *result;

	cleaned = blocked = 0;
	CHECK(pthread_create(&t, NULL, fn, (void *)(long)how) == 0);
	while (!blocked)
		usleep(100);
	usleep(2000);
	CHECK(pthread_cancel(t) == 0);
	CHECK(pthread_join(t, &result) == 0 && result == PTHREAD_CANCELED);
	CHECK(cleaned == 1);
}

int main(void)
{
	struct sockaddr_un any = {.sun_family = AF_UNIX};

	alarm(30);
	CHECK(pipe(ends) == 0);
	sem_init(&never, 0, 0);
	listening = socket(AF_UNIX, SOCK_STREAM, 0);
	CHECK(bind(listening, (struct sockaddr *)&any, sizeof(sa_family_t)) ==
	      0);
	CHECK(listen(listening, 1) == 0);
	for (int round = 0; round < 3; round++) {
		run(waits, 0);
		for (int how = 0; how < 6; how++) {
			if (how < 5) /* getppid is no cancellation point */
				run(blocks, how);
			run(blocks, how + DIRECT);
		}
	}
	CHECK(pthread_mutex_trylock(&mutex) == 0);
	return verdict();
}

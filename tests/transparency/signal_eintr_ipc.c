/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals during futex, semaphore, message queue and child waits: EINTR, or
 * the call is restarted. Fails without guard_lower() in hook_stack.c, as
 * signal_eintr_files does.
 */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <semaphore.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>

#include "blocking.h"

static uint32_t word;
static sem_t sem;
static int queue, set, ends[2];
static pid_t child;
static struct {
	long type;
	char text[8];
} message = {1, "text"};

static long do_futex(void)
{
	return syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}

/* In a handler the call is not waiting: it finds the word changed. */
static void wake_futex(void)
{
	word = 1;
}

static long do_futex_timed(void)
{
	struct timespec minute = {60, 0};

	return syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 1, &minute, NULL,
		       0);
}

static long do_sem_wait(void)
{
	return sem_wait(&sem);
}

static void wake_sem(void)
{
	sem_post(&sem);
}

static long do_msgrcv(void)
{
	return msgrcv(queue, &message, 8, 0, 0);
}

static long do_semop(void)
{
	struct sembuf op = {.sem_op = -1};

	return semop(set, &op, 1);
}

static long do_wait4(void)
{
	return wait4(child, NULL, 0, NULL);
}

static long do_waitid(void)
{
	siginfo_t info;

	return waitid(P_PID, (id_t)child, &info, WEXITED);
}

static void wake_wait(void)
{
	if (write(ends[1], "x", 1) != 1)
		failed = 1;
}

static void make_child(void)
{
	fflush(stdout);
	child = fork();
	if (child == 0) {
		char c;

		_exit(read(ends[0], &c, 1) != 1);
	}
}

int main(void)
{
	sem_init(&sem, 0, 0);
	queue = msgget(IPC_PRIVATE, 0600);
	set = semget(IPC_PRIVATE, 1, 0600);
	if (queue < 0 || set < 0) {
		puts("no System V IPC");
		return 77;
	}
	if (pipe(ends))
		return 1;
	blocking("futex", do_futex, wake_futex, 1);
	blocking("futex with a timeout", do_futex_timed, NULL, 0);
	blocking("sem_wait", do_sem_wait, wake_sem, 1);
	blocking("msgrcv", do_msgrcv, NULL, 0);
	blocking("semop", do_semop, NULL, 0);
	make_child();
	blocking("wait4", do_wait4, wake_wait, 1);
	make_child();
	blocking("waitid", do_waitid, wake_wait, 1);
	msgctl(queue, IPC_RMID, NULL);
	semctl(set, 0, IPC_RMID);
	return failed;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What getpid gives from a page of code made at run time: in main, a thread, a
 * child of fork and one of vfork, and when 100 handlers have left such a call
 * by siglongjmp. A line each.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* mov %rdi,%rax; mov %rsi,%rdi; syscall; ret */
static const unsigned char code[] = {0x48, 0x89, 0xf8, 0x48, 0x89,
				     0xf7, 0x0f, 0x05, 0xc3};

static long (*page)(long nr, long a);
static sigjmp_buf home;

static void say(const char *where)
{
	long pid = page(SYS_getpid, 0);

	printf("%s: %s\n", where, pid == 42 ? "hooked" : "not hooked");
	fflush(stdout);
}

static void *in_thread(void *arg)
{
	say("thread");
	return arg;
}

static void on_alarm(int sig)
{
	(void)sig;
	siglongjmp(home, 1);
}

int main(void)
{
	pthread_t thread;
	pid_t child;

	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memcpy((void *)page, code, sizeof(code));
	say("main");
	pthread_create(&thread, NULL, in_thread, NULL);
	pthread_join(thread, NULL);
	child = fork();
	if (child == 0) {
		say("fork");
		_exit(0);
	}
	waitpid(child, NULL, 0);
	child = vfork();
	if (child == 0) {
		say("vfork");
		_exit(0);
	}
	waitpid(child, NULL, 0);
	signal(SIGALRM, on_alarm);
	for (volatile int i = 0; i < 100; i++)
		if (sigsetjmp(home, 1) == 0) {
			ualarm(1000, 0);
			page(SYS_pause, 0);
		}
	say("after 100 jumps");
	return 0;
}

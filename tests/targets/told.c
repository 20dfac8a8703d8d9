/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals of all sorts for handlers of this program's, which call getppid, and
 * close with what they have counted.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t handled;
static sigjmp_buf back;
static char *page;

static void on_signal(int sig)
{
	(void)sig;
	handled++;
	getppid();
}

static void on_fault(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	handled++;
	if (info->si_addr == page)
		getppid();
	siglongjmp(back, 1);
}

static void install(int sig, void (*handler)(int), int flags)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = flags};

	sigaction(sig, &action, NULL);
}

static void in_vfork_child(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		raise(SIGUSR1);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

static void faults(void)
{
	static char stack[65536];
	const stack_t alternate = {.ss_sp = stack, .ss_size = sizeof(stack)};
	struct sigaction action = {.sa_sigaction = on_fault,
				   .sa_flags = SA_SIGINFO};

	sigaltstack(&alternate, NULL);
	for (volatile int i = 0; i < 40; i++) {
		if (i % 2)
			action.sa_flags ^= SA_ONSTACK;
		sigaction(SIGSEGV, &action, NULL);
		if (sigsetjmp(back, 1) == 0)
			*(volatile char *)page = 1;
	}
}

static void storm(void)
{
	struct itimerval every = {{0, 300}, {0, 300}};
	struct itimerval never = {{0, 0}, {0, 0}};
	int before = handled;

	install(SIGALRM, on_signal, SA_RESTART);
	setitimer(ITIMER_REAL, &every, NULL);
	while (handled < before + 100)
		getpgid(0);
	setitimer(ITIMER_REAL, &never, NULL);
}

int main(void)
{
	union sigval value = {.sival_int = 42};

	page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	install(SIGUSR1, on_signal, 0);
	install(SIGUSR2, SIG_IGN, 0);
	install(SIGCHLD, on_signal, SA_RESTART);
	install(SIGRTMIN + 3, on_signal, 0);
	kill(getpid(), SIGUSR1);
	kill(getpid(), SIGUSR2); /* ignored */
	sigqueue(getpid(), SIGRTMIN + 3, value);
	if (fork() == 0)
		_exit(3);
	while (wait(NULL) < 0 && errno == EINTR)
		;
	in_vfork_child();
	if (sigsetjmp(back, 1) == 0) {
		faults();
		printf("%d handled\n", handled);
		storm();
	}
	close(100000 + handled);
	return 0;
}

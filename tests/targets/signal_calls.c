/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The calls about signals: what zp.format shows of them is compared with what
 * strace shows of this program without the library, which keeps signals of its
 * own. */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define call(name, ...) syscall(SYS_##name, ##__VA_ARGS__)

static void handler(int sig)
{
	(void)sig;
}

static void masks(void)
{
	sigset_t set, old;

	sigemptyset(&set);
	call(rt_sigprocmask, SIG_BLOCK, &set, &old, 8L);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGRTMIN + 3);
	call(rt_sigprocmask, SIG_BLOCK, &set, &old, 8L);
	call(rt_sigprocmask, SIG_UNBLOCK, &set, NULL, 8L);
	call(rt_sigprocmask, SIG_SETMASK, NULL, &old, 8L);
	for (unsigned int n = 40; n < 45; n++) {
		unsigned long mask = (1UL << n) - 1;

		call(rt_sigprocmask, SIG_UNBLOCK, &mask, NULL, 8L);
	}
	memset(&set, 255, sizeof(set));
	call(rt_sigprocmask, SIG_UNBLOCK, &set, &old, 8L);
	call(rt_sigprocmask, 7, &set, &old, 8L);
	call(rt_sigprocmask, SIG_BLOCK, &set, &old, 4L);
	call(rt_sigpending, &old, 8L);
}

static void actions(void)
{
	struct sigaction act = {.sa_flags = SA_RESTART}, old;
	stack_t stack = {.ss_flags = SS_DISABLE};

	sigaction(SIGUSR1, NULL, &act);
	act.sa_handler = SIG_IGN;
	sigaction(SIGUSR1, &act, NULL);
	act.sa_handler = handler;
	act.sa_flags = SA_NODEFER | SA_NOCLDSTOP;
	sigaddset(&act.sa_mask, SIGHUP);
	sigaction(SIGUSR2, &act, &old);
	sigaction(SIGRTMIN + 1, NULL, &act);
	call(rt_sigaction, SIGKILL, NULL, &act, 8L);
	call(rt_sigaction, 99, NULL, NULL, 8L);
	call(sigaltstack, &stack, NULL);
	call(sigaltstack, NULL, &stack);
}

static void waiting(void)
{
	struct timespec none = {0, 1000};
	siginfo_t info = {.si_signo = SIGUSR1, .si_code = SI_QUEUE};
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	call(rt_sigtimedwait, &set, NULL, &none, 8L);
	call(rt_sigqueueinfo, -7, SIGUSR1, &info);
	raise(SIGUSR1);
	call(rt_sigtimedwait, &set, NULL, &none, 8L);
	fd = (int)call(signalfd4, -1, &set, 8L, SFD_CLOEXEC);
	call(signalfd4, fd, &set, 8L, SFD_NONBLOCK);
	close(fd);
}

int main(void)
{
	masks();
	actions();
	waiting();
	return 0;
}

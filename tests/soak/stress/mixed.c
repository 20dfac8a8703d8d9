/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * mixed [SECONDS]: all at once in one process: real-time signals with numbers
 * between two threads, faults that are handled, SIGBUS that a thread sends to
 * itself, fork, vfork and exec, threads that end or are cancelled, a library
 * that is opened and closed. No signal is lost, comes twice, out of order or in
 * a child; memory and descriptors do not grow.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "stress.h"

#define PAGE 4096
#define AHEAD 100 /* signals that may be on their way */

static atomic_int stop;
static atomic_long wrong;
static pid_t me;

static void is_right(int holds, const char *what)
{
	if (holds)
		return;
	if (wrong++ < 10)
		fprintf(stderr, "not so: %s\n", what);
}
#define RIGHT(x) is_right((x) != 0, #x)

/* --- what signals do -------------------------------------------------------
 */

static atomic_long numbers, faults, buses;
static __thread volatile long own_buses;
static __thread char *volatile own_page;

static void on_number(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	RIGHT(info->si_value.sival_int == (int)numbers);
	RIGHT(syscall(SYS_getpid) == me);
	numbers++;
}

static void on_fault(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	RIGHT(info->si_addr == own_page);
	faults++;
	mprotect(own_page, PAGE, PROT_READ | PROT_WRITE);
}

static void on_bus(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	RIGHT(info->si_code == SI_TKILL);
	own_buses++;
	buses++;
}

static void handle(int sig, void (*fn)(int, siginfo_t *, void *))
{
	struct sigaction act = {.sa_sigaction = fn,
				.sa_flags = SA_SIGINFO | SA_RESTART};

	sigaction(sig, &act, NULL);
}

/* Only the thread that it is for takes it. */
static void block(int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

/* --- threads ---------------------------------------------------------------
 */

static pthread_t receiver;

static void *receive(void *unused)
{
	(void)unused;
	while (!stop)
		RIGHT(getppid() > 0);
	return NULL;
}

static void *send_numbers(void *sent)
{
	block(SIGRTMIN);
	for (int i = 0; !stop;) {
		union sigval value = {.sival_int = i};

		if (i - numbers < AHEAD &&
		    pthread_sigqueue(receiver, SIGRTMIN, value) == 0)
			*(atomic_long *)sent = ++i;
		else
			sched_yield();
	}
	return NULL;
}

static void *fault(void *unused)
{
	long before;

	(void)unused;
	own_page =
		mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	while (!stop) {
		before = faults;
		*(volatile char *)own_page = 1;
		RIGHT(faults == before + 1);
		mprotect(own_page, PAGE, PROT_NONE);
	}
	munmap(own_page, PAGE);
	return NULL;
}

static void *send_itself(void *unused)
{
	pid_t tid = (pid_t)syscall(SYS_gettid);
	long sent = 0;

	(void)unused;
	while (!stop) {
		syscall(SYS_tgkill, me, tid, SIGBUS);
		sent++;
		RIGHT(own_buses == sent);
	}
	return NULL;
}

static void wait_for(pid_t child, int status)
{
	int ended = -1;

	while (waitpid(child, &ended, 0) != child)
		RIGHT(errno == EINTR);
	RIGHT(ended == status);
}

static void *make_processes(void *unused)
{
	char *const args[] = {"true", NULL};

	(void)unused;
	while (!stop) {
		long before = numbers;
		pid_t child = fork();

		if (child == 0) { /* nobody has sent it anything */
			for (int i = 0; i < 5; i++)
				getppid();
			_exit(before != numbers && wrong);
		}
		RIGHT(child > 0);
		wait_for(child, 0);
		child = vfork();
		if (child == 0) {
			execve("/bin/true", args, environ);
			_exit(9);
		}
		RIGHT(child > 0);
		wait_for(child, 0);
	}
	return NULL;
}

static void *be_short(void *unused)
{
	getppid();
	return unused;
}

static void *be_cancelled(void *unused)
{
	char c;

	while (read(*(int *)unused, &c, 1) != 0)
		;
	return NULL;
}

static void *make_threads(void *unused)
{
	int ends[2];
	void *end;

	(void)unused;
	RIGHT(pipe(ends) == 0);
	while (!stop) {
		pthread_t ending, cancelled;

		RIGHT(!pthread_create(&ending, NULL, be_short, NULL));
		RIGHT(!pthread_create(&cancelled, NULL, be_cancelled, ends));
		pthread_join(ending, NULL);
		pthread_cancel(cancelled);
		pthread_join(cancelled, &end);
		RIGHT(end == PTHREAD_CANCELED);
	}
	close(ends[0]);
	close(ends[1]);
	return NULL;
}

static void *open_libraries(void *unused)
{
	(void)unused;
	while (!stop) {
		void *library = dlopen("libanl.so.1", RTLD_NOW);

		if (library)
			dlclose(library);
		usleep(1000);
	}
	return NULL;
}

/* --- the run ---------------------------------------------------------------
 */

static long descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	long count = 0;

	while (dir && readdir(dir))
		count++;
	if (dir)
		closedir(dir);
	return count;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void sleep_until(double end)
{
	while (now() < end)
		usleep(10000);
}

int main(int argc, char **argv)
{
	static void *(*const others[])(void *) = {fault, send_itself,
						  make_processes, make_threads,
						  open_libraries};
	enum { OTHERS = sizeof(others) / sizeof(others[0]) };
	int seconds = stress_rounds(argc, argv, 10);
	double begin = now();
	pthread_t sender, other[OTHERS];
	atomic_long sent = 0;
	struct stress_size warm;
	long open = descriptors();

	me = getpid();
	handle(SIGRTMIN, on_number);
	handle(SIGSEGV, on_fault);
	handle(SIGBUS, on_bus);
	pthread_create(&receiver, NULL, receive, NULL);
	block(SIGRTMIN);
	pthread_create(&sender, NULL, send_numbers, &sent);
	for (int i = 0; i < OTHERS; i++)
		pthread_create(&other[i], NULL, others[i], NULL);
	sleep_until(begin + seconds * 0.3);
	warm = stress_size();
	sleep_until(begin + seconds);
	stop = 1;
	pthread_join(sender, NULL);
	pthread_join(receiver, NULL);
	for (int i = 0; i < OTHERS; i++)
		pthread_join(other[i], NULL);
	/* what was on its way to the receiver has gone with it */
	RIGHT(sent - numbers < AHEAD);
	RIGHT(numbers > 0 && faults > 0 && buses > 0);
	RIGHT(descriptors() == open);
	fprintf(stderr, "%ld numbers, %ld faults, %ld sent to itself\n",
		(long)numbers, (long)faults, (long)buses);
	printf("%ld wrong\n", (long)wrong);
	return !stress_is_flat(warm) || wrong;
}

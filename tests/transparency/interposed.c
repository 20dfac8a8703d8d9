/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program that has a function of its own for each name that libc, libm and
 * the loader offer (interposed_names makes them), and some of their variables:
 * none is called, at start, in handlers, at fork, exec and exit. It makes its
 * calls itself. Fails when the library takes any function by its name, such as
 * dl_iterate_phdr, vsnprintf or strstr.
 */
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/signal.h>
#include <linux/time.h>

#include "raw.h"

#define BAD_ADDRESS 8192

void interposed_restorer(void);
void interposed_called(const char *name) __attribute__((used));
int interposed_main(void) __attribute__((used));

/* As the program has them, whatever the loader and libc put there. */
#define PUBLIC __attribute__((visibility("default")))

PUBLIC void *environ, *__environ, *_environ, *stdin, *stdout, *stderr;
PUBLIC char *optarg, *program_invocation_name;
PUBLIC int _r_debug[8], __libc_single_threaded;

static volatile int caught;

static void say(const char *text)
{
	long n = 0;

	while (text[n])
		n++;
	raw3(__NR_write, 1, (long)text, n);
}

void interposed_called(const char *name)
{
	say(name);
	say(" is called\n");
	raw3(__NR_exit_group, 1, 0, 0);
}

static int failed(const char *what)
{
	say(what);
	say(" fails\n");
	return 1;
}

static void handle(int sig)
{
	(void)sig;
	caught += raw0(__NR_getppid) > 0;
}

static int has_signals(void)
{
	struct {
		void (*handler)(int);
		unsigned long flags;
		void (*restorer)(void);
		unsigned long mask;
	} act = {handle, 0x04000000 /* SA_RESTORER */, interposed_restorer, 0};
	long pid = raw0(__NR_getpid);

	if (raw6(__NR_rt_sigaction, SIGUSR1, (long)&act, 0, 8, 0, 0) != 0)
		return 0;
	raw3(__NR_tgkill, pid, raw0(__NR_gettid), SIGUSR1);
	return caught == 1;
}

static int has_files(void)
{
	static const char path[] = "interposed_file";
	char byte = 0;
	long fd = raw6(__NR_openat, AT_FDCWD, (long)path, O_RDWR | O_CREAT,
		       0600, 0, 0);

	return raw3(__NR_write, fd, (long)"a", 1) == 1 &&
	       raw3(__NR_lseek, fd, 0, 0) == 0 &&
	       raw3(__NR_read, fd, (long)&byte, 1) == 1 && byte == 'a' &&
	       raw3(__NR_close, fd, 0, 0) == 0 &&
	       raw3(__NR_unlink, (long)path, 0, 0) == 0 &&
	       raw3(__NR_open, BAD_ADDRESS, 0, 0) == -14; /* EFAULT */
}

static int has_memory(void)
{
	long at = raw6(__NR_mmap, 0, 8192, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return raw3(__NR_mprotect, at, 4096, PROT_READ) == 0 &&
	       raw3(__NR_munmap, at, 8192, 0) == 0;
}

static int has_time(void)
{
	struct timespec t = {0, 1000};

	return raw3(__NR_nanosleep, (long)&t, 0, 0) == 0 &&
	       raw3(__NR_clock_gettime, 1, (long)&t, 0) == 0 && t.tv_sec > 0;
}

/* Children that end by exit_group, and by an exec that fails before. */
static int has_children(void)
{
	static const char *none[] = {"/none", 0};
	int status = -1;

	for (int i = 0; i < 2; i++) {
		long child = raw0(__NR_fork);

		if (child == 0) {
			if (i)
				raw3(__NR_execve, (long)none[0], (long)none,
				     (long)&none[1]);
			raw3(__NR_exit_group, 3 + i, 0, 0);
		}
		if (raw6(__NR_wait4, child, (long)&status, 0, 0, 0, 0) !=
			    child ||
		    status != (3 + i) << 8)
			return 0;
	}
	return 1;
}

int interposed_main(void)
{
	int broken = 0;

	for (int i = 0; i < 5; i++) {
		broken |= !has_files() && failed("files");
		broken |= !has_memory() && failed("memory");
		broken |= !has_time() && failed("time");
	}
	broken |= !has_signals() && failed("signals");
	broken |= !has_children() && failed("children");
	say(broken ? "broken\n" : "well\n");
	return broken;
}

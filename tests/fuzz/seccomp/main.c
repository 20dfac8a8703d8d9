/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Random seccomp filters, and what a program sees of its calls behind them.
 *
 *   seccomp_plans [OPTIONS] FIRST [COUNT]    run plans
 *   seccomp_plans [OPTIONS] -p SEED          print one
 *
 *   -t SECONDS  how long a plan may take; it runs in a child of its own
 *   -k 1,2,5    keep these operations only
 *   -x KINDS    leave out such, as fork,exec
 *   -j          no calls by code made at run time
 *   -s          no filters that ask for the addresses of calls, or refuse prctl
 */
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run.h"

#define STEP_MS 5 /* between looks at what is to be watched */

struct shared *shared;
int options;

static int map_shared(int fd)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED,
		      fd, 0);
	return shared == MAP_FAILED;
}

static void put_fd(int fd, int at)
{
	if (fd < 0 || dup2(fd, at) != at) {
		perror("seccomp_plans");
		exit(2);
	}
	close(fd);
}

static void make_shared(void)
{
	int fd = (int)syscall(SYS_memfd_create, "trace", 0);

	put_fd(fd, FD_TRACE);
	if (ftruncate(FD_TRACE, sizeof(*shared)) || map_shared(FD_TRACE)) {
		perror("seccomp_plans");
		exit(2);
	}
}

/* --- the program -------------------------------------------------------------
 */

static void make_files(void)
{
	int ends[2] = {-1, -1};

	put_fd(open("/dev/null", O_RDWR), FD_NULL);
	put_fd((int)syscall(SYS_memfd_create, "file", 0), FD_FILE);
	if (ftruncate(FD_FILE, 4096) || pipe2(ends, O_NONBLOCK))
		exit(2);
	put_fd(ends[0], FD_READ);
	put_fd(ends[1], FD_WRITE);
	dup2(FD_NULL, 2); /* the loader and libc say much there */
}

static void run(void)
{
	const struct rlimit no_core = {0, 0};
	char *path = (char *)AREA_SELF;
	ssize_t n;

	setsid();
	setrlimit(RLIMIT_CORE, &no_core);
	if (area_begin()) {
		trace("no memory at %#lx", AREA);
		_exit(2);
	}
	make_files();
	n = readlink("/proc/self/exe", path, 255);
	path[n < 0 ? 0 : n] = '\0';
	tasks_begin();
	run_list(0);
	end(END_WELL);
}

/* After exec, and behind the filters that there are: arguments(). */
static void go_on(char **argv)
{
	int failed;

	if (map_shared(FD_TRACE))
		_exit(END_NO_START);
	failed = area_begin();
	if (failed)
		end(END_NO_START + failed);
	options = atoi(argv[4]);
	plan_draw(&plan, strtoul(argv[3], NULL, 10), options);
	strcpy((char *)AREA_SELF, argv[0]);
	tasks_begin();
	self.is_task = 1;
	trace("  after exec");
	run_ops(atoi(argv[1]), atoi(argv[2]));
	end(END_WELL);
}

/* --- who runs it -------------------------------------------------------------
 */

static void look(pid_t *watched)
{
	pid_t pid = __atomic_load_n(watched, __ATOMIC_SEQ_CST);
	struct pollfd fd = {.events = POLLIN};

	if (!pid)
		return;
	fd.fd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (fd.fd >= 0 && poll(&fd, 1, 0) == 0) {
		close(fd.fd);
		return;
	}
	close(fd.fd);
	__atomic_store_n(watched, 0, __ATOMIC_SEQ_CST);
}

static int await(pid_t child, int seconds)
{
	struct pollfd fd = {.fd = (int)syscall(SYS_pidfd_open, child, 0),
			    .events = POLLIN};
	int hangs = 1, status = -1;

	for (int i = 0; hangs && i < seconds * 1000 / STEP_MS; i++) {
		hangs = poll(&fd, 1, STEP_MS) == 0;
		for (int slot = 0; slot < RUN_WATCHES; slot++)
			look(&shared->watched[slot]);
	}
	kill(-child, SIGKILL);
	if (hangs)
		kill(child, SIGKILL);
	waitpid(child, &status, 0);
	close(fd.fd);
	return hangs ? -1 : status;
}

static void run_seed(int seconds)
{
	pid_t child;
	int status;

	memset(shared, 0, offsetof(struct shared, text));
	memcpy(shared->kept, plan.kept, sizeof(plan.kept));
	child = fork();
	if (child < 0) { /* what ends it would end all processes */
		perror("fork");
		exit(2);
	}
	if (child == 0)
		run();
	status = await(child, seconds);
	if (status == -1)
		trace("hangs");
	else
		trace("status %x", (unsigned int)status & 0xff7f);
	printf("seed %lu\n", (unsigned long)plan.seed);
	fwrite(shared->text, 1, (size_t)shared->length, stdout);
	fflush(stdout);
}

static void leave_out(const char *kinds)
{
	for (int i = 0; i < plan.count; i++)
		if (plans_is_in(kinds, plan_name(&plan.ops[i])))
			plan.kept[i] = 0;
}

int main(int argc, char *argv[])
{
	const char *kept = NULL, *without = NULL;
	int seconds = 10, print = 0, option;
	unsigned long seed, count;

	if (argc == 5 && *argv[1] != '-')
		go_on(argv);
	while ((option = getopt(argc, argv, "jst:k:x:p")) != -1)
		switch (option) {
		case 's':
			options |= PLAN_NET_ONLY;
			break;
		case 'j':
			options |= PLAN_NO_JIT;
			break;
		case 't':
			seconds = atoi(optarg);
			break;
		case 'k':
			kept = optarg;
			break;
		case 'x':
			without = optarg;
			break;
		case 'p':
			print = 1;
			break;
		default:
			return 2;
		}
	if (optind >= argc)
		return 2;
	seed = strtoul(argv[optind], NULL, 10);
	count = optind + 1 < argc ? strtoul(argv[optind + 1], NULL, 10) : 1;
	make_shared();
	for (; count--; seed++) {
		plan_draw(&plan, seed, options);
		if (kept)
			plans_keep(plan.kept, PLAN_OPS, kept);
		if (without)
			leave_out(without);
		if (print)
			plan_print(&plan);
		else
			run_seed(seconds);
	}
	return 0;
}

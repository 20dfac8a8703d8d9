/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Random operations on signals, and what a program sees of them.
 *
 *   signal_plans [OPTIONS] FIRST [COUNT]    run plans
 *   signal_plans [OPTIONS] -p SEED          print one
 *
 *   -t SECONDS  how long a plan may take; it runs in a child of its own
 *   -k 1,2,5    keep these operations only
 *   -x KINDS    leave out such, as fork,exec
 *   -n          no signals that faults raise
 *   -f          SIGSEGV, SIGBUS and SIGSYS with codes, too, that do not fit
 *   -j          no calls by code made at run time
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run.h"

struct shared *shared;

static int map_shared(int fd)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED,
		      fd, 0);
	return shared == MAP_FAILED;
}

static void make_shared(void)
{
	int fd = (int)syscall(SYS_memfd_create, "trace", 0);

	if (fd < 0 || ftruncate(fd, sizeof(*shared)) ||
	    dup2(fd, RUN_MAPPING_FD) != RUN_MAPPING_FD ||
	    map_shared(RUN_MAPPING_FD)) {
		perror("signals");
		exit(2);
	}
	close(fd);
}

/* After exec: what has been inherited, with what is pending. */
static int report(void)
{
	const uint64_t all = ~0ul;
	const struct timespec none = {0};
	siginfo_t info;

	if (map_shared(RUN_MAPPING_FD))
		return 2;
	self.me = getpid();
	trace("  after exec");
	trace_report(1);
	while (CALL(VIA_SYSCALL, SYS_rt_sigtimedwait, &all, &info, &none, 8) >
	       0)
		trace_info(" ", &info);
	return 3;
}

static void run(void)
{
	const struct rlimit no_core = {0, 0};

	setsid(); /* stop signals of the terminal's stop nobody then */
	setrlimit(RLIMIT_CORE, &no_core);
	self.me = self.tid = getpid();
	run_list(0);
	trace_report(1);
	_exit(0);
}

static void await(pid_t child, int seconds)
{
	struct pollfd fd = {.fd = (int)syscall(SYS_pidfd_open, child, 0),
			    .events = POLLIN};
	int status = -1, hangs;

	hangs = poll(&fd, 1, seconds * 1000) == 0;
	kill(-child, SIGKILL);
	if (hangs)
		kill(child, SIGKILL);
	waitpid(child, &status, 0);
	close(fd.fd);
	if (hangs)
		trace("hangs");
	else if (WIFSIGNALED(status))
		trace("killed by %d", WTERMSIG(status));
	else
		trace("ended with %d", WEXITSTATUS(status));
}

static void run_seed(int seconds)
{
	pid_t child;

	memset(shared, 0, offsetof(struct shared, text));
	child = fork();
	if (child < 0) { /* what ends it would end all processes */
		perror("fork");
		exit(2);
	}
	if (child == 0)
		run();
	await(child, seconds);
	printf("seed %lu\n", plan.seed);
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
	int options = 0, seconds = 10, print = 0, option;
	const char *kept = NULL, *without = NULL;
	unsigned long seed, count;

	while ((option = getopt(argc, argv, "fjnt:k:x:pr")) != -1)
		switch (option) {
		case 'j':
			options |= PLAN_NO_JIT;
			break;
		case 't':
			seconds = atoi(optarg);
			break;
		case 'k':
			kept = optarg;
			break;
		case 'f':
			options |= PLAN_FORGED;
			break;
		case 'n':
			options |= PLAN_NO_FAULTS;
			break;
		case 'x':
			without = optarg;
			break;
		case 'p':
			print = 1;
			break;
		case 'r':
			return report();
		default:
			return 2;
		}
	if (optind >= argc)
		return 2;
	seed = strtoul(argv[optind], NULL, 10);
	count = optind + 1 < argc ? strtoul(argv[optind + 1], NULL, 10) : 1;
	make_shared();
	calls_init();
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

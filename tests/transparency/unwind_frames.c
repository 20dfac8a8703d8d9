/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What a profiler or a tracer finds that follows the frame pointers of a task
 * blocked in a call: the function with the call site, then its callers, in
 * order. Fails when C code of ours uses rbp for something else, and without
 * the frame record that entry.S puts in front of it: the function with the
 * call site is left out, or the chain ends before it.
 */
#define _GNU_SOURCE
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

#include "unwind_chain.h"

static int ends[2], full[2], fd;

PART(inner) static long inner(int site, char *byte)
{
	long ret;

	/* the frame record is made before the ways part */
	__asm__ volatile("" : : "r"(__builtin_frame_address(0)));
	ret = blocked_read(site, fd, byte);
	NO_TAIL_CALL(ret);
	return ret;
}

/* before: the call site has been in use, when what is decided at its first
 * call is known. */
PART(bottom) static void bottom(int site, int before)
{
	char byte;

	fd = full[0];
	if (before)
		CHECK(outer(site, &byte) == 1);
	fd = ends[0];
	_exit(outer(site, &byte) != 1);
}

/* Let the child, which is being traced, run until it is blocked in the read,
 * and stop it there. */
static int stopped_in_read(pid_t pid, struct user_regs_struct *regs)
{
	for (;;) {
		int status;

		ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
		/* with the net alone its signals come first */
		while (status = end_of(pid), WIFSTOPPED(status)) {
			if (status >> 16 == PTRACE_EVENT_STOP)
				break;
			ptrace(PTRACE_CONT, pid, NULL, WSTOPSIG(status));
		}
		if (!WIFSTOPPED(status))
			return 0;
		ptrace(PTRACE_GETREGS, pid, NULL, regs);
		if (regs->orig_rax == SYS_read && (int)regs->rdi == ends[0])
			return 1;
		ptrace(PTRACE_CONT, pid, NULL, NULL);
		usleep(200);
	}
}

static int is_in(uintptr_t addr, const struct part *part)
{
	return addr >= (uintptr_t)part->start && addr < (uintptr_t)part->stop;
}

/* The call is made in a stub, which makes no record; nor does libc's function.
 * What is found first is the caller's caller then. */
static int is_in_stub(const uintptr_t *addr, int n)
{
	for (int i = 0; i < 4; i++)
		if (is_in(addr[0], &parts[i]))
			return 0;
	return n > 1 && is_in(addr[1], &parts[1]);
}

/* rip and what the frame records say, as far as they lead up the stack. */
static int frames(pid_t pid, const struct user_regs_struct *regs,
		  uintptr_t *addr)
{
	uintptr_t at = regs->rbp, record[2] = {0};
	int n = 0;

	addr[n++] = regs->rip;
	while (n < MOST) {
		struct iovec to = {record, sizeof(record)};
		struct iovec from = {(void *)at, sizeof(record)};

		if (process_vm_readv(pid, &to, 1, &from, 1, 0) !=
		    sizeof(record))
			break;
		addr[n++] = record[1];
		if (record[0] <= at)
			break;
		at = record[0];
	}
	return n;
}

static void run(int site, int before)
{
	/* libc's function makes no record, so natively its caller's caller is
	 * the first that can be found */
	int first = site == SITE_LIBC;
	struct user_regs_struct regs;
	uintptr_t addr[MOST];
	char what[64];
	pid_t pid = fork();

	if (pid == 0)
		bottom(site, before);
	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL)) {
		kill(pid, SIGKILL);
		end_of(pid);
		skip("no ptrace");
	}
	if (stopped_in_read(pid, &regs)) {
		int n = frames(pid, &regs, addr);

		first |= is_in_stub(addr, n);
		snprintf(what, sizeof(what), "%s, %s call", site_names[site],
			 before ? "second" : "first");
		check(__LINE__, what,
		      parts_follow(addr, n, parts + first, 4 - first));
	} else {
		CHECK(!"the child is there");
	}
	kill(pid, SIGKILL);
	end_of(pid);
}

int main(void)
{
	alarm(20);
	CHECK(pipe(ends) == 0 && pipe(full) == 0);
	CHECK(write(full[1], "abc", SITES) == SITES);
	for (int site = 0; site < SITES; site++) {
		run(site, 0);
		run(site, 1);
	}
	return verdict();
}

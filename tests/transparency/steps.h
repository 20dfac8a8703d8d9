/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * For targets that trace a child of theirs and send it signals between its
 * instructions. The child runs from one breakpoint (int3) to the next.
 * Functions here stop it, step it and let it go on; signals that it gets on the
 * way are handed on to it.
 */
#ifndef STEPS_H
#define STEPS_H

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

/* A function NAME that is getuid, behind a breakpoint. */
#define STEPS_GETUID(name)                                                     \
	long name(void);                                                       \
	__asm__(".pushsection .text\n.type " #name ", @function\n" #name       \
		":\n .cfi_startproc\n int3\n mov $102, %eax\n syscall\n ret\n" \
		" .cfi_endproc\n.size " #name ", . - " #name "\n"              \
		".popsection\n")

struct steps {
	pid_t pid;
	int status;   /* as wait says it; a trap, as long as the child lives */
	int is_there; /* at a breakpoint */
};

/* Does not look at where the child is: a handler may return to a breakpoint. */
static inline int steps_at_breakpoint(const struct steps *s)
{
	siginfo_t info = {0};

	if (!WIFSTOPPED(s->status))
		return 0;
	ptrace(PTRACE_GETSIGINFO, s->pid, NULL, &info);
	return info.si_code == SI_KERNEL;
}

/* How is PTRACE_CONT or PTRACE_SINGLESTEP: up to the next trap. */
static inline void steps_resume(struct steps *s, int how)
{
	long sig = 0;

	do {
		if (ptrace(how, s->pid, NULL, (void *)sig) ||
		    waitpid(s->pid, &s->status, 0) != s->pid) {
			s->status = 0;
			return;
		}
		sig = WIFSTOPPED(s->status) ? WSTOPSIG(s->status) : SIGTRAP;
	} while (sig != SIGTRAP);
	s->is_there = steps_at_breakpoint(s);
}

/* At a breakpoint, or between two: n steps, but not beyond the next one. */
static inline void steps_walk(struct steps *s, int n)
{
	while (n-- > 0 && WIFSTOPPED(s->status)) {
		steps_resume(s, PTRACE_SINGLESTEP);
		if (s->is_there)
			return;
	}
}

/* Steps until sig comes, at most n; then one more, with it. Returns how many.
 */
static inline int steps_to_signal(struct steps *s, int sig, int n)
{
	long got = 0;
	int steps = 0;

	while (steps < n && got != sig) {
		if (ptrace(PTRACE_SINGLESTEP, s->pid, NULL, (void *)got) ||
		    waitpid(s->pid, &s->status, 0) != s->pid ||
		    !WIFSTOPPED(s->status))
			return steps;
		got = WSTOPSIG(s->status);
		if (got == SIGTRAP)
			got = 0, steps++;
	}
	if (got) {
		ptrace(PTRACE_SINGLESTEP, s->pid, NULL, (void *)got);
		waitpid(s->pid, &s->status, 0);
	}
	return steps;
}

/* From a breakpoint to where the kernel has made call nr, or the next
 * breakpoint. */
static inline void steps_through(struct steps *s, long nr)
{
	struct user_regs_struct regs = {0};

	do {
		steps_resume(s, PTRACE_SYSCALL);
		ptrace(PTRACE_GETREGS, s->pid, NULL, &regs);
	} while (WIFSTOPPED(s->status) && !s->is_there &&
		 ((long)regs.orig_rax != nr || (long)regs.rax == -ENOSYS));
}

/* Up to the next breakpoint, where it may be already, or the child's end. */
static inline void steps_go_on(struct steps *s)
{
	while (WIFSTOPPED(s->status) && !s->is_there)
		steps_resume(s, PTRACE_CONT);
}

/* A child that runs fn(), which does not return, at its first breakpoint. */
static inline void steps_trace(struct steps *s, void (*fn)(void))
{
	int ready[2];
	char byte = 0;

	if (pipe(ready))
		exit(1);
	s->pid = fork();
	if (s->pid == 0) {
		if (read(ready[0], &byte, 1) != 1)
			_exit(9);
		fn();
	}
	if (ptrace(PTRACE_ATTACH, s->pid, NULL, NULL)) {
		kill(s->pid, SIGKILL);
		skip("no right to trace");
	}
	waitpid(s->pid, &s->status, 0);
	s->is_there = 0;
	CHECK(write(ready[1], &byte, 1) == 1);
	steps_go_on(s);
}

/* At the end of the child: the last turns may have led beyond what is tested.
 */
static inline void steps_wait(int n)
{
	for (volatile int i = 0; i < n; i++)
		;
}

#endif

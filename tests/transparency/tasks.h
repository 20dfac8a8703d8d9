/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * For targets about processes and threads: checks that are said only when they
 * do not hold, the end of a child, tasks made without libc.
 */
#ifndef TASKS_H
#define TASKS_H

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static int broken;

/* In a child whose memory is its own, return broken as its status. */
#define CHECK(x) check(__FILE_NAME__, __LINE__, #x, (x) != 0)

static inline void check(const char *file, int line, const char *what,
			 int holds)
{
	if (holds)
		return;
	broken = 1;
	printf("%s:%d: not so: %s\n", file, line, what);
	fflush(stdout);
}

/* For the end of main. */
static inline int verdict(void)
{
	puts(broken ? "broken" : "well");
	return broken;
}

/* raise() of this task: musl's takes the number of the vfork child's maker. */
static inline void raise_here(int sig)
{
	syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), sig);
}

/* How the child ended, as wait gives it; -1: there is none. */
static inline int end_of(pid_t child)
{
	int status;

	while (waitpid(child, &status, __WALL) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

static inline int exited(pid_t child)
{
	int status = end_of(child);

	return WIFEXITED(status) ? WEXITSTATUS(status) : -status;
}

/*
 * long task_make(const long call[6], int (*fn)(void))
 * A system call that makes a task: its number, then rdi, rsi, rdx, r10, r8. The
 * task, on whatever stack, runs fn and ends with its result by exit. In the
 * caller: what the call gives.
 */
long task_make(const long call[6], int (*fn)(void));
__asm__(".text\n"
	".type task_make, @function\n"
	"task_make:\n"
	".cfi_startproc\n"
	"push %rbx\n"
	".cfi_adjust_cfa_offset 8\n"
	".cfi_rel_offset rbx, 0\n"
	"mov %rdi, %rax\n"
	"mov %rsi, %rbx\n"
	"mov 8(%rax), %rdi\n"
	"mov 16(%rax), %rsi\n"
	"mov 24(%rax), %rdx\n"
	"mov 32(%rax), %r10\n"
	"mov 40(%rax), %r8\n"
	"mov (%rax), %rax\n"
	"syscall\n"
	"test %rax, %rax\n"
	"jz 1f\n"
	"pop %rbx\n"
	"ret\n"
	"1:\n"
	"xor %ebp, %ebp\n"
	"and $-16, %rsp\n"
	"call *%rbx\n"
	"mov %eax, %edi\n"
	"mov $60, %eax\n"
	"syscall\n"
	"hlt\n"
	".cfi_endproc\n"
	".size task_make, . - task_make\n");

#endif

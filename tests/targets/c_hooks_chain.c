/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Several C hooks of one call, and of its result, that the program installs and
 * removes itself: who is asked, in which order, and what the program gets.
 * Prints what is not as it should be, and `well`.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../include/zpoline.h"

static __typeof__(zpoline_hook) *hook, *hook_exit, *unhook;
static __typeof__(zpoline_call) *rest;
static __typeof__(zpoline_log) *line;

static char trail[64];
static unsigned int used;
static int wrong;

static void leave(char letter)
{
	if (used < sizeof(trail) - 1)
		trail[used++] = letter;
}

static int pass(struct SyscallRegs *regs, void *arg)
{
	(void)regs;
	leave(*(char *)arg);
	return ZPOLINE_PASS;
}

/* Whatever it returns: a result is a result. */
static int around(struct SyscallRegs *regs, void *arg)
{
	long result;

	leave(*(char *)arg);
	result = rest(regs);
	if (result != (long)regs->rax || rest(regs) != -EINVAL)
		leave('!');
	regs->rax = (uint64_t)(result + 1000);
	leave('B');
	return ZPOLINE_PASS;
}

static int answer(struct SyscallRegs *regs, void *arg)
{
	leave(*(char *)arg);
	regs->rax = 4711;
	return ZPOLINE_ANSWER;
}

static int other_call(struct SyscallRegs *regs, void *arg)
{
	(void)arg;
	regs->rax = SYS_getpid;
	return ZPOLINE_PASS;
}

static int add(struct SyscallRegs *regs, void *arg)
{
	leave(*(char *)arg);
	if (rest(regs) != -EINVAL)
		leave('!');
	regs->rax += 5;
	return ZPOLINE_PASS;
}

static int last(struct SyscallRegs *regs, void *arg)
{
	(void)regs;
	leave(*(char *)arg);
	return ZPOLINE_ANSWER;
}

static int says(struct SyscallRegs *regs, void *arg)
{
	(void)regs;
	line(arg);
	return ZPOLINE_PASS;
}

static void expect(const char *what, long result, long wanted, const char *way)
{
	trail[used] = 0;
	if (result != wanted || strcmp(trail, way) != 0) {
		printf("%s: %ld by \"%s\", expected %ld by \"%s\"\n", what,
		       result, trail, wanted, way);
		wrong = 1;
	}
	used = 0;
}

static void is(const char *what, int err, int wanted)
{
	if (err != wanted)
		printf("%s: %d, expected %d\n", what, err, wanted), wrong = 1;
}

static char a[] = "a", b[] = "b", c[] = "c", x[] = "x", y[] = "y", z[] = "z";

static void in_order(long parent)
{
	is("hook", hook(SYS_getppid, pass, a), 0);
	hook(SYS_getppid, around, b);
	hook(SYS_getppid, pass, c);
	hook(SYS_getppid, pass, a); /* is there */
	expect("entries", syscall(SYS_getppid), parent + 1000, "abcB");
	is("hook_exit", hook_exit(SYS_getppid, add, x), 0);
	hook_exit(SYS_getppid, last, y);
	hook_exit(SYS_getppid, pass, z);
	expect("both", syscall(SYS_getppid), parent + 1005, "abcBxy");
	is("unhook", unhook(SYS_getppid, around, b), 0);
	is("unhook once more", unhook(SYS_getppid, around, b), 0);
	expect("removed", syscall(SYS_getppid), parent + 5, "acxy");
	unhook(SYS_getppid, last, y);
	expect("the next ones", syscall(SYS_getppid), parent + 5, "acxz");
	hook(SYS_getppid, answer, b);
	hook(SYS_getppid, pass, x);
	expect("answered", syscall(SYS_getppid), 4716, "acbxz");
	hook(SYS_getppid, NULL, NULL);
	expect("results only", syscall(SYS_getppid), parent + 5, "xz");
	hook(SYS_getppid, other_call, NULL);
	expect("another call", syscall(SYS_getppid), getpid() + 5, "xz");
	hook_exit(SYS_getppid, NULL, NULL);
	hook(SYS_getppid, NULL, NULL);
	expect("none", syscall(SYS_getppid), parent, "");
}

/* Calls that return twice, or do not. */
static void of_processes(void)
{
	char *const none[] = {NULL};
	int status = 0;
	pid_t child;

	hook(SYS_fork, around, b);
	hook_exit(SYS_fork, pass, x);
	child = (pid_t)syscall(SYS_fork);
	if (child == 1000)
		_exit(used == 3 ? 7 : 8); /* it comes out of the call as well */
	expect("fork", child > 1000, 1, "bBx");
	waitpid(child - 1000, &status, 0);
	expect("its child", WEXITSTATUS(status), 7, "");
	hook_exit(SYS_execve, pass, x);
	hook(SYS_execve, pass, a);
	expect("execve", execve("/nowhere", none, none), -1, "ax");
	hook_exit(SYS_wait4, pass, x);
	expect("wait4", wait4(-1, &status, 0, NULL), -1, "x");
	hook_exit(SYS_exit_group, pass, x);
}

int main(void)
{
	char many[100];

	*(void **)&hook = dlsym(RTLD_DEFAULT, "zpoline_hook");
	*(void **)&hook_exit = dlsym(RTLD_DEFAULT, "zpoline_hook_exit");
	*(void **)&unhook = dlsym(RTLD_DEFAULT, "zpoline_unhook");
	*(void **)&rest = dlsym(RTLD_DEFAULT, "zpoline_call");
	*(void **)&line = dlsym(RTLD_DEFAULT, "zpoline_log");
	if (!hook || !hook_exit || !unhook || !rest || !line)
		return 1;
	in_order(getppid());
	of_processes();
	for (int i = 0; i < 100; i++) {
		many[i] = (char)('0' + i % 10);
		hook(SYS_getsid, pass, &many[i]);
		if (i < 50)
			unhook(SYS_getsid, pass, &many[i]);
	}
	expect("many", syscall(SYS_getsid, 0) >= 0, 1,
	       "01234567890123456789012345678901234567890123456789");
	hook(SYS_getuid, says, (void *)(uintptr_t) "said in a hook");
	(void)getuid();
	is("hook 4091", hook(4091, pass, a), -EINVAL);
	is("hook_exit -1", hook_exit(-1, pass, a), -EINVAL);
	is("unhook 4091", unhook(4091, pass, a), -EINVAL);
	if (!wrong)
		puts("well");
	return wrong;
}

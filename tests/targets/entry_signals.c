/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * entry_signals own|libc OFFSET...: a child makes one system call for each of
 * these places in libzpoline.so, in hexadecimal, from a call site of its own or
 * of libc's, and gets a signal when it comes there, by a breakpoint. Its
 * handler must find the registers of the call. Prints how many of the places
 * the child came to.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define NUMBER 95 /* umask */
#define VALUE(i) (0x1111111100000000ul * (i) + (i))
#define STATUS 0x8d5 /* OF SF ZF AF PF CF */
#define FLAGS 0x891  /* OF SF AF CF */

/* entry_signals.S */
uint64_t call_rsp;
void (*call_target)(void);
void make_call(void), own_call(void);

static uintptr_t call_site;

/* As it was, or as it is with a trampoline. */
static int is_site(const unsigned char *p)
{
	return (p[0] == 0x0f && p[1] == 0x05) || (p[0] == 0xff && p[1] == 0xd0);
}

static void choose(const char *word)
{
	const unsigned char *p;

	call_target = strcmp(word, "own") == 0
			      ? own_call
			      : (void (*)(void))(uintptr_t)umask;
	for (p = (const void *)(uintptr_t)call_target; !is_site(p); p++)
		;
	call_site = (uintptr_t)p;
}

static void wrong(const char *what, uint64_t value)
{
	fprintf(stderr, "%s: %lx\n", what, value);
	_exit(1);
}

static void on_signal(int sig, siginfo_t *info, void *context)
{
	const greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
	const greg_t value[] = {r[REG_RDI], r[REG_RSI], r[REG_RDX],
				r[REG_R10], r[REG_R8],	r[REG_R9]};
	int made = r[REG_RIP] == (greg_t)call_site + 2;

	(void)sig, (void)info;
	if (r[REG_RIP] != (greg_t)call_site && !made)
		wrong("rip", (uint64_t)r[REG_RIP]);
	if (r[REG_RSP] != (greg_t)call_rsp - 8)
		wrong("rsp", (uint64_t)r[REG_RSP]);
	if (made == (r[REG_RAX] == NUMBER)) /* which is no result */
		wrong("rax", (uint64_t)r[REG_RAX]);
	for (uint64_t i = 0; i < 6; i++)
		if ((uint64_t)value[i] != VALUE(i + 1))
			wrong("argument", (uint64_t)value[i]);
	if ((r[REG_EFL] & STATUS) != FLAGS)
		wrong("flags", (uint64_t)r[REG_EFL]);
}

/* By a call that nobody wants: it does not come to the places. */
static void stop(void)
{
	syscall(SYS_tkill, getpid(), SIGSTOP);
}

static void child(int calls)
{
	struct sigaction act = {.sa_sigaction = on_signal,
				.sa_flags = SA_SIGINFO};

	make_call();
	sigaction(SIGUSR1, &act, NULL);
	stop();
	for (int i = 0; i < calls; i++) {
		make_call();
		stop();
	}
	_exit(0);
}

/* The library's first address. */
static uint64_t base_of(pid_t pid)
{
	char path[64], line[4096];
	uint64_t base = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	f = fopen(path, "r");
	while (!base && f && fgets(line, sizeof(line), f))
		if (strstr(line, "libzpoline"))
			base = strtoul(line, NULL, 16);
	if (!base)
		wrong("no library", 0);
	fclose(f);
	return base;
}

/* The child goes on to its next stop, which should be for sig. */
static int go_on(pid_t pid, int sig)
{
	int status;

	if (ptrace(PTRACE_CONT, pid, 0, sig) || waitpid(pid, &status, 0) != pid)
		exit(1);
	return WIFSTOPPED(status) ? WSTOPSIG(status) : 0;
}

/* 1: the child came to that place. */
static int meet(pid_t pid, uint64_t base, uint64_t offset)
{
	uint64_t at = base + offset;
	long word = ptrace(PTRACE_PEEKTEXT, pid, at, 0);
	struct user_regs_struct regs;
	int came;

	ptrace(PTRACE_POKETEXT, pid, at, (word & ~0xfful) | 0xcc);
	came = go_on(pid, 0) == SIGTRAP;
	ptrace(PTRACE_POKETEXT, pid, at, word);
	if (!came)
		return 0;
	ptrace(PTRACE_GETREGS, pid, 0, &regs);
	regs.rip--;
	ptrace(PTRACE_SETREGS, pid, 0, &regs);
	if (go_on(pid, SIGUSR1) != SIGSTOP)
		wrong("with a signal at", offset);
	return 1;
}

int main(int argc, char **argv)
{
	int came = 0, status;
	uint64_t base;
	pid_t pid;

	choose(argc > 1 ? argv[1] : "own");
	pid = fork();
	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		child(argc - 2);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		return 1;
	base = base_of(pid);
	for (int i = 2; i < argc; i++)
		came += meet(pid, base, strtoul(argv[i], NULL, 16));
	ptrace(PTRACE_CONT, pid, 0, 0);
	waitpid(pid, &status, 0);
	printf("%d\n", came);
	return status != 0;
}

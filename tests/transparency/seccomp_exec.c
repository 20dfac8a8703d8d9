/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Filters stay over exec: a program that begins behind some that refuse much of
 * what the library does at its start, and kill for it, or answer or trap it,
 * runs. Fails without inherit.c.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"
#include "seccomp.h"

/* What the loader and libc do not need for a small program, and we do. */
static const int ours[] = {
	SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_sigaltstack,	SYS_gettid,
	SYS_getppid,	  SYS_pwrite64,	      SYS_memfd_create, SYS_fcntl,
	SYS_uname,	  SYS_getcwd,	      SYS_futex,	SYS_ioctl,
	SYS_prctl,	  SYS_rt_sigreturn,   SYS_readlink,	SYS_mremap,
	SYS_open,	  SYS_lseek,	      SYS_getpid,
};

/* Not what the gate's memory takes. */
static const int few[] = {SYS_gettid, SYS_rt_sigprocmask, SYS_getppid};

static int refuse_ours(unsigned int how, int only_few)
{
	return seccomp_filter(only_few ? few : ours,
			      only_few ? sizeof(few) / sizeof(few[0])
				       : sizeof(ours) / sizeof(ours[0]),
			      how, SECCOMP_RET_ALLOW, 0);
}

/* The new program. */
static void begun(const char *how)
{
	long uid = raw0(SYS_getuid);

	for (int i = 0; i < 3; i++)
		if (raw0(SYS_getuid) != uid)
			raw3(SYS_exit_group, 9, 0, 0);
	raw3(SYS_write, 1, (long)"begun ", 6);
	raw3(SYS_write, 1, (long)how, 1);
	raw3(SYS_write, 1, (long)"\n", 1);
	if (*how == 'e' && raw0(SYS_getppid) != -93)
		raw3(SYS_exit_group, 8, 0, 0);
	if (*how == 'k')
		raw0(SYS_getppid);
	raw3(SYS_exit_group, 3, 0, 0);
}

static void child(const char *program, char how)
{
	static const struct {
		char how;
		unsigned int action;
	} actions[] = {{'k', SECCOMP_RET_KILL_PROCESS},
		       {'f', SECCOMP_RET_KILL_PROCESS},
		       {'e', SECCOMP_RET_ERRNO | 93},
		       {'r', SECCOMP_RET_TRACE},
		       {'n', SECCOMP_RET_ALLOW}};
	char word[2] = {how, 0};

	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (actions[i].how == how &&
		    refuse_ours(actions[i].action, how == 'f'))
			_exit(77);
	execl(program, program, word, NULL);
	_exit(errno);
}

int main(int argc, char **argv)
{
	static const char how[] = "kfern";

	if (argc > 1)
		begun(argv[1]);
	for (const char *h = how; *h; h++) {
		int status;
		pid_t pid;

		fflush(stdout);
		pid = fork();
		if (pid == 0)
			child(argv[0], *h);
		status = end_of(pid);
		if (status == 77 << 8)
			skip("no seccomp filters");
		printf("%c: status %#x\n", *h, (unsigned int)status & 0xff7f);
	}
	return verdict();
}

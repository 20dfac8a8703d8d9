/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SIGSYS, SIGSEGV and SIGBUS are ignored, and one thread tries to exec files
 * that are not there, as a search along PATH does, while another makes calls by
 * code that was made at run time and from bad addresses. Fails when these
 * signals are ignored in the kernel meanwhile, for all threads.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

static volatile sig_atomic_t stop;
static volatile long wrong;

static void *make_calls(void *data)
{
	long (*made)(long, long, long) = data;

	while (!stop) {
		wrong += made(SYS_getppid, 0, 0) != getppid();
		wrong += syscall(SYS_access, 8, 0) != -1;
	}
	return NULL;
}

int main(void)
{
	/* mov %edi,%eax; mov %rsi,%rdi; mov %rdx,%rsi; syscall; ret */
	static const unsigned char code[] = {0x89, 0xf8, 0x48, 0x89, 0xf7, 0x48,
					     0x89, 0xd6, 0x0f, 0x05, 0xc3};
	char *const args[] = {"none", NULL}, *const variables[] = {NULL};
	void *made = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pthread_t thread;

	memcpy(made, code, sizeof(code));
	signal(SIGSYS, SIG_IGN);
	signal(SIGSEGV, SIG_IGN);
	signal(SIGBUS, SIG_IGN);
	pthread_create(&thread, NULL, make_calls, made);
	for (int i = 0; i < 300; i++) {
		CHECK(execve("/nowhere/none", args, variables) == -1);
		CHECK(errno == ENOENT);
		CHECK(syscall(SYS_execveat, -1, "/nowhere", args, variables,
			      0) == -1);
	}
	stop = 1;
	pthread_join(thread, NULL);
	CHECK(!wrong);
	return verdict();
}

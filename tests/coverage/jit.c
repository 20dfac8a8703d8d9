/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * System calls from a page that was written at run time and never named to
 * anybody, by four threads, a forked child and a child of vfork.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static long (*page)(long nr, long a, long b);

/* mov %rdi,%rax; mov %rsi,%rdi; mov %rdx,%rsi; syscall; ret */
static const unsigned char code[] = {0x48, 0x89, 0xf8, 0x48, 0x89, 0xf7,
				     0x48, 0x89, 0xd6, 0x0f, 0x05, 0xc3};

static void *work(void *wrong)
{
	for (int i = 0; i < 200; i++)
		if (page(SYS_getpid, 0, 0) != getpid() ||
		    page(SYS_close, -1, 0) != -9)
			*(int *)wrong = 1;
	return NULL;
}

int main(void)
{
	pthread_t thread[4];
	int wrong[6] = {0}, status;
	pid_t child;

	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memcpy((void *)page, code, sizeof(code));
	for (int i = 0; i < 4; i++)
		pthread_create(&thread[i], NULL, work, &wrong[i]);
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	child = (pid_t)page(SYS_fork, 0, 0);
	if (child == 0) {
		work(&wrong[4]);
		page(SYS_exit_group, wrong[4], 0);
	}
	waitpid(child, &status, 0);
	child = vfork();
	if (child == 0) {
		page(SYS_getppid, 0, 0);
		_exit(0);
	}
	waitpid(child, &wrong[5], 0);
	return status || memchr(wrong, 1, sizeof(wrong)) != NULL;
}

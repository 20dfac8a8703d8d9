/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * no_counter [once]: the time stamp counter is forbidden to this program, to
 * its threads, children, and what it starts. All make getppid calls, and end
 * as if they could read it: who reads it has a SIGSEGV.
 *
 * Some machines have clocks that do without the counter, and virtual ones do
 * not forbid it, so the vDSO's clock_gettime is made one that faults in the
 * same way, from the beginning on: general protection.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096ul

/* nop; hlt; xor %eax, %eax; ret */
static const unsigned char faults[] = {0x90, 0xf4, 0x31, 0xc0, 0xc3};

static int change_clock(void)
{
	void *vdso = dlopen("linux-vdso.so.1", RTLD_LAZY | RTLD_NOLOAD);
	char *clock = vdso ? dlsym(vdso, "__vdso_clock_gettime") : NULL;
	uintptr_t page = (uintptr_t)clock & ~(PAGE - 1);

	if (!clock || mprotect((void *)page, 2 * PAGE,
			       PROT_READ | PROT_WRITE | PROT_EXEC) != 0)
		return -1;
	memcpy(clock, faults, sizeof(faults));
	return 0;
}

static void *make_calls(void *arg)
{
	for (int i = 0; i < 100; i++)
		getppid();
	return arg;
}

static int wait_for(pid_t child)
{
	int status = -1;

	waitpid(child, &status, 0);
	return status;
}

int main(int argc, char **argv)
{
	pthread_t thread;
	int mode = 0;
	pid_t child;

	if (change_clock()) {
		puts("the vDSO cannot be changed");
		return 77;
	}
	if (argc > 1) {
		prctl(PR_GET_TSC, &mode);
		make_calls(NULL);
		return mode == PR_TSC_SIGSEGV ? 3 : 4;
	}
	make_calls(NULL);
	if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV)) {
		puts("the counter cannot be forbidden");
		return 77;
	}
	make_calls(NULL);
	pthread_create(&thread, NULL, make_calls, NULL);
	pthread_join(thread, NULL);
	child = fork();
	if (child == 0) {
		make_calls(NULL);
		_exit(3);
	}
	printf("fork %x\n", wait_for(child));
	child = vfork();
	if (child == 0) {
		execl("/proc/self/exe", argv[0], "once", NULL);
		_exit(1);
	}
	printf("exec %x\n", wait_for(child));
	prctl(PR_SET_TSC, PR_TSC_ENABLE);
	make_calls(NULL);
	puts("end");
	return 0;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * late_waiting OBJECT STEP...: loads an object, makes calls at a site of it and
 * at one of libc's, and prints, after each step, which of them are jumps.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CALLS 2000 /* no threshold for an object of this size is higher */

static const char *object;
static void *handle;
static long (*far)(void);

/* The object in a file without a name. */
static void copy_object(void)
{
	static char path[32];
	char bytes[4096];
	int from = open(object, O_RDONLY), to = memfd_create("object", 0);
	ssize_t n;

	while ((n = read(from, bytes, sizeof(bytes))) > 0)
		if (write(to, bytes, (size_t)n) != n)
			exit(1);
	if (n || from < 0 || close(from))
		exit(1);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", to);
	object = path;
}

static void load(void)
{
	handle = dlopen(object, RTLD_NOW);
	far = handle ? (long (*)(void))dlsym(handle, "late_far") : NULL;
	if (!far) {
		puts(dlerror());
		exit(1);
	}
}

static void make_calls(int n)
{
	for (int i = 0; i < n; i++)
		if (far() != getppid()) {
			puts("another result");
			exit(1);
		}
}

static void *nothing(void *unused)
{
	return unused;
}

static void start_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, nothing, NULL) ||
	    pthread_join(thread, NULL))
		exit(1);
}

static void protect(int prot)
{
	if (mprotect((void *)((uintptr_t)far & ~4095ul), 4096, prot))
		exit(1);
}

static int is_jump(uintptr_t function)
{
	return *(const volatile uint8_t *)function == 0xe9;
}

static void set_altstack(void)
{
	static char bytes[65536];
	stack_t stack = {.ss_sp = bytes, .ss_size = sizeof(bytes)};

	if (sigaltstack(&stack, NULL))
		exit(1);
}

static void do_step(const char *step)
{
	if (strcmp(step, "few") == 0) {
		make_calls(3);
	} else if (strcmp(step, "many") == 0) {
		make_calls(CALLS);
	} else if (strcmp(step, "thread") == 0) {
		start_thread();
	} else if (strcmp(step, "protect") == 0) {
		protect(PROT_READ);
		protect(PROT_READ | PROT_EXEC);
	} else if (strcmp(step, "nameless") == 0) {
		copy_object();
		load();
		make_calls(1);
	} else if (strcmp(step, "removed") == 0) {
		if (unlink(object))
			exit(1);
	} else if (strcmp(step, "altstack") == 0) {
		set_altstack();
	} else if (strcmp(step, "poll") == 0) {
		poll(NULL, 0, 1);
	} else if (strcmp(step, "again") == 0) {
		if (dlclose(handle))
			exit(1);
		load();
		make_calls(1);
	}
}

int main(int argc, char **argv)
{
	object = argc > 1 ? argv[1] : "";
	load();
	for (int i = 2; i < argc; i++) {
		do_step(argv[i]);
		printf("%s: object %d libc %d\n", argv[i],
		       is_jump((uintptr_t)far), is_jump((uintptr_t)getppid));
	}
	return 0;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * backtrace HOW [OBJECT...]: a call of getppid some functions deep, after what
 * backtrace(3) says of the callers, an address a line. Built without frame
 * pointers.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "function.h"

#define FRAMES 64
#define VDSO_SIZE 0x2000

#define EXPORTED __attribute__((visibility("default")))
EXPORTED void outer(void (*fn)(void));
EXPORTED void leaf(void);

/* The callers of who calls. */
#define SAY_CALLERS()                                                          \
	do {                                                                   \
		void *at[FRAMES];                                              \
		int n = backtrace(at, FRAMES);                                 \
                                                                               \
		for (int i = 1; i < n; i++)                                    \
			dprintf(1, "%p\n", at[i]);                             \
	} while (0)

FUNCTION void leaf(void)
{
	SAY_CALLERS();
	getppid();
	BEHIND;
}

static FUNCTION void inner(void (*fn)(void))
{
	fn();
	BEHIND;
}

/* Registers that callees save are in use. */
static FUNCTION void middle(void (*fn)(void))
{
	char *volatile room = __builtin_alloca((size_t)getpid() % 64 + 32);

	room[0] = 1;
	inner(fn);
	BEHIND;
}

FUNCTION void outer(void (*fn)(void))
{
	middle(fn);
	BEHIND;
}

/* --- ways to get there ------------------------------------------------------
 */

static FUNCTION void on_signal(int sig)
{
	(void)sig;
	leaf();
	BEHIND;
}

static void handle(int sig, void (*handler)(int), int flags)
{
	struct sigaction sa = {.sa_handler = handler, .sa_flags = flags};

	sigaction(sig, &sa, NULL);
}

static void by_signal(void)
{
	handle(SIGUSR1, on_signal, 0);
	raise(SIGUSR1);
	BEHIND;
}

static void by_signal_elsewhere(void)
{
	static char stack[65536];
	const stack_t ss = {.ss_sp = stack, .ss_size = sizeof(stack)};

	sigaltstack(&ss, NULL);
	handle(SIGUSR1, on_signal, SA_ONSTACK);
	raise(SIGUSR1);
	BEHIND;
}

/* What it interrupts is a call that may be hooked. */
static void by_alarm(void)
{
	const struct itimerval once = {.it_value.tv_usec = 100000};

	handle(SIGALRM, on_signal, 0);
	setitimer(ITIMER_REAL, &once, NULL);
	pause();
	BEHIND;
}

/* What it interrupts is a function of the vDSO. */
static volatile sig_atomic_t seen;

static FUNCTION void on_alarm(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;
	uintptr_t rip = (uintptr_t)uc->uc_mcontext.gregs[REG_RIP];

	(void)sig, (void)info;
	if (seen || rip - getauxval(AT_SYSINFO_EHDR) >= VDSO_SIZE)
		return;
	seen = 1;
	leaf();
	BEHIND;
}

static void in_vdso(void)
{
	const struct itimerval often = {{0, 1000}, {0, 1000}};
	struct sigaction sa = {.sa_sigaction = on_alarm,
			       .sa_flags = SA_SIGINFO};
	struct timespec ts;

	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	while (!seen)
		clock_gettime(CLOCK_MONOTONIC, &ts);
}

static void *thread(void *arg)
{
	(void)arg;
	outer(leaf);
	BEHIND;
	return NULL;
}

static void in_thread(void)
{
	pthread_t id;

	pthread_create(&id, NULL, thread, NULL);
	pthread_join(id, NULL);
}

static FUNCTION void in_vfork_child(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		leaf();
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

/* Through each of the objects, one after the other, so that they may follow at
 * the same addresses. */
static char **objects;

static void in_objects(void)
{
	for (char **path = objects; *path; path++) {
		void *object = dlopen(*path, RTLD_NOW);
		void (*through)(void (*)(void));

		if (!object) {
			fprintf(stderr, "%s\n", dlerror());
			exit(2);
		}
		*(void **)&through = dlsym(object, "through");
		through(leaf);
		dlclose(object);
		dprintf(1, "\n");
	}
}

/* --- code without a table ---------------------------------------------------
 */

static const unsigned char stub[] = {
	0xb8, 110,  0, 0, 0, /* mov $__NR_getppid, %eax */
	0x0f, 0x05,	     /* syscall */
	0xc3,		     /* ret */
};
static const unsigned char framed[] = {
	0x55,			/* push %rbp */
	0x48, 0x89, 0xe5,	/* mov %rsp, %rbp */
	0x6a, 0,		/* push $0 */
	0xb8, 110,  0,	  0, 0, /* mov $__NR_getppid, %eax */
	0x0f, 0x05,		/* syscall */
	0xc9,			/* leave */
	0xc3,			/* ret */
};
/* The frame that it says is its own caller: (itself, its own address). */
static const unsigned char looping[] = {
	0x55,			      /* push %rbp */
	0x48, 0x8d, 0x05, 0, 0, 0, 0, /* lea 0(%rip), %rax */
	0x50,			      /* push %rax */
	0x54,			      /* push %rsp */
	0x48, 0x89, 0xe5,	      /* mov %rsp, %rbp */
	0x48, 0x89, 0x6d, 0,	      /* mov %rbp, (%rbp) */
	0xb8, 110,  0,	  0, 0,	      /* mov $__NR_getppid, %eax */
	0x0f, 0x05,		      /* syscall */
	0x58, 0x58,		      /* pop %rax; pop %rax */
	0x5d,			      /* pop %rbp */
	0xc3,			      /* ret */
};
/* A frame pointer that leads nowhere. */
static const unsigned char wild[] = {
	0x55,				 /* push %rbp */
	0x48, 0xc7, 0xc5, 8, 0, 0, 0xf0, /* mov $-0xffffff8, %rbp */
	0xb8, 110,  0,	  0, 0,		 /* mov $__NR_getppid, %eax */
	0x0f, 0x05,			 /* syscall */
	0x5d,				 /* pop %rbp */
	0xc3,				 /* ret */
};

static void (*code)(void);

static FUNCTION void call_code(void)
{
	SAY_CALLERS();
	code();
	BEHIND;
}

static void make(const unsigned char *bytes, size_t size)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		exit(2);
	memcpy(page, bytes, size);
	*(void **)&code = page;
	outer(call_code);
}

int main(int argc, char *argv[])
{
	static const struct {
		const char *name;
		void (*fn)(void);
	} ways[] = {
		{"plain", leaf},
		{"signal", by_signal},
		{"elsewhere", by_signal_elsewhere},
		{"alarm", by_alarm},
		{"vdso", in_vdso},
		{"vfork", in_vfork_child},
		{"objects", in_objects},
	};
	static const struct {
		const char *name;
		const unsigned char *bytes;
		size_t size;
	} codes[] = {
		{"stub", stub, sizeof(stub)},
		{"framed", framed, sizeof(framed)},
		{"looping", looping, sizeof(looping)},
		{"wild", wild, sizeof(wild)},
	};
	void *at[1];

	if (argc < 2)
		return 2;
	backtrace(at, 1); /* what it loads, it loads now */
	objects = argv + 2;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(argv[1], ways[i].name) == 0)
			outer(ways[i].fn);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(argv[1], codes[i].name) == 0)
			make(codes[i].bytes, codes[i].size);
	if (strcmp(argv[1], "thread") == 0)
		in_thread();
	return 0;
}

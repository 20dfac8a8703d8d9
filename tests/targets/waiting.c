/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * waiting STEP...: makes calls at sites of its own and prints, after each step,
 * how many of them are jumps: `one` has two with windows of one instruction, of
 * which it runs the first, `several` one with a window of three.
 */
#define _GNU_SOURCE
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define TRACE_FLAG 0x100
#define CALLS 2000 /* no threshold for a program of this size is higher */

long one(int second), several(void);
extern const char one_window[], one_second[], several_window[];

/* Behind the first instruction of it. Code with that address would be what may
 * branch there. */
static volatile int inside = 2;

__asm__(".text\n.balign 4096\n"
	"one:\n .cfi_startproc\n"
	" test %edi, %edi\n jnz one_second\n"
	"one_window:\n mov $39, %eax\n syscall\n ret\n"
	"one_second:\n mov $39, %eax\n syscall\n ret\n .cfi_endproc\n"
	".balign 64\n"
	"several:\n .cfi_startproc\n push %rbx\n .cfi_adjust_cfa_offset 8\n"
	"several_window:\n xor %eax, %eax\n mov $39, %al\n mov %edi, %edi\n"
	" syscall\n"
	" pop %rbx\n .cfi_adjust_cfa_offset -8\n ret\n .cfi_endproc\n"
	".balign 4096\n");

static long pid;

static int is_jump(const char *window)
{
	return *(const volatile uint8_t *)window == 0xe9;
}

static void show(const char *step)
{
	printf("%s: one %d several %d\n", step,
	       is_jump(one_window) + is_jump(one_second),
	       is_jump(several_window));
	fflush(stdout);
}

static void check(long result)
{
	if (result == pid)
		return;
	printf("wrong: %ld, not %ld\n", result, pid);
	exit(1);
}

static void make_calls(int n)
{
	for (int i = 0; i < n; i++)
		check(i % 2 ? one(0) : several());
}

static void *in_thread(void *unused)
{
	(void)unused;
	make_calls(10);
	return NULL;
}

static void await(pid_t child)
{
	int status;

	if (child < 0 || waitpid(child, &status, 0) != child || status)
		exit(1);
}

static void start_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, in_thread, NULL) ||
	    pthread_join(thread, NULL))
		exit(1);
}

/* A child goes on to count, and its maker does not know what it has counted. */
static void fork_child(void)
{
	pid_t child = fork();

	if (child == 0) {
		pid = getpid();
		make_calls(CALLS);
		show("child");
		_exit(0);
	}
	await(child);
}

static int in_copy(void *unused)
{
	(void)unused;
	pid = one(0);
	make_calls(CALLS);
	_exit(0);
}

/* Its maker stands still, in the same memory. */
static void vfork_child(void)
{
	static char stack[65536];
	long own = pid;

	await(clone(in_copy, stack + sizeof(stack),
		    CLONE_VM | CLONE_VFORK | SIGCHLD, NULL));
	pid = own;
}

static void set_filter(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {1, code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		exit(1);
}

static void protect(int prot)
{
	if (mprotect((void *)((uintptr_t)one_window & ~4095ul), 4096, prot))
		exit(1);
}

/* Stopped behind the first instruction of a window, whose handler makes the
 * window a jump. */
static volatile int steps, stopped;

static void on_step(int sig, siginfo_t *info, void *context)
{
	greg_t *regs = ((ucontext_t *)context)->uc_mcontext.gregs;

	(void)sig;
	(void)info;
	steps++;
	if ((const char *)regs[REG_RIP] - several_window != inside)
		return;
	stopped++;
	regs[REG_EFL] &= ~TRACE_FLAG;
	make_calls(CALLS);
}

static long step_several(void)
{
	long result;

	__asm__ volatile("pushf\n orl %1, (%%rsp)\n popf\n call several"
			 : "=a"(result)
			 : "i"(TRACE_FLAG)
			 : "rcx", "r11", "memory", "cc");
	return result;
}

static void interrupt(void)
{
	struct sigaction action = {.sa_sigaction = on_step,
				   .sa_flags = SA_SIGINFO};

	if (sigaction(SIGTRAP, &action, NULL))
		exit(1);
	check(step_several());
	printf("stopped %d\n", stopped);
}

/* A handler on a stack that has room for little more than the frame of it. */
static void on_usr1(int sig)
{
	(void)sig;
	make_calls(CALLS);
}

static void use_small_stack(void)
{
	size_t size = (size_t)sysconf(_SC_MINSIGSTKSZ) * 2 + 2048;
	char *stack = mmap(NULL, 65536, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			   -1, 0);
	size_t pages = (size + 4095) & ~4095ul;
	stack_t alt = {.ss_sp = stack + 65536 - pages, .ss_size = pages};
	struct sigaction action = {.sa_handler = on_usr1,
				   .sa_flags = SA_ONSTACK};

	if (stack == MAP_FAILED ||
	    mprotect(alt.ss_sp, pages, PROT_READ | PROT_WRITE) ||
	    sigaltstack(&alt, NULL) || sigaction(SIGUSR1, &action, NULL) ||
	    raise(SIGUSR1))
		exit(1);
}

static void run(const char *step)
{
	if (strcmp(step, "few") == 0)
		make_calls(20);
	else if (strcmp(step, "some") == 0)
		make_calls(40);
	else if (strcmp(step, "many") == 0)
		make_calls(CALLS);
	else if (strcmp(step, "thread") == 0)
		start_thread();
	else if (strcmp(step, "fork") == 0)
		fork_child();
	else if (strcmp(step, "vfork") == 0)
		vfork_child();
	else if (strcmp(step, "filter") == 0)
		set_filter();
	else if (strcmp(step, "root") == 0)
		(void)!chroot("/"); /* or it is not let */
	else if (strcmp(step, "open") == 0)
		protect(PROT_READ | PROT_WRITE);
	else if (strcmp(step, "close") == 0)
		protect(PROT_READ | PROT_EXEC);
	else if (strcmp(step, "interrupt") == 0)
		interrupt();
	else if (strcmp(step, "stack") == 0)
		use_small_stack();
	else
		exit(2);
}

int main(int argc, char **argv)
{
	pid = getpid();
	for (int i = 1; i < argc; i++) {
		run(argv[i]);
		show(argv[i]);
	}
	return 0;
}

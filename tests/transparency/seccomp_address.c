/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Filters that tell call sites apart: a call is judged by the address that it
 * has natively, wherever the library makes it. Fails without seccomp_judge()
 * and seccomp_wants_site().
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"
#include "seccomp.h"
#include "seccomp_parts.h"

/* Two sites, and what they return. The fourth argument is a mask's size. */
long site_a(long nr, long a, long b, long c);
long site_b(long nr, long a, long b, long c);
extern const char site_a_behind[], site_b_behind[];

#define SITE(name)                                                             \
	__asm__(".pushsection .text\n.globl " #name "\n.type " #name           \
		", @function\n" #name ":\n"                                    \
		".cfi_startproc\n"                                             \
		"mov %rdi, %rax\n mov %rsi, %rdi\n mov %rdx, %rsi\n"           \
		"mov %rcx, %rdx\n mov $8, %r10d\n syscall\n" #name "_behind:"  \
		"\n"                                                           \
		"ret\n .cfi_endproc\n.size " #name ", . - " #name "\n."        \
		"popsection"                                                   \
		"\n")
SITE(site_a);
SITE(site_b);

static volatile int traps;
static volatile uintptr_t trapped_at;

static void on_sys(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	traps++;
	trapped_at = (uintptr_t)info->si_call_addr;
	CHECK(info->si_errno == 7 && info->si_syscall == SYS_getppid);
}

#define NR BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0)
#define LOW BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 8)
#define RET(x) BPF_STMT(BPF_RET | BPF_K, x)

/* What is done at this address, and elsewhere, for this call. */
static int install_for(int nr, const char *behind, unsigned int there,
		       unsigned int elsewhere)
{
	struct sock_filter code[] = {
		NR,
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)nr, 1, 0),
		RET(SECCOMP_RET_ALLOW),
		LOW,
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
			 (unsigned int)(uintptr_t)behind, 0, 1),
		RET(there),
		RET(elsewhere),
	};
	struct sock_fprog program = {.len = sizeof(code) / sizeof(code[0]),
				     .filter = code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

/* getppid at this address is let through, or only there. */
static int install(const char *behind, unsigned int there,
		   unsigned int elsewhere)
{
	return install_for(SYS_getppid, behind, there, elsewhere);
}

static void only_a(unsigned int elsewhere)
{
	if (install(site_a_behind, SECCOMP_RET_ALLOW, elsewhere))
		_exit(77);
	for (int i = 0; i < 5; i++)
		CHECK(site_a(SYS_getppid, 0, 0, 0) > 0);
}

static void part_errno(void)
{
	only_a(SECCOMP_RET_ERRNO | 99);
	CHECK(site_b(SYS_getppid, 0, 0, 0) == -99);
	CHECK(jit0(SYS_getppid) == -99);
	CHECK(site_a(SYS_getppid, 0, 0, 0) > 0);
	CHECK(site_b(SYS_close, -1, 0, 0) == -EBADF);
}

static void part_but(void)
{
	if (install(site_b_behind, SECCOMP_RET_ERRNO | 5000, SECCOMP_RET_ALLOW))
		_exit(77);
	CHECK(site_b(SYS_getppid, 0, 0, 0) == -4095);
	CHECK(site_a(SYS_getppid, 0, 0, 0) > 0);
	CHECK(jit0(SYS_getppid) > 0);
}

static void part_trap(void)
{
	struct sigaction act = {.sa_sigaction = on_sys, .sa_flags = SA_SIGINFO};

	sigaction(SIGSYS, &act, NULL);
	if (install(site_b_behind, SECCOMP_RET_TRAP | 7, SECCOMP_RET_ALLOW))
		_exit(77);
	for (int i = 0; i < 3; i++) {
		site_b(SYS_getppid, 0, 0, 0);
		CHECK(traps == i + 1);
		CHECK(trapped_at == (uintptr_t)site_b_behind);
		CHECK(site_a(SYS_getppid, 0, 0, 0) > 0);
	}
}

static void part_trap_else(void)
{
	struct sigaction act = {.sa_sigaction = on_sys, .sa_flags = SA_SIGINFO};

	sigaction(SIGSYS, &act, NULL);
	only_a(SECCOMP_RET_TRAP | 7);
	site_b(SYS_getppid, 0, 0, 0);
	CHECK(traps == 1 && trapped_at == (uintptr_t)site_b_behind);
}

static void part_kill(void)
{
	only_a(SECCOMP_RET_KILL_PROCESS);
	site_b(SYS_getppid, 0, 0, 0);
}

static void part_kill_there(void)
{
	if (install(site_b_behind, SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_ALLOW))
		_exit(77);
	CHECK(site_a(SYS_getppid, 0, 0, 0) > 0);
	site_b(SYS_getppid, 0, 0, 0);
}

static volatile pid_t other;

static void *wait_a_moment(void *arg)
{
	other = (pid_t)syscall(SYS_gettid);
	usleep(100000);
	return arg;
}

/* The main thread is killed. Of others there were, one has ended before, or
 * goes on for a moment. */
static void kill_thread(int is_last)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, wait_a_moment, NULL))
		_exit(1);
	if (is_last)
		pthread_join(thread, NULL);
	while (is_last && syscall(SYS_tgkill, getpid(), other, 0) == 0)
		usleep(1000); /* the kernel knows it for a moment more */
	if (install(site_b_behind, SECCOMP_RET_KILL_THREAD, SECCOMP_RET_ALLOW))
		_exit(77);
	site_b(SYS_getppid, 0, 0, 0);
}

static void part_kill_thread(void)
{
	kill_thread(0);
}

static void part_kill_last(void)
{
	kill_thread(1);
}

static void on_gettid(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	traps += info->si_syscall == SYS_gettid;
}

/* A filter comes by a call that only the program's own instruction may make. It
 * traps what the library may use. */
static void part_second(void)
{
	struct sigaction act = {.sa_sigaction = on_gettid,
				.sa_flags = SA_SIGINFO};
	struct sock_filter code[] = {
		NR,
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_gettid, 0, 1),
		RET(SECCOMP_RET_TRAP),
		RET(SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {4, code};

	sigaction(SIGSYS, &act, NULL);
	if (install_for(SYS_seccomp, site_a_behind, SECCOMP_RET_ALLOW,
			SECCOMP_RET_ERRNO | 97))
		_exit(77);
	CHECK(site_b(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, (long)&program) ==
	      -97);
	CHECK(site_a(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, (long)&program) ==
	      0);
	for (int i = 1; i <= 3; i++) {
		site_b(SYS_gettid, 0, 0, 0);
		CHECK(traps == i);
		CHECK(site_b(SYS_getppid, 0, 0, 0) > 0);
	}
}

/* As the kernel has it. */
struct action {
	void (*handler)(int);
	unsigned long flags;
	void (*restorer)(void);
	uint64_t mask;
};

static long action_at_a(int sig, const struct action *act, struct action *old)
{
	return site_a(SYS_rt_sigaction, sig, (long)act, (long)old);
}

static volatile int firsts, seconds;

static void first(int sig)
{
	firsts += sig;
}

static void second(int sig)
{
	seconds += sig;
}

/* Handlers change where only the program's own instruction may say so. */
static void part_actions(void)
{
	static const int signals[] = {SIGSEGV, SIGBUS, SIGUSR1};

	for (int i = 0; i < 3; i++)
		signal(signals[i], first);
	if (install_for(SYS_rt_sigaction, site_a_behind, SECCOMP_RET_ALLOW,
			SECCOMP_RET_ERRNO | 96))
		_exit(77);
	for (int i = 0; i < 3; i++) {
		struct action now = {0}, old = {0};
		int sig = signals[i];

		CHECK(site_b(SYS_rt_sigaction, sig, 0, 0) == -96);
		CHECK(action_at_a(sig, NULL, &now) == 0);
		CHECK(now.handler == first);
		raise(sig);
		CHECK(firsts == sig);
		now.handler = second;
		CHECK(action_at_a(sig, &now, &old) == 0);
		CHECK(old.handler == first && old.flags == now.flags &&
		      old.mask == now.mask);
		raise(sig);
		CHECK(seconds == sig);
		CHECK(action_at_a(sig, NULL, &old) == 0);
		CHECK(old.handler == second);
		firsts = seconds = 0;
	}
}

/* Nobody traces, so the kernel answers ENOSYS, which is the filter's word. */
static void part_traced(void)
{
	struct action act = {.handler = second}, old = {0};

	signal(SIGUSR1, first);
	signal(SIGSEGV, first);
	if (install_for(SYS_rt_sigaction, site_a_behind, SECCOMP_RET_TRACE,
			SECCOMP_RET_TRACE))
		_exit(77);
	CHECK(action_at_a(SIGUSR1, &act, &old) == -ENOSYS);
	CHECK(action_at_a(SIGSEGV, NULL, &old) == -ENOSYS);
	CHECK(action_at_a(SIGSEGV, &act, &old) == -ENOSYS);
	CHECK(old.handler == NULL);
	raise(SIGUSR1);
	CHECK(firsts == SIGUSR1);
	raise(SIGSEGV);
	CHECK(firsts == SIGUSR1 + SIGSEGV && seconds == 0);
}

static void part_fork(void)
{
	only_a(SECCOMP_RET_ERRNO | 98);
	if (fork() == 0) {
		CHECK(site_a(SYS_getppid, 0, 0, 0) > 0);
		CHECK(site_b(SYS_getppid, 0, 0, 0) == -98);
		_exit(broken);
	}
	CHECK(end_of(-1) == 0);
}

static void part_libc(void)
{
	if (install(site_a_behind, SECCOMP_RET_ERRNO | 98, SECCOMP_RET_ALLOW))
		_exit(77);
	CHECK(getppid() > 0);
	CHECK(site_a(SYS_getppid, 0, 0, 0) == -98);
}

int main(void)
{
	static void (*const parts[])(void) = {
		part_errno,  part_but,	      part_trap,	part_trap_else,
		part_kill,   part_kill_there, part_kill_thread, part_kill_last,
		part_fork,   part_libc,	      part_second,	part_actions,
		part_traced,
	};

	jit_begin();
	seccomp_parts(parts, sizeof(parts) / sizeof(parts[0]));
	return verdict();
}

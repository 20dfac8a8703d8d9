/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Filters that refuse what signals of the library's take: the mask
 * (change_by_fault()), the process's number (thread_own_pid()), sending
 * (faults_raise()); a filter that asks a tracer who is not there; one that ends
 * a thread for where its call is made; and one for all threads of a vfork
 * child.
 */
#define _GNU_SOURCE
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "raw.h"
#include "seccomp.h"
#include "seccomp_parts.h"

static long me;

static void refuse(const int *list, size_t count, unsigned int how)
{
	if (seccomp_filter(list, count, how, SECCOMP_RET_ALLOW, 0))
		raw3(SYS_exit_group, 77, 0, 0);
}

static void handle(int sig, void (*handler)(int))
{
	struct sigaction act = {.sa_handler = handler};

	me = getpid();
	sigaction(sig, &act, NULL);
}

/* SIGSYS, with its default action. */
static void die_where(unsigned int how)
{
	const int list[] = {SYS_rt_sigaction, SYS_rt_sigprocmask,
			    SYS_rt_tgsigqueueinfo};

	me = getpid();
	refuse(list, 3, how);
	raw3(SYS_tgkill, me, me, SIGSYS);
}

static void killed_for_it(void)
{
	die_where(SECCOMP_RET_KILL_THREAD);
}

static void errors(void)
{
	die_where(SECCOMP_RET_ERRNO | 1);
}

/* Sent again by its handler, which blocks it meanwhile. */
static volatile int times;

static void send_again(int sig)
{
	if (++times < 3)
		raw3(SYS_tgkill, me, me, sig);
}

static void again(const int *list, size_t count)
{
	handle(SIGSYS, send_again);
	refuse(list, count, SECCOMP_RET_ERRNO | 1);
	raw3(SYS_tgkill, me, me, SIGSYS);
	raw3(SYS_exit_group, times, 0, 0);
}

static void again_without_masks(void)
{
	const int list[] = {SYS_rt_sigprocmask};

	again(list, 1);
}

static void again_without_a_number(void)
{
	const int list[] = {SYS_rt_sigprocmask, SYS_getpid};

	again(list, 2);
}

/* Nobody traces: such a call fails. */
static void without_tracer(void)
{
	struct sigaction act = {.sa_handler = send_again};
	const int list[] = {SYS_rt_sigaction};

	refuse(list, 1, SECCOMP_RET_TRACE);
	raw3(SYS_exit_group,
	     -raw6(SYS_rt_sigaction, SIGSEGV, (long)&act, 0, 8, 0, 0), 0, 0);
}

/* long own_getppid(void), and what is behind it */
long own_getppid(void);
extern const char own_getppid_end[];
__asm__(".pushsection .text\n.type own_getppid, @function\n"
	"own_getppid:\n .cfi_startproc\n mov $110, %eax\n syscall\n ret\n"
	".cfi_endproc\n.size own_getppid, . - own_getppid\n"
	"own_getppid_end:\n.popsection\n");

#define LOAD(field)                                                            \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IS(value, otherwise)                                                   \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, otherwise)

/* What becomes of getppid by own_getppid(); of these two calls: an error. */
static void refuse_there(unsigned int how, int one, int two)
{
	const uintptr_t at = (uintptr_t)own_getppid_end - 1;
	struct sock_filter code[] = {
		LOAD(nr),
		IS(one, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1),
		IS(two, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1),
		IS(SYS_getppid, 5),
		LOAD(instruction_pointer) /* little endian */,
		IS(at, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, instruction_pointer) +
				 4),
		IS((uint64_t)at >> 32, 1),
		BPF_STMT(BPF_RET | BPF_K, how),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0))
		raw3(SYS_exit_group, 77, 0, 0);
}

static void count(int sig)
{
	(void)sig;
	times++;
}

static void trapped_there(void)
{
	handle(SIGSYS, count);
	refuse_there(SECCOMP_RET_TRAP, SYS_tgkill, SYS_rt_tgsigqueueinfo);
	own_getppid();
	raw3(SYS_exit_group, times, 0, 0);
}

static volatile int alone;

static void *end_alone(void *unused)
{
	(void)unused;
	alone = (int)syscall(SYS_gettid);
	refuse_there(SECCOMP_RET_KILL_THREAD, -1, -1);
	own_getppid();
	raw3(SYS_exit_group, 9, 0, 0);
	return NULL;
}

static void killed_there(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, end_alone, NULL);
	/* musl's pthread_join would wait for more than its end */
	while (!alone || raw3(SYS_tgkill, getpid(), alone, 0) == 0)
		sched_yield();
	raw3(SYS_exit_group, 3, 0, 0);
}

/* Its process has one thread; ours have no filter. */
static volatile int may_send;

static void *send_to_itself(void *unused)
{
	(void)unused;
	while (!may_send)
		;
	raw3(SYS_exit_group, raise(SIGSYS) == 0 ? times : 9, 0, 0);
	return NULL;
}

static void in_vfork_child(void)
{
	const int list[] = {SYS_tgkill, SYS_rt_tgsigqueueinfo};
	pthread_t thread;
	pid_t pid;

	handle(SIGSYS, count);
	pthread_create(&thread, NULL, send_to_itself, NULL);
	pid = vfork();
	if (pid == 0)
		_exit(seccomp_filter(list, 2, SECCOMP_RET_ERRNO | 1,
				     SECCOMP_RET_ALLOW,
				     SECCOMP_FILTER_FLAG_TSYNC));
	CHECK(end_of(pid) == 0);
	may_send = 1;
	pthread_join(thread, NULL);
}

int main(void)
{
	static void (*const parts[])(void) = {
		killed_for_it,		errors,		again_without_masks,
		again_without_a_number, without_tracer, trapped_there,
		killed_there,		in_vfork_child};

	seccomp_parts(parts, sizeof(parts) / sizeof(parts[0]));
	return verdict();
}

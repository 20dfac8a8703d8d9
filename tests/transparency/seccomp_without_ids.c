/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A filter refuses gettid and looks at addresses, so threads are told apart by
 * their stacks: two block other signals each, and read back what they block.
 * Fails in the mode exec while the first thread's stack is taken to be the one
 * that the library has started on.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "check.h"
#include "raw.h"
#include "seccomp.h"

#define ROUNDS 2000

static int begun;

static long change(int how, uint64_t set, uint64_t *old)
{
	return raw6(SYS_rt_sigprocmask, how, (long)&set, (long)old, 8, 0, 0);
}

static void *block(void *signals)
{
	const uint64_t mine = *(uint64_t *)signals;
	uint64_t old = 0;
	long wrong = 0;

	change(SIG_SETMASK, mine, &old);
	__atomic_fetch_add(&begun, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&begun, __ATOMIC_SEQ_CST) < 2)
		sched_yield();
	for (int i = 0; i < ROUNDS; i++) {
		change(SIG_SETMASK, mine, &old);
		wrong += old != mine;
	}
	CHECK(wrong == 0);
	change(SIG_SETMASK, 0, NULL);
	return NULL;
}

/* All of the calls that are let through are so at each address but one. */
static int refuse_ids(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_gettid, 2, 0),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, instruction_pointer)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = sizeof(code) / sizeof(code[0]),
				     .filter = code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

int main(void)
{
	uint64_t first = 1ul << (SIGBUS - 1) | 1ul << (SIGUSR1 - 1);
	uint64_t other = 1ul << (SIGSEGV - 1) | 1ul << (SIGUSR2 - 1);
	pthread_t thread;

	if (refuse_ids())
		skip("no seccomp filters");
	CHECK(raw0(SYS_gettid) == -1);
	CHECK(pthread_create(&thread, NULL, block, &other) == 0);
	block(&first);
	CHECK(pthread_join(thread, NULL) == 0);
	return verdict();
}

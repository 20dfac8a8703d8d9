/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A filter that tells a short list of calls from others, and processes for it.
 */
#ifndef SECCOMP_H
#define SECCOMP_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SECCOMP_LIST_MAX 32

/* The filter is to hold for threads that there are already. */
static int seccomp_all_threads;

/*
 * What the kernel is to do at these calls, and at all others. flags: those of
 * seccomp(2). Returns 0, with SECCOMP_FILTER_FLAG_NEW_LISTENER a descriptor, or
 * -1: there are no filters here.
 */
static inline int seccomp_filter(const int *list, size_t count,
				 unsigned int listed, unsigned int others,
				 unsigned long flags)
{
	struct sock_filter code[2 + 2 * SECCOMP_LIST_MAX];
	struct sock_fprog program = {.filter = code};
	size_t n = 0;

	code[n++] = (struct sock_filter)BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < count && i < SECCOMP_LIST_MAX; i++) {
		code[n++] = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)list[i], 0, 1);
		code[n++] =
			(struct sock_filter)BPF_STMT(BPF_RET | BPF_K, listed);
	}
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, others);
	program.len = (unsigned short)n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	if (flags)
		return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags,
				    &program);
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

/* All other calls: what the kernel is to do. */
static inline int seccomp_allow_only(const int *list, size_t count,
				     unsigned int others)
{
	return seccomp_filter(list, count, SECCOMP_RET_ALLOW, others,
			      seccomp_all_threads ? SECCOMP_FILTER_FLAG_TSYNC
						  : 0);
}

#endif

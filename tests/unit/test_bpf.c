/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * bpf.c takes what the kernel takes of a seccomp filter's program, and answers
 * what the kernel does: programs by chance are installed in a child, and asked.
 */
#include "thread/bpf.h"

#include <errno.h>
#include <linux/audit.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

#define NOBODYS 600 /* a number that is no call */
#define HEAD 3
#define BODY 24
#define TAIL 3
#define PROGRAMS 400
#define CALLS 12

static uint32_t seed = 1;

static uint32_t chance(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % n;
}

static uint32_t any(void)
{
	static const uint32_t corner[] = {0,	      1,	  31,	     32,
					  0x7fffffff, 0x80000000, 0xffffffff};

	return chance(3) ? chance(0xffffffff)
			 : corner[chance(sizeof(corner) / 4)];
}

/* Of those that seccomp takes, with as many behind it. */
static struct sock_filter instruction(uint32_t behind)
{
	static const uint16_t arithmetic[] = {
		BPF_ADD, BPF_SUB, BPF_MUL, BPF_DIV, BPF_AND,
		BPF_OR,	 BPF_LSH, BPF_RSH, BPF_XOR,
	};
	static const uint16_t jumps[] = {BPF_JEQ, BPF_JGT, BPF_JGE, BPF_JSET};
	uint16_t by = chance(2) ? BPF_X : BPF_K, op;
	struct sock_filter f = {.k = any()};

	switch (chance(12)) {
	case 0:
	case 1:
		f.code = BPF_LD | BPF_W | BPF_ABS;
		f.k = 16 + 4 * chance(12); /* an argument */
		break;
	case 2:
		f.code = chance(2) ? BPF_LD | BPF_IMM : BPF_LDX | BPF_IMM;
		break;
	case 3:
		f.code = chance(2) ? BPF_LD | BPF_MEM : BPF_LDX | BPF_MEM;
		f.k = chance(2);
		break;
	case 4:
		f.code = chance(2) ? BPF_ST : BPF_STX;
		f.k = chance(2);
		break;
	case 5:
		f.code = chance(2) ? BPF_LD | BPF_W | BPF_LEN
				   : BPF_LDX | BPF_W | BPF_LEN;
		f.k = 0;
		break;
	case 6:
		f.code = chance(2) ? BPF_MISC | BPF_TAX : BPF_MISC | BPF_TXA;
		break;
	case 7:
		f.code = BPF_JMP | jumps[chance(4)] | by;
		f.jt = (uint8_t)chance(behind);
		f.jf = (uint8_t)chance(behind);
		break;
	case 8:
		f.code = chance(4) ? BPF_ALU | BPF_NEG : BPF_JMP | BPF_JA;
		f.k = chance(behind);
		break;
	default:
		op = arithmetic[chance(9)];
		f.code = BPF_ALU | op | by;
		if (op == BPF_LSH || op == BPF_RSH)
			f.k %= 32;
		if (op == BPF_DIV && f.k == 0)
			f.k = 7;
	}
	return f;
}

static size_t make(struct sock_filter *code)
{
	const struct sock_filter head[HEAD] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NOBODYS, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_filter stores[] = {BPF_STMT(BPF_ST, 0),
					     BPF_STMT(BPF_STX, 1)};
	const struct sock_filter tail[TAIL] = {
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x7ff),
		BPF_STMT(BPF_ALU | BPF_OR | BPF_K, SECCOMP_RET_ERRNO),
		BPF_STMT(BPF_RET | BPF_A, 0),
	};
	size_t n = HEAD;

	memcpy(code, head, sizeof(head));
	memcpy(code + n, stores, sizeof(stores));
	n += 2;
	for (uint32_t i = 0; i < BODY; i++)
		code[n++] = instruction(BODY - i);
	if (chance(2)) /* the upper bits too */
		code[n++] = (struct sock_filter)BPF_STMT(
			BPF_ALU | BPF_RSH | BPF_K, chance(32));
	memcpy(code + n, tail, sizeof(tail));
	return n + TAIL;
}

static int install(struct sock_filter *code, size_t n)
{
	struct sock_fprog program = {(unsigned short)n, code};

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static struct seccomp_data some_call(void)
{
	struct seccomp_data data = {.nr = NOBODYS, .arch = AUDIT_ARCH_X86_64};

	for (int i = 0; i < 6; i++)
		data.args[i] = (uint64_t)any() << 32 | any();
	return data;
}

static long issue(const struct seccomp_data *d)
{
	long ret = syscall(NOBODYS, d->args[0], d->args[1], d->args[2],
			   d->args[3], d->args[4], d->args[5]);

	return ret == -1 ? -errno : ret;
}

/* In a child: 0 if all answers are the same, or it is killed as it should. */
static int compare(struct sock_filter *code, size_t n,
		   const struct seccomp_data *calls)
{
	const struct seccomp_data *deadly = NULL;

	if (install(code, n))
		return 2;
	for (int i = 0; i < CALLS; i++) {
		uint32_t answer = bpf_run(code, &calls[i]);

		if (answer == 0)
			deadly = &calls[i];
		else if (issue(&calls[i]) != -(long)(answer & SECCOMP_RET_DATA))
			return 1;
	}
	if (deadly)
		issue(deadly);
	return deadly ? 1 : 0;
}

START_TEST(answers_as_the_kernel)
{
	struct sock_filter code[HEAD + 2 + BODY + 1 + TAIL];
	struct seccomp_data calls[CALLS];

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	for (int i = 0; i < PROGRAMS; i++) {
		size_t n = make(code);
		int kills = 0, status;
		pid_t pid;

		ck_assert_int_eq(bpf_check(code, n), 0);
		for (int c = 0; c < CALLS; c++) {
			calls[c] = some_call();
			kills |= bpf_run(code, &calls[c]) == 0;
		}
		pid = fork();
		if (pid == 0)
			_exit(compare(code, n, calls));
		ck_assert_int_eq(waitpid(pid, &status, 0), pid);
		ck_assert_msg(kills ? WIFSIGNALED(status) &&
					      WTERMSIG(status) == SIGSYS
				    : status == 0,
			      "program %d: status %#x", i, status);
	}
}
END_TEST

/* Anything, mostly wrong. */
START_TEST(takes_as_the_kernel)
{
	struct sock_filter code[4];
	int taken = 0;

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	for (int i = 0; i < 3000; i++) {
		int status;
		pid_t pid;

		for (int j = 0; j < 3; j++)
			code[j] = instruction(4);
		code[chance(4)].code = (uint16_t)chance(256);
		code[chance(3)].k = chance(80);
		code[3] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
						       SECCOMP_RET_ALLOW);
		if (bpf_check(code, 4) == 0) { /* the kernel may know better */
			taken++;
			continue;
		}
		if (i % 10)
			continue;
		pid = fork();
		if (pid == 0)
			_exit(install(code, 4) == 0);
		waitpid(pid, &status, 0);
		ck_assert_msg(status == 0, "%d: refused, the kernel takes it",
			      i);
	}
	ck_assert_int_gt(taken, 50);
}
END_TEST

START_TEST(what_may_be)
{
	const struct sock_filter plain[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP | 5),
	};
	const struct sock_filter address[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 12),
		BPF_STMT(BPF_RET | BPF_A, 0),
	};

	ck_assert_int_eq(bpf_reads_address(plain, 2), 0);
	ck_assert_int_eq(bpf_reads_address(address, 2), 1);
	ck_assert_int_eq(bpf_may_return(plain, 2, SECCOMP_RET_TRAP), 1);
	ck_assert_int_eq(bpf_may_return(plain, 2, SECCOMP_RET_ALLOW), 0);
	ck_assert_int_eq(bpf_may_return(address, 2, SECCOMP_RET_TRAP), 1);
	ck_assert_int_eq(bpf_check(plain, 1), -EINVAL);
	ck_assert_int_eq(bpf_check(plain, 0), -EINVAL);
	ck_assert_int_eq(bpf_check(plain, BPF_LENGTH_MAX + 1), -EINVAL);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {answers_as_the_kernel,
				      takes_as_the_kernel, what_may_be, NULL};

	if (prctl(PR_GET_SECCOMP) < 0)
		return unit_skip("no seccomp");
	return unit_run("bpf", tests);
}

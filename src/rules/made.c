/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds what a call has made: its result as a rule, or two numbers in memory.
 * Descriptors that come in messages are not looked for. */
#include "rules/made.h"

#include <asm/unistd.h>
#include <linux/bpf.h>
#include <linux/fcntl.h>

#include "hooks/rule.h"
#include "rules/fd_args.h"
#include "thread/memory.h"

#define DUPFD 0 /* F_DUPFD */
#define PAIR (2 * sizeof(int))

int hook_makes_descriptor(long nr)
{
	switch (nr) {
	case __NR_dup2:
	case __NR_dup3:
		return 1;
	case __NR_recvmsg:
	case __NR_recvmmsg:
		return 0;
	default:
		return nr >= 0 && (fd_args((uint64_t)nr) & FD_ARGS_MAKES) != 0;
	}
}

static int makes_by_command(unsigned int index, const struct SyscallRegs *regs)
{
	static const uint64_t bpf =
		1ull << BPF_MAP_CREATE | 1ull << BPF_PROG_LOAD |
		1ull << BPF_OBJ_GET | 1ull << BPF_PROG_GET_FD_BY_ID |
		1ull << BPF_MAP_GET_FD_BY_ID | 1ull << BPF_RAW_TRACEPOINT_OPEN |
		1ull << BPF_BTF_LOAD | 1ull << BPF_BTF_GET_FD_BY_ID |
		1ull << BPF_LINK_CREATE | 1ull << BPF_LINK_GET_FD_BY_ID |
		1ull << BPF_ENABLE_STATS | 1ull << BPF_ITER_CREATE;
	uint32_t command;

	switch (index) {
	case __NR_fcntl:
		command = (uint32_t)regs->rsi;
		return command == DUPFD || command == F_DUPFD_CLOEXEC;
	case __NR_bpf:
		command = (uint32_t)regs->rdi;
		return command < 64 && (bpf >> command & 1);
	default:
		return 1;
	}
}

static size_t find_pair(uint64_t at, long ret, int fd[MADE_MAX])
{
	return ret == 0 && memory_copy_in(fd, at, PAIR) == PAIR ? 2 : 0;
}

size_t made_find(const struct call *call, unsigned int index, long ret,
		 int fd[MADE_MAX])
{
	const struct SyscallRegs *regs = &call->regs;

	switch (index) {
	case __NR_pipe:
	case __NR_pipe2:
		return find_pair(regs->rdi, ret, fd);
	case __NR_socketpair:
		return find_pair(regs->r10, ret, fd);
	default:
		fd[0] = (int)ret;
		return ret >= 0 && makes_by_command(index, regs);
	}
}

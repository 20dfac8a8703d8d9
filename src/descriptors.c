/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "descriptors.h"

#include "gate.h"
#include "hook.h"
#include "log.h"
#include "syscall.h"

#define EBADF_ERR (-9)

const unsigned short descriptors_numbers[] = {
	__NR_close, __NR_close_range, __NR_dup2,  __NR_dup3,
	__NR_dup,   __NR_fcntl,	      __NR_fstat, __NR_newfstatat,
};
const size_t descriptors_numbers_count =
	sizeof(descriptors_numbers) / sizeof(descriptors_numbers[0]);

/* All but the log's, as two ranges. */
static long close_around(struct SyscallRegs regs, unsigned int log)
{
	unsigned int last = (unsigned int)regs.rsi;
	long ret = 0;

	if ((unsigned int)regs.rdi < log) {
		regs.rsi = log - 1;
		ret = gate_issue(&regs);
	}
	if (ret == 0 && last > log) {
		regs.rdi = log + 1;
		regs.rsi = last;
		ret = gate_issue(&regs);
	}
	return ret;
}

long descriptors_issue(struct call *call)
{
	const struct SyscallRegs *r = &call->regs;
	/* ~0u where there is none: no descriptor has that number */
	unsigned int log = (unsigned int)log_descriptor();
	unsigned int first = (unsigned int)r->rdi;
	unsigned int second = (unsigned int)r->rsi;

	switch (r->rax) {
	case __NR_close:
	case __NR_dup:
	case __NR_fcntl:
	case __NR_fstat:
	case __NR_newfstatat:
		if (first == log)
			return EBADF_ERR;
		break;
	case __NR_close_range:
		if (first <= log && log <= second)
			return close_around(*r, log);
		break;
	default: /* dup2, dup3 */
		if (second == log && first != log)
			log_move();
		break;
	}
	return gate_issue(r);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* setrlimit and prlimit64, without effect on what is ours. */
#include "emulate/rlimit.h"

#include <linux/resource.h>

#include "base/gate.h"
#include "base/rawcall.h"
#include "base/sink.h"
#include "emulate/fd_calls.h"
#include "thread/call.h"

/* Set before the kernel's limit is set, and until it is known not to be set:
 * another thread may be writing. */
static long change_file_size(const struct SyscallRegs *regs)
{
	long ret;

	sink_take_limited();
	ret = gate_issue(regs);
	sink_read_limit();
	return ret;
}

long rlimit_issue(struct call *call)
{
	const struct SyscallRegs *r = &call->regs;
	int by_pid = r->rax == __NR_prlimit64;
	unsigned int resource = (unsigned int)(by_pid ? r->rsi : r->rdi);
	uint64_t limit = by_pid ? r->rdx : r->rsi;

	long ret;

	if (limit && resource == RLIMIT_FSIZE)
		return change_file_size(r);
	ret = gate_issue(r);
	if (limit && resource == RLIMIT_NOFILE && ret == 0)
		fd_calls_limit_changed(call);
	return ret;
}

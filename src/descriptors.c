/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "descriptors.h"

#include <limits.h>
#include <linux/sched.h>

#include "dispatch.h"
#include "gate.h"
#include "hook.h"
#include "own_fds.h"
#include "syscall.h"
#include "thread.h"

#define EBADF_ERR (-9)

const unsigned short descriptors_numbers[] = {
	__NR_close, __NR_close_range, __NR_dup2,  __NR_dup3,
	__NR_dup,   __NR_fcntl,	      __NR_fstat, __NR_newfstatat,
};
static_assert(OWN_FDS == THREAD_OWN_FDS, "a slot each");
const size_t descriptors_numbers_count =
	sizeof(descriptors_numbers) / sizeof(descriptors_numbers[0]);

/* All but ours: a range in front of each, and the last. */
static long close_around(struct SyscallRegs regs)
{
	unsigned int first = (unsigned int)regs.rdi;
	unsigned int last = (unsigned int)regs.rsi;
	long ret = 0;

	while (ret == 0 && first <= last) {
		unsigned int own = (unsigned int)own_fds_next((int)first);

		regs.rdi = first;
		regs.rsi = own <= last && own != INT_MAX ? own - 1 : last;
		if (first != own)
			ret = gate_issue(&regs);
		first = (unsigned int)regs.rsi + 2;
		if (regs.rsi == last)
			break;
	}
	return ret;
}

/* The number that a vfork child's maker has, whose table is another one. */
static void remember(struct thread_vfork *vfork, int slot, int fd)
{
	if (vfork && !(vfork->flags & CLONE_FILES) && !vfork->own_fds[slot])
		vfork->own_fds[slot] = fd;
}

/* dup2 or dup3 to a number of ours. No handler uses it meanwhile. */
static long replace(struct call *call, int slot)
{
	struct thread *t = call->thread;
	int locked = t && !t->in_hook, before;
	long ret;

	if (locked) {
		t->in_hook = 1;
		thread_lock_state(t);
		thread_lock_common(t);
	}
	before = own_fds_move(slot);
	remember(t ? t->vfork : NULL, slot, before);
	ret = gate_issue(&call->regs);
	if (ret < 0)
		sys_close(before);
	if (locked) {
		thread_unlock_common(t);
		thread_unlock_state();
		dispatch_lower_guard(t);
	}
	return ret;
}

void descriptors_put_back(const struct thread_vfork *vfork)
{
	for (int slot = 0; slot < OWN_FDS; slot++)
		if (vfork->own_fds[slot])
			own_fds_adopt(slot, vfork->own_fds[slot]);
}

static int is_own(uint64_t fd)
{
	return (int)fd >= own_fds_least && own_fds_find((int)fd) >= 0;
}

long descriptors_issue(struct call *call)
{
	const struct SyscallRegs *r = &call->regs;

	switch (r->rax) {
	case __NR_close_range:
		if ((unsigned int)r->rsi >= (unsigned int)own_fds_least &&
		    (unsigned int)r->rdi <= (unsigned int)r->rsi &&
		    (int)r->rdi >= 0)
			return close_around(*r);
		break;
	case __NR_dup2:
	case __NR_dup3:
		if (is_own(r->rdi))
			return EBADF_ERR;
		if (is_own(r->rsi))
			return replace(call, own_fds_find((int)r->rsi));
		break;
	default:
		if (is_own(r->rdi))
			return EBADF_ERR;
	}
	return gate_issue(r);
}

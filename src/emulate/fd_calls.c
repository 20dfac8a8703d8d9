/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Calls on descriptors, made so that ours are not there. */
#include "emulate/fd_calls.h"

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/sched.h>

#include "base/gate.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "emulate/exec/exec_door.h"
#include "emulate/named_fds.h"
#include "emulate/proc_fds.h"
#include "hooks/rule.h"
#include "rules/enabled.h"
#include "rules/made.h"
#include "rules/prefilter.h"
#include "signals/guard.h"
#include "thread/lock.h"
#include "thread/thread.h"

#define CLOSE_RANGE_UNSHARE 2

static_assert(RESERVED_FDS == THREAD_OWN_FDS, "a slot each");
/* --- who comes here --------------------------------------------------------
 */

/* Arguments that decide alone; 0: each call is looked at. */
static uint8_t deciding(unsigned int args)
{
	unsigned int more = FD_ARGS_PATHS | FD_ARGS_LOOK | FD_ARGS_RESULT |
			    (reserved_fds_in_range ? FD_ARGS_MAKES : 0);

	return args & more ? 0 : args & FD_ARGS_FDS;
}

void fd_calls_changed(void)
{
	static unsigned short numbers[FD_ARGS_NUMBERS];
	static int least = INT_MAX, most, in_range;
	size_t n = 0;

	if (least == reserved_fds_least && most == reserved_fds_most &&
	    in_range == reserved_fds_in_range)
		return;
	least = reserved_fds_least;
	most = reserved_fds_most;
	in_range = reserved_fds_in_range;
	prefilter_descriptors(least, most);
	for (unsigned int nr = 0; nr < FD_ARGS_NUMBERS; nr++) {
		unsigned int args = fd_args(nr);

		if (!(args & ~(unsigned int)FD_ARGS_MAKES) &&
		    !(in_range && args))
			continue;
		prefilter_want(nr, deciding(args));
		numbers[n++] = (unsigned short)nr;
	}
	enabled_tested(numbers, n);
}

/* --- they go elsewhere -----------------------------------------------------
 */

/* Keep handlers from using our descriptors until the end. Returns 0 if the
 * caller is a handler itself. */
static int begin_move(struct thread *t)
{
	if (!t || t->in_hook)
		return 0;
	guard_raise(t, 1);
	thread_lock_state(t);
	thread_lock_common(t);
	return 1;
}

static void end(struct thread *t, int locked)
{
	fd_calls_changed();
	if (!locked)
		return;
	thread_unlock_common(t);
	thread_unlock_state();
	guard_lower(t);
}

#define SHARED (-1) /* with the program, see log_shared() */

/* Remember the number that the slot has in the maker of a vfork child, whose
 * descriptor table is another one. */
static void remember_slot(const struct thread *t, int slot, int fd)
{
	struct thread_vfork *vfork = t ? t->vfork : NULL;

	if (vfork && !(vfork->flags & CLONE_FILES) && !vfork->own_fds[slot])
		vfork->own_fds[slot] = fd;
}

/* Any of them may be about to move. */
static void remember_all(const struct thread *t)
{
	for (int slot = 0; slot < RESERVED_FDS; slot++)
		if (reserved_fds_number(slot) >= 0)
			remember_slot(t, slot, reserved_fds_number(slot));
}

void fd_calls_put_back(const struct thread_vfork *vfork)
{
	for (int slot = 0; slot < RESERVED_FDS; slot++)
		if (vfork->own_fds[slot] == SHARED)
			log_share();
		else if (vfork->own_fds[slot])
			reserved_fds_adopt(slot, vfork->own_fds[slot]);
}

/* The program wants the number of the log's descriptor for itself. */
static void hold(struct call *call)
{
	struct thread *t = call->thread;
	int locked = begin_move(t);

	if (log_shared() >= 0) {
		log_hold();
		remember_slot(t, RESERVED_FDS_LOG, SHARED);
	}
	end(t, locked);
}

void fd_calls_part(struct call *call)
{
	if (log_shared() >= 0)
		hold(call);
}

void fd_calls_limit_changed(struct call *call)
{
	int locked;

	if (reserved_fds_least == INT_MAX)
		return;
	locked = begin_move(call->thread);
	remember_all(call->thread);
	reserved_fds_limit_changed();
	end(call->thread, locked);
}

/* --- close and its like ----------------------------------------------------
 */

/* All but ours: a range in front of each, and the last. */
static long close_around(struct SyscallRegs regs)
{
	unsigned int first = (unsigned int)regs.rdi;
	unsigned int last = (unsigned int)regs.rsi;
	long ret = 0;

	while (ret == 0 && first <= last) {
		unsigned int own = (unsigned int)reserved_fds_next((int)first);

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

long fd_calls_close_range(struct call *call)
{
	const struct SyscallRegs *r = &call->regs;
	unsigned int first = (unsigned int)r->rdi, last = (unsigned int)r->rsi;
	int shared = log_shared();

	if (shared >= 0 &&
	    ((first <= (unsigned int)shared && (unsigned int)shared <= last) ||
	     (r->rdx & CLOSE_RANGE_UNSHARE)))
		hold(call);
	if (last >= (unsigned int)reserved_fds_least && first <= last &&
	    (int)first >= 0)
		return close_around(*r);
	return gate_issue(r);
}

/* There is no other number for it. */
static void lose(int slot)
{
	if (slot == RESERVED_FDS_LOG)
		log_lost();
	reserved_fds_lose(slot);
}

/* dup2 or dup3 to a number of ours. */
static long replace(struct call *call)
{
	struct thread *t = call->thread;
	int locked = begin_move(t), before = (int)call->regs.rsi;
	int slot = reserved_fds_find(before);
	long ret;

	if (slot >= 0) {
		remember_slot(t, slot, before);
		if (reserved_fds_move(slot) != 0)
			lose(slot);
	}
	end(t, locked);
	ret = gate_issue(&call->regs);
	if (slot >= 0 && ret < 0)
		sys_close(before);
	return ret;
}

static int is_log(uint64_t fd)
{
	return (int)fd >= 0 && (int)fd == log_shared();
}

long fd_calls_close(struct call *call)
{
	if (is_log(call->regs.rdi))
		hold(call);
	return gate_issue(&call->regs);
}

long fd_calls_duplicate(struct call *call)
{
	if (is_log(call->regs.rsi))
		hold(call);
	return reserved_fds_has((int)call->regs.rsi) ? replace(call)
						     : gate_issue(&call->regs);
}

long fd_calls_unshare(struct call *call)
{
	long ret;

	if (call->regs.rdi & CLONE_FILES)
		fd_calls_part(call);
	ret = gate_issue(&call->regs);
	if (ret == 0 && call->regs.rdi & CLONE_NEWPID)
		exec_door_left_namespace();
	return ret;
}

long fd_calls_set_up_ring(struct call *call)
{
	fd_calls_part(call);
	return gate_issue(&call->regs);
}

/* --- any call --------------------------------------------------------------
 */

#define ARGUMENTS 6
static_assert(offsetof(struct SyscallRegs, r9) ==
		      offsetof(struct SyscallRegs, rdi) + 5 * sizeof(uint64_t),
	      "the arguments, in order");

static uint64_t *arguments(struct call *call)
{
	return &call->regs.rdi;
}

int fd_calls_concern(struct call *call)
{
	const uint64_t *argument = arguments(call);
	unsigned int args = fd_args(call->regs.rax);

	if ((args & FD_ARGS_RESULT) ||
	    ((args & FD_ARGS_MAKES) && reserved_fds_in_range))
		return 1;
	for (int i = 0; i < ARGUMENTS; i++) {
		if (args >> i & 1 && reserved_fds_has((int)argument[i]))
			return 1;
		if (args >> (FD_ARGS_PATH_SHIFT + i) & 1 &&
		    proc_fds_is_name(argument[i]))
			return 1;
	}
	return args & FD_ARGS_LOOK && named_fds_walk(call, NAMED_FDS_FIND);
}

/* If a descriptor precedes the path among the arguments, it is the folder that
 * the path starts from. */
static int is_path_of_own(const uint64_t *argument, unsigned int args, int i)
{
	int own = proc_fds_is_name(argument[i]);
	int has_folder = i && args >> (i - 1) & 1;

	return own &&
	       proc_fds_is_own(has_folder ? (int)argument[i - 1] : AT_FDCWD,
			       argument[i], own);
}

/* The program's arguments, which are put back when the kernel has seen
 * others. */
struct view {
	uint64_t argument[ARGUMENTS];
	long answer; /* the kernel's, without asking it; 0: it is asked */
};

static void hide(struct call *call, struct view *view)
{
	unsigned int args = fd_args(call->regs.rax);
	uint64_t *argument = arguments(call);

	memcpy(view->argument, argument, sizeof(view->argument));
	view->answer = 0;
	for (int i = 0; i < ARGUMENTS; i++) {
		if (args >> (FD_ARGS_PATH_SHIFT + i) & 1 &&
		    is_path_of_own(view->argument, args, i))
			argument[i] = (uint64_t)proc_fds_nowhere;
		if (args >> i & 1 && reserved_fds_has((int)argument[i]))
			argument[i] = NAMED_FDS_CLOSED;
	}
	if (args & FD_ARGS_LOOK)
		view->answer = named_fds_walk(call, NAMED_FDS_HIDE);
}

static void show(struct call *call, const struct view *view)
{
	if (fd_args(call->regs.rax) & FD_ARGS_LOOK)
		named_fds_walk(call, NAMED_FDS_SHOW);
	memcpy(arguments(call), view->argument, sizeof(view->argument));
}

/* The highest of those that it has made; -1: none, or not known. */
static int made(const struct call *call, long result)
{
	const long nr = (long)call->regs.rax;
	int fd[MADE_MAX];
	size_t n = hook_makes_descriptor(nr)
			   ? made_find(call, (unsigned int)nr, result, fd)
			   : 0;

	return n ? fd[n - 1] : -1;
}

/* The program has all numbers that its limit allows, except the one we hold.
 * Returns 0 if there is no such number. */
static int give_up(struct call *call)
{
	struct thread *t = call->thread;
	int locked = begin_move(t), own = reserved_fds_next(0);
	int slot = reserved_fds_find(own);

	if (slot >= 0 && reserved_fds_blocks(slot)) {
		if (slot == RESERVED_FDS_LOG)
			log_lost();
		remember_slot(t, slot, own);
		reserved_fds_give_up(slot);
	} else {
		slot = -1;
	}
	end(t, locked);
	return slot >= 0;
}

static void give_way(struct call *call, int fd)
{
	int locked = begin_move(call->thread);

	remember_all(call->thread);
	reserved_fds_give_way(fd);
	end(call->thread, locked);
}

/* The result as it would be without our descriptors. Returns 0 if the call has
 * to be issued again. */
static int correct(struct call *call, long *result)
{
	unsigned int args = fd_args(call->regs.rax);
	int fd;

	if (args & FD_ARGS_RESULT)
		*result = proc_fds_result(call, *result);
	if (!(args & FD_ARGS_MAKES) || !reserved_fds_in_range)
		return 1;
	if (*result == -EMFILE)
		return !give_up(call);
	fd = made(call, *result);
	if (fd >= 0 && reserved_fds_next(0) - fd < RESERVED_FDS_AT_ONCE)
		give_way(call, fd);
	return 1;
}

long fd_calls_around(struct call *call, long (*issue)(struct call *))
{
	struct view view;
	long ret;

	do {
		hide(call, &view);
		ret = view.answer ? view.answer : issue(call);
		show(call, &view);
	} while (!correct(call, &ret));
	return ret;
}

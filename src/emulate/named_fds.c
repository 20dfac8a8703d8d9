/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds descriptors in what the arguments of a call point to. */
#include "emulate/named_fds.h"

#include <asm/errno.h>
#include <linux/io_uring.h>
#include <linux/kcmp.h>
#include <linux/socket.h>
#include <linux/wait.h>

#include "base/rawcall.h"
#include "base/reserved_fds.h"
#include "thread/memory.h"
#include "thread/thread.h"

/* More of a kind are not looked at: the kernel takes no more either, but for
 * entries of poll, of which no limit on descriptors allows more. */
#define ENTRIES_MAX (1 << 20)
#define CONTROL_MAX 65536
#define NUMBERS_MAX (1 << 20) /* of descriptors */

#define RIGHTS 1 /* SOL_SOCKET, SCM_RIGHTS */

struct walk {
	enum named_fds what;
	int found;
	int failed; /* memory that cannot be written */
};

/* A number as it is to be. */
static int turned(int fd, enum named_fds what)
{
	unsigned int hidden = (unsigned int)fd - NAMED_FDS_CLOSED;

	if (what == NAMED_FDS_SHOW)
		return hidden && hidden < NUMBERS_MAX ? (int)hidden : fd;
	return reserved_fds_has(fd) ? NAMED_FDS_CLOSED + fd : fd;
}

static void walk_one(struct walk *w, uintptr_t at)
{
	int fd, to;

	if (memory_copy_in(&fd, at, sizeof(fd)) != sizeof(fd))
		return;
	to = turned(fd, w->what);
	if (to == fd)
		return;
	w->found = 1;
	if (w->what != NAMED_FDS_FIND &&
	    memory_copy_out(at, &to, sizeof(to)) != sizeof(to))
		w->failed = 1;
}

static void walk_many(struct walk *w, uintptr_t at, uint64_t n, size_t apart)
{
	if (n > ENTRIES_MAX)
		return;
	for (; n && !(w->what == NAMED_FDS_FIND && w->found); n--) {
		walk_one(w, at);
		at += apart;
	}
}

/* A struct msghdr's control messages. */
static void walk_message(struct walk *w, uintptr_t at)
{
	struct {
		uint64_t length;
		int level, type;
	} header;
	uint64_t control[2];

	if (memory_copy_in(control, at + 32, sizeof(control)) !=
		    sizeof(control) ||
	    !control[0] || control[1] > CONTROL_MAX)
		return;
	while (control[1] >= sizeof(header) &&
	       memory_copy_in(&header, control[0], sizeof(header)) ==
		       sizeof(header) &&
	       header.length >= sizeof(header) && header.length <= control[1]) {
		uint64_t step = (header.length + 7) & ~7ul;

		if (header.level == RIGHTS && header.type == RIGHTS)
			walk_many(w, control[0] + sizeof(header),
				  (header.length - sizeof(header)) / 4, 4);
		if (step >= control[1])
			break;
		control[0] += step;
		control[1] -= step;
	}
}

#define MMSGHDR_SIZE 64
#define MESSAGES_MAX 1024

static void walk_messages(struct walk *w, uintptr_t at, unsigned int n)
{
	if (n > MESSAGES_MAX)
		n = MESSAGES_MAX;
	for (; n; n--) {
		walk_message(w, at);
		at += MMSGHDR_SIZE;
	}
}

#define IOCB_FD 20

static void walk_requests(struct walk *w, uintptr_t at, uint64_t n)
{
	uint64_t request;

	if (n > MESSAGES_MAX)
		n = MESSAGES_MAX;
	for (; n; n--) {
		if (memory_peek(at, &request) == 0)
			walk_one(w, request + IOCB_FD);
		at += sizeof(request);
	}
}

static void walk_ring(struct walk *w, const struct SyscallRegs *r)
{
	uint64_t array;

	switch (r->rsi) {
	case IORING_REGISTER_FILES:
		walk_many(w, r->rdx, (unsigned int)r->r10, 4);
		break;
	case IORING_REGISTER_FILES_UPDATE:
		if (memory_peek(r->rdx + 8, &array) == 0)
			walk_many(w, array, (unsigned int)r->r10, 4);
		break;
	case IORING_REGISTER_EVENTFD:
	case IORING_REGISTER_EVENTFD_ASYNC:
		walk_one(w, r->rdx);
	}
}

/* In one of the three sets. */
static int is_in_sets(const struct SyscallRegs *r, int fd)
{
	const uint64_t sets[] = {r->rsi, r->rdx, r->r10};
	uint64_t word;

	if (fd >= (int)r->rdi)
		return 0;
	for (int i = 0; i < 3; i++)
		if (sets[i] &&
		    memory_peek(sets[i] + (unsigned int)fd / 64 * 8, &word) ==
			    0 &&
		    word >> fd % 64 & 1)
			return 1;
	return 0;
}

static int selects_own(const struct SyscallRegs *r)
{
	for (int slot = 0; slot < RESERVED_FDS; slot++) {
		int fd = reserved_fds_number(slot);

		if (fd >= 0 && is_in_sets(r, fd))
			return 1;
	}
	return 0;
}

/* An argument, in some forms of the call. */
static void walk_argument(struct walk *w, uint64_t *argument)
{
	if (w->what == NAMED_FDS_SHOW || !reserved_fds_has((int)*argument))
		return;
	w->found = 1;
	if (w->what == NAMED_FDS_HIDE)
		*argument = NAMED_FDS_CLOSED;
}

static int is_self(uint64_t pid)
{
	return (int)pid == thread_own_pid() || (int)pid == thread_own_tid();
}

static void walk_compared(struct walk *w, struct SyscallRegs *r)
{
	if (r->rdx != KCMP_FILE)
		return;
	if (reserved_fds_has((int)r->r10) && is_self(r->rdi))
		walk_argument(w, &r->r10);
	if (reserved_fds_has((int)r->r8) && is_self(r->rsi))
		walk_argument(w, &r->r8);
}

long named_fds_walk(struct call *call, enum named_fds what)
{
	struct SyscallRegs *r = &call->regs;
	struct walk w = {what, 0, 0};

	switch (r->rax) {
	case __NR_poll:
	case __NR_ppoll:
		walk_many(&w, r->rdi, (unsigned int)r->rsi, 8);
		w.failed = 0; /* the kernel has to write there itself */
		break;
	case __NR_select:
	case __NR_pselect6:
		w.found = w.failed = (int)r->rdi > reserved_fds_least &&
				     selects_own(r);
		break;
	case __NR_sendmsg:
		walk_message(&w, r->rsi);
		break;
	case __NR_sendmmsg:
		walk_messages(&w, r->rsi, (unsigned int)r->rdx);
		break;
	case __NR_io_submit:
		walk_requests(&w, r->rdx, r->rsi);
		break;
	case __NR_io_uring_register:
		walk_ring(&w, r);
		break;
	case __NR_waitid:
		if (r->rdi == P_PIDFD)
			walk_argument(&w, &r->rsi);
		break;
	case __NR_kcmp:
		walk_compared(&w, r);
		break;
	}
	if (what == NAMED_FDS_HIDE)
		return w.failed ? -EBADF : 0;
	return w.found;
}

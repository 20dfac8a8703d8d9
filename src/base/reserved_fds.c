/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Chooses numbers for our descriptors, and moves them out of the way. */
#include "base/reserved_fds.h"

#include <asm/errno.h>
#include <limits.h>
#include <linux/fcntl.h>
#include <linux/resource.h>

#include "base/filtered.h"
#include "base/rawcall.h"

/* Where programs do not look for descriptors, and still in the smallest
 * descriptor table that a kernel grows to. */
#define HIGH 1000

/* Above a limit only as far as this: a fork copies the table up to its highest
 * number. */
#define HIGHEST 4096

/* With a limit that low they are put right below it, so that the program meets
 * them last; below a higher one at HIGH, and they move before it gets there. */
#define LOW_LIMIT 2048

#define AT_ONCE RESERVED_FDS_AT_ONCE
#define FEW 8 /* by most calls, at most */

#ifndef F_DUPFD_CLOEXEC
#define F_DUPFD_CLOEXEC 1030
#endif

/* The number and one; 0: free; TAKEN: none, but in use. */
static int number[RESERVED_FDS];
#define TAKEN (-1)

int reserved_fds_least = INT_MAX, reserved_fds_most;
int reserved_fds_in_range;

static int duplicate_at(int fd, int least)
{
	return sys_fcntl(fd, F_DUPFD_CLOEXEC, least);
}

/* --- where -----------------------------------------------------------------
 */

static long limit(const struct rlimit64 *to, struct rlimit64 *now)
{
	return SYSCALL(__NR_prlimit64, 0, RLIMIT_NOFILE, to, now, 0, 0);
}

/*
 * Above the limit, which is raised for that: what is open stays open. It is put
 * back before the program runs again; its other threads see nothing of it but
 * by chance.
 */
static int put_above(int fd, const struct rlimit64 *now)
{
	uint64_t least = now->rlim_cur < HIGH ? HIGH : now->rlim_cur;
	struct rlimit64 up = {least + RESERVED_FDS, least + RESERVED_FDS};
	int copy;

	if (up.rlim_max < now->rlim_max)
		up.rlim_max = now->rlim_max;
	if (limit(&up, NULL) != 0) {
		if (now->rlim_cur >= now->rlim_max)
			return -EMFILE;
		up = (struct rlimit64){now->rlim_max, now->rlim_max};
		if (least >= up.rlim_cur)
			least = now->rlim_cur;
		if (limit(&up, NULL) != 0)
			return -EMFILE;
	}
	copy = duplicate_at(fd, (int)least);
	limit(now, NULL);
	return copy;
}

/* In the program's range: from number least on, or the highest that is free. */
static int put_below(int fd, uint64_t most, int least)
{
	int copy = -1;

	if (most > LOW_LIMIT)
		copy = duplicate_at(fd, least);
	else
		for (int n = (int)most - 1; copy < 0 && n > 2; n--)
			copy = duplicate_at(fd, n);
	return copy;
}

/* A duplicate of fd. What the filters of a program let through is not known: no
 * limit is changed then. */
static int duplicate(int fd, int least)
{
	struct rlimit64 now = {HIGH, HIGH};
	int copy = -EMFILE;

	if (!filtered && limit(NULL, &now) == 0 && now.rlim_cur <= HIGHEST)
		copy = put_above(fd, &now);
	if (copy >= 0)
		return copy;
	copy = put_below(fd, now.rlim_cur, least);
	reserved_fds_in_range |= copy >= 0;
	return copy;
}

/* --- slots -----------------------------------------------------------------
 */

void reserved_fds_adopt(int slot, int fd)
{
	if (fd >= 0 && fd < reserved_fds_least)
		reserved_fds_least = fd;
	if (fd > reserved_fds_most)
		reserved_fds_most = fd;
	__atomic_store_n(&number[slot], fd + 1, __ATOMIC_RELEASE);
}

static int keep_in_slot(int slot, int fd, int least)
{
	int copy = duplicate(fd, least);

	if (copy < 0)
		return copy;
	reserved_fds_adopt(slot, copy);
	return 0;
}

int reserved_fds_keep_at(int slot, int fd)
{
	return keep_in_slot(slot, fd, HIGH);
}

/* Whoever has handed it on has put it high already. */
void reserved_fds_inherit(int slot, int fd)
{
	if (fd >= HIGH) {
		sys_fcntl(fd, F_SETFD, FD_CLOEXEC);
		reserved_fds_adopt(slot, fd);
		reserved_fds_limit_changed();
		return;
	}
	reserved_fds_keep_at(slot, fd);
	sys_close(fd);
}

static int take_slot(void)
{
	for (int slot = RESERVED_FDS_SETTINGS + 1; slot < RESERVED_FDS;
	     slot++) {
		int none = 0;

		if (__atomic_compare_exchange_n(&number[slot], &none, TAKEN, 0,
						__ATOMIC_ACQ_REL,
						__ATOMIC_RELAXED))
			return slot;
	}
	return -EMFILE;
}

int reserved_fds_keep(int fd)
{
	int slot = take_slot();
	int err;

	if (slot < 0)
		return slot;
	err = reserved_fds_keep_at(slot, fd);
	if (err)
		number[slot] = 0;
	return err ? err : slot;
}

int reserved_fds_number(int slot)
{
	int n = __atomic_load_n(&number[slot], __ATOMIC_ACQUIRE);

	return n > 0 ? n - 1 : -1;
}

void reserved_fds_close(int slot)
{
	int fd = reserved_fds_number(slot);

	if (fd >= 0)
		sys_close(fd);
	__atomic_store_n(&number[slot], 0, __ATOMIC_RELEASE);
}

void reserved_fds_leave(void)
{
	for (int slot = 0; slot < RESERVED_FDS; slot++)
		reserved_fds_close(slot);
}

int reserved_fds_find(int fd)
{
	for (int slot = 0; slot < RESERVED_FDS; slot++)
		if (reserved_fds_number(slot) == fd)
			return slot;
	return -1;
}

int reserved_fds_next(int first)
{
	int next = INT_MAX;

	for (int slot = 0; slot < RESERVED_FDS; slot++) {
		int fd = reserved_fds_number(slot);

		if (fd >= first && fd < next)
			next = fd;
	}
	return next;
}

int reserved_fds_count(void)
{
	int n = 0;

	for (int slot = 0; slot < RESERVED_FDS; slot++)
		n += reserved_fds_number(slot) >= 0;
	return n;
}

/* --- out of the program's way ----------------------------------------------
 */

int reserved_fds_move(int slot)
{
	return keep_in_slot(slot, reserved_fds_number(slot), HIGH);
}

void reserved_fds_lose(int slot)
{
	__atomic_store_n(&number[slot], TAKEN, __ATOMIC_RELEASE);
}

/* Where it was it is closed. Returns 0 or -errno. */
static int go(int slot, int least)
{
	int before = reserved_fds_number(slot);
	int err = keep_in_slot(slot, before, least);

	if (!err)
		sys_close(before);
	return err;
}

void reserved_fds_limit_changed(void)
{
	struct rlimit64 now;

	if (filtered || limit(NULL, &now) != 0)
		return;
	reserved_fds_in_range = 0;
	for (int slot = 0; slot < RESERVED_FDS; slot++) {
		int fd = reserved_fds_number(slot);

		if (fd < 0 || (uint64_t)fd >= now.rlim_cur)
			continue;
		/* below a high limit it is as good here as elsewhere */
		if (now.rlim_cur > HIGHEST || go(slot, HIGH) != 0)
			reserved_fds_in_range = 1;
	}
}

/* To the highest free number, if it is not there. */
static void go_to_top(int slot, int limit)
{
	int before = reserved_fds_number(slot), copy = -1;

	for (int n = limit - 1; copy < 0 && n > before; n--)
		copy = duplicate_at(before, n);
	if (copy < 0)
		return;
	reserved_fds_adopt(slot, copy);
	sys_close(before);
}

static void go_up(int slot, int limit)
{
	int least = 2 * (reserved_fds_number(slot) + AT_ONCE);

	if (least >= limit)
		least = limit - RESERVED_FDS;
	if (least > reserved_fds_number(slot))
		go(slot, least);
}

void reserved_fds_give_way(int fd)
{
	struct rlimit64 now;

	if (filtered || limit(NULL, &now) != 0)
		return;
	for (int slot = 0; slot < RESERVED_FDS; slot++) {
		int own = reserved_fds_number(slot);

		if (own < 0 || (uint64_t)own >= now.rlim_cur)
			continue;
		if (now.rlim_cur <= LOW_LIMIT && own <= fd + FEW)
			go_to_top(slot, (int)now.rlim_cur);
		else if (now.rlim_cur > LOW_LIMIT && own <= fd + AT_ONCE)
			go_up(slot, (int)now.rlim_cur);
	}
}

int reserved_fds_blocks(int slot)
{
	struct rlimit64 now;

	return filtered || (limit(NULL, &now) == 0 &&
			    (uint64_t)reserved_fds_number(slot) < now.rlim_cur);
}

void reserved_fds_give_up(int slot)
{
	sys_close(reserved_fds_number(slot));
	reserved_fds_lose(slot);
}

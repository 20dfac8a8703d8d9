/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "own_fds.h"

#include <limits.h>
#include <linux/fcntl.h>

#include "syscall.h"

#define EMFILE_ERR (-24)

/* Where programs do not look for descriptors, and still in the smallest
 * descriptor table that a kernel grows to. */
#define HIGH 1000

#ifndef F_DUPFD_CLOEXEC
#define F_DUPFD_CLOEXEC 1030
#endif

/* The number and one; 0: free; TAKEN: none, but in use. */
static int number[OWN_FDS];
#define TAKEN (-1)

int own_fds_least = INT_MAX;

static int duplicate(int fd)
{
	int copy = -1;

	for (int least = HIGH; copy < 0 && least >= 10; least /= 2)
		copy = sys_fcntl(fd, F_DUPFD_CLOEXEC, least);
	return copy;
}

void own_fds_adopt(int slot, int fd)
{
	if (fd < own_fds_least)
		own_fds_least = fd;
	__atomic_store_n(&number[slot], fd + 1, __ATOMIC_RELEASE);
}

int own_fds_keep_at(int slot, int fd)
{
	int copy = duplicate(fd);

	if (copy < 0)
		return copy;
	own_fds_adopt(slot, copy);
	return 0;
}

static int take_slot(void)
{
	for (int slot = OWN_FDS_LOG + 1; slot < OWN_FDS; slot++) {
		int none = 0;

		if (__atomic_compare_exchange_n(&number[slot], &none, TAKEN, 0,
						__ATOMIC_ACQ_REL,
						__ATOMIC_RELAXED))
			return slot;
	}
	return EMFILE_ERR;
}

int own_fds_keep(int fd)
{
	int slot = take_slot();
	int err;

	if (slot < 0)
		return slot;
	err = own_fds_keep_at(slot, fd);
	if (err)
		number[slot] = 0;
	return err ? err : slot;
}

int own_fds_number(int slot)
{
	int n = __atomic_load_n(&number[slot], __ATOMIC_ACQUIRE);

	return n > 0 ? n - 1 : -1;
}

void own_fds_close(int slot)
{
	int fd = own_fds_number(slot);

	if (fd >= 0)
		sys_close(fd);
	__atomic_store_n(&number[slot], 0, __ATOMIC_RELEASE);
}

void own_fds_leave(void)
{
	for (int slot = 0; slot < OWN_FDS; slot++)
		own_fds_close(slot);
}

int own_fds_find(int fd)
{
	for (int slot = 0; slot < OWN_FDS; slot++)
		if (own_fds_number(slot) == fd)
			return slot;
	return -1;
}

int own_fds_next(int first)
{
	int next = INT_MAX;

	for (int slot = 0; slot < OWN_FDS; slot++) {
		int fd = own_fds_number(slot);

		if (fd >= first && fd < next)
			next = fd;
	}
	return next;
}

int own_fds_move(int slot)
{
	int before = own_fds_number(slot);

	if (own_fds_keep_at(slot, before))
		number[slot] = TAKEN; /* the table is full: it is lost */
	return before;
}

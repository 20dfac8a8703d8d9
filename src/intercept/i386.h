/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Calls of the i386 table, made by int $0x80 from 64-bit code. Most are made as
 * they are; those that change what we keep of the process (tasks, masks,
 * mappings, descriptors) are made as the call of the 64-bit table that does the
 * same: entry/int80.h. Any context.
 */
#ifndef I386_H
#define I386_H

#include <stdint.h>

struct sigcontext;

/* Numbers of the i386 table. */
enum {
	I386_EXIT = 1,
	I386_FORK = 2,
	I386_CLOSE = 6,
	I386_DUP = 41,
	I386_DUP2 = 63,
	I386_SIGSUSPEND = 72,
	I386_MUNMAP = 91,
	I386_CLONE = 120,
	I386_MPROTECT = 125,
	I386_SIGPROCMASK = 126,
	I386_RT_SIGPROCMASK = 175,
	I386_RT_SIGPENDING = 176,
	I386_RT_SIGSUSPEND = 179,
	I386_VFORK = 190,
	I386_MADVISE = 219,
	I386_EXIT_GROUP = 252,
	I386_PSELECT6 = 308,
	I386_PPOLL = 309,
	I386_EPOLL_PWAIT = 319,
	I386_SIGNALFD = 321,
	I386_SIGNALFD4 = 327,
	I386_DUP3 = 330,
	I386_PSELECT6_TIME64 = 413,
	I386_PPOLL_TIME64 = 414,
	I386_CLONE3 = 435,
	I386_CLOSE_RANGE = 436,
	I386_EPOLL_PWAIT2 = 441
};

#define I386_MASK_SIZE 8

/* At the trap: is this one of the latter? */
int i386_is_ours(const struct sigcontext *regs);

/* The number in the 64-bit table that takes the same arguments in the same
 * order, none of which holds more than 32 bits; -1: there is none. */
int i386_same_call(unsigned int nr);

/* The mask of pselect6, behind a pair of 32-bit words at that address; 0: none.
 */
uint64_t i386_pair_mask(uint64_t at);

#endif

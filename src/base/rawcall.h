/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The runtime's own system calls: raw, through the gate, never through libc.
 * All return -errno on failure and leave errno alone.
 */
#ifndef SYSCALL_H
#define SYSCALL_H

#include <asm/unistd.h>
#include <stddef.h>
#include <stdint.h>

#include "base/gate.h"

#define SYSCALL(nr, a, b, c, d, e, f)                                          \
	gate_syscall((long)(a), (long)(b), (long)(c), (long)(d), (long)(e),    \
		     (long)(f), nr)

static inline long sys_read(int fd, void *buf, size_t count)
{
	return SYSCALL(__NR_read, fd, buf, count, 0, 0, 0);
}

static inline long sys_pread(int fd, void *buf, size_t count, uint64_t offset)
{
	return SYSCALL(__NR_pread64, fd, buf, count, offset, 0, 0);
}

static inline long sys_write(int fd, const void *buf, size_t count)
{
	return SYSCALL(__NR_write, fd, buf, count, 0, 0, 0);
}

static inline int sys_open(const char *path, int flags, int mode)
{
	return (int)SYSCALL(__NR_open, path, flags, mode, 0, 0, 0);
}

static inline int sys_close(int fd)
{
	return (int)SYSCALL(__NR_close, fd, 0, 0, 0, 0, 0);
}

static inline int sys_fcntl(int fd, int cmd, long arg)
{
	return (int)SYSCALL(__NR_fcntl, fd, cmd, arg, 0, 0, 0);
}

static inline long sys_lseek(int fd, long offset, int whence)
{
	return SYSCALL(__NR_lseek, fd, offset, whence, 0, 0, 0);
}

static inline int sys_poll(void *fds, unsigned int count, int timeout)
{
	return (int)SYSCALL(__NR_poll, fds, count, timeout, 0, 0, 0);
}

/* Address, or -errno: test with sys_failed(). */
static inline void *sys_mmap(void *addr, size_t len, int prot, int flags,
			     int fd, long offset)
{
	return (void *)SYSCALL(__NR_mmap, addr, len, prot, flags, fd, offset);
}

static inline int sys_munmap(void *addr, size_t len)
{
	return (int)SYSCALL(__NR_munmap, addr, len, 0, 0, 0, 0);
}

static inline int sys_mprotect(void *addr, size_t len, int prot)
{
	return (int)SYSCALL(__NR_mprotect, addr, len, prot, 0, 0, 0);
}

static inline int sys_getpid(void)
{
	return (int)SYSCALL(__NR_getpid, 0, 0, 0, 0, 0, 0);
}

static inline int sys_gettid(void)
{
	return (int)SYSCALL(__NR_gettid, 0, 0, 0, 0, 0, 0);
}

/* 0: the parent is in another PID namespace. */
static inline int sys_getppid(void)
{
	return (int)SYSCALL(__NR_getppid, 0, 0, 0, 0, 0, 0);
}

static inline long sys_futex(uint32_t *word, int op, uint32_t value)
{
	return SYSCALL(__NR_futex, word, op, value, 0, 0, 0);
}

__attribute__((noreturn)) static inline void sys_exit_group(int status)
{
	for (;;)
		SYSCALL(__NR_exit_group, status, 0, 0, 0, 0, 0);
}

static inline int sys_failed(const void *result)
{
	return (uintptr_t)result > (uintptr_t)-4096;
}

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * For the targets named unwind_*, in C and C++: a read that blocks, at a call
 * site of each kind; functions whose ends are known; and a child that sends
 * SIGUSR1 as often as its parent is blocked.
 */
#ifndef BLOCKED_READ_H
#define BLOCKED_READ_H

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

/* PART(name): before a function, which has a section for itself, of which the
 * linker tells the ends. Nothing is known of it where it is called. */
#if __has_attribute(noipa)
#define PART(name) __attribute__((noipa, section("part_" #name)))
#else
#define PART(name) __attribute__((noinline, section("part_" #name)))
#endif

struct part {
	const char *start, *stop;
};

#define PART_ENDS(name)                                                        \
	extern const char __start_part_##name[], __stop_part_##name[]
#define PART_OF(name)                                                          \
	{                                                                      \
		__start_part_##name, __stop_part_##name                        \
	}

/* Which call site: with its number before it, libc's, with its number from
 * elsewhere. */
enum site { SITE_NUMBER, SITE_LIBC, SITE_VARIABLE, SITES };

static const char *const site_names[] = {"number before the call", "libc's",
					 "number from elsewhere"};

static volatile long read_number = SYS_read;

/* Before the end of a function: its last call does not become a jump. */
#define NO_TAIL_CALL(ret) __asm__ volatile("" : "+r"(ret))

/* Nothing of its own on the stack. The instruction behind the call belongs to
 * the assembly, for a signal may find the task there. */
static inline __attribute__((always_inline)) long blocked_read(int site, int fd,
							       char *byte)
{
	long ret;

	switch (site) {
	case SITE_NUMBER:
		__asm__ volatile("mov %1, %%eax\n\t"
				 "syscall\n\t"
				 "test %%rax, %%rax"
				 : "=&a"(ret)
				 : "i"(SYS_read), "D"((long)fd), "S"(byte),
				   "d"(1l)
				 : "rcx", "r11", "memory", "cc");
		return ret;
	case SITE_VARIABLE:
		__asm__ volatile("syscall\n\t"
				 "test %%rax, %%rax"
				 : "=&a"(ret)
				 : "0"(read_number), "D"((long)fd), "S"(byte),
				   "d"(1l)
				 : "rcx", "r11", "memory", "cc");
		return ret;
	default:
		return read(fd, byte, 1);
	}
}

/*
 * Of n addresses, innermost first, are those in the count parts in their
 * order, and each once?
 */
static inline int parts_follow(const uintptr_t *addr, int n,
			       const struct part *part, int count)
{
	int found = 0;

	for (int i = 0; i < n; i++)
		for (int k = 0; k < count; k++)
			if (addr[i] >= (uintptr_t)part[k].start &&
			    addr[i] < (uintptr_t)part[k].stop && k != found++)
				return 0;
	return found == count;
}

/* --- the child that sends signals --------------------------------------- */

/* Shared with it: set before a call that will block. */
static volatile int *poke_armed;
static pid_t poke_child;

static inline void poke_run(int stat_fd, pid_t parent)
{
	char line[256];

	while (getppid() == parent) {
		ssize_t n;
		const char *state;

		if (!*poke_armed) {
			sched_yield();
			continue;
		}
		n = pread(stat_fd, line, sizeof(line) - 1, 0);
		line[n > 0 ? n : 0] = 0;
		state = strrchr(line, ')');
		if (state && state[2] == 'S') {
			*poke_armed = 0;
			kill(parent, SIGUSR1);
		}
	}
	_exit(0);
}

static inline void poke_start(void)
{
	pid_t parent = getpid();
	char name[64];
	int fd;

	poke_armed = (volatile int *)mmap(NULL, 4096, PROT_READ | PROT_WRITE,
					  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	snprintf(name, sizeof(name), "/proc/%d/stat", (int)parent);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		skip("no /proc");
	poke_child = fork();
	if (poke_child == 0)
		poke_run(fd, parent);
	close(fd);
}

static inline void poke_end(void)
{
	kill(poke_child, SIGKILL);
	end_of(poke_child);
}

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * late_filter OBJECT: a program whose seccomp filter allows what it needs and
 * kills it for readlink, open and ioctl maps code and unmaps it again.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SIZE 16384
#define KILL_IF(nr)                                                            \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 1),                         \
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

int main(int argc, char **argv)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		KILL_IF(SYS_readlink),
		KILL_IF(SYS_open),
		KILL_IF(SYS_ioctl),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof(filter) / sizeof(filter[0]),
				     filter};
	int fd = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	void *before, *p;

	before = mmap(NULL, SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	if (before == MAP_FAILED)
		return 2;
	setvbuf(stdout, NULL, _IOFBF, 4096);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		return 2;
	p = mmap(NULL, SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	munmap(p, SIZE);
	p = mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE, fd, 0);
	mprotect(p, SIZE, PROT_READ | PROT_EXEC);
	munmap(p, SIZE);
	munmap(before, SIZE);
	if (write(1, "alive\n", 6) != 6)
		return 2;
	return 0;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A call from code made at run time keeps every register but rax, rcx and r11,
 * vector registers among them, flags, DF and AC. Fails when the trap's handler
 * writes what lies between the program's red zone and its signal frame, and
 * when entry_trap loses what entry_call keeps.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "jit.h"
#include "registers.h"

#define BEGINNING 32

extern const char registers_probe_end[] __attribute__((visibility("hidden")));

/* void net_behind(uint64_t out[3]): rcx, r11, flags behind the instruction,
 * less the instruction's own end */
JIT_ROUTINE(net_behind, "push %rbx\n mov %rdi, %rbx\n"
			"mov $110, %eax\n"
			"pushfq\n orl $0x40001, (%rsp)\n popfq\n"
			"syscall\n"
			"1: pushfq\n"
			"lea 1b(%rip), %rdx\n sub %rdx, %rcx\n"
			"mov %rcx, (%rbx)\n mov %r11, 8(%rbx)\n"
			"pop %rdx\n mov %rdx, 16(%rbx)\n"
			"and $~0x40000, %rdx\n push %rdx\n popfq\n"
			"pop %rbx\n"
			"ret");

/* net_lower(bytes, in, out, level, probe): probe(in, out, level) with the stack
 * pointer so much lower: a signal frame is aligned to 64 */
JIT_ROUTINE(net_lower, "push %rbp\n mov %rsp, %rbp\n"
		       "sub %rdi, %rsp\n"
		       "mov %rsi, %rdi\n mov %rdx, %rsi\n mov %ecx, %edx\n"
		       "call *%r8\n"
		       "leave\n"
		       "ret");

/* The routine as it stands in the file: in memory it is rewritten, but for its
 * beginning. */
static void *copy_probe(void)
{
	const char *from = (const char *)(uintptr_t)registers_probe, *found;
	int fd = open("/proc/self/exe", O_RDONLY);
	struct stat st;
	char *file;

	CHECK(fstat(fd, &st) == 0);
	file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	found = memmem(file, (size_t)st.st_size, from, BEGINNING);
	CHECK(found != NULL);
	return jit_copy(found, found + (registers_probe_end - from));
}

int main(void)
{
	void *code = copy_probe();
	void (*behind)(uint64_t *) = (void (*)(uint64_t *))JIT(net_behind);
	void (*probe)(long, const struct state *, struct state *, int, void *) =
		(void (*)(long, const struct state *, struct state *, int,
			  void *))(uintptr_t)net_lower;
	static struct state in, out;
	uint64_t seen[3];
	int level;

	__builtin_cpu_init();
	level = __builtin_cpu_supports("avx512bw") ? LEVEL_AVX512
		: __builtin_cpu_supports("avx")	   ? LEVEL_AVX
						   : LEVEL_SSE;
	for (int round = 0; round < 60; round++) {
		size_t wide = level == LEVEL_SSE   ? 16
			      : level == LEVEL_AVX ? 32
						   : 64;
		int count = level == LEVEL_AVX512 ? 32 : 16;

		memset(&in, 0x20 + round, sizeof(in));
		memset(&out, 0, sizeof(out));
		for (int i = 0; i < 8; i++)
			in.st[i] = i / 3.0;
		in.general[0] = round % 2 ? SYS_getppid : SYS_getuid;
		in.rflags = 0x202 | (round % 3 ? 0x4d5 : 0x800);
		in.mxcsr = 0x1f80 | 0x6000;
		in.fcw = 0x0f7f;
		probe(round % 9 * 8, &in, &out, level, code);
		CHECK(out.general[0] ==
		      (uint64_t)(round % 2 ? getppid() : (pid_t)getuid()));
		CHECK(!memcmp(in.general + 1, out.general + 1,
			      sizeof(in.general) - 8));
		CHECK(in.rflags == out.rflags);
		CHECK(in.mxcsr == out.mxcsr && in.fcw == out.fcw);
		CHECK(!memcmp(in.st, out.st, sizeof(in.st)));
		for (int i = 0; i < count; i++)
			CHECK(!memcmp(in.vector[i], out.vector[i], wide));
		CHECK(level < LEVEL_AVX512 ||
		      !memcmp(in.k, out.k, sizeof(in.k)));
	}
	behind(seen);
	printf("rcx %+ld, r11 is the flags: %d, AC and CF %lx\n", (long)seen[0],
	       seen[1] == seen[2], seen[2] & 0x40001);
	return verdict();
}

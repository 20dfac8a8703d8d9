/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * fork, vfork and clone leave parent and child with every register but rax,
 * with rcx and r11 as the kernel leaves them, with all flags. Fails without
 * vector_restore in hook_stack_enter, without rcx in task_clone_return, and
 * when child_flags does less than all flags.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "check.h"
#include "registers.h"

#define FLAGS 0x40cd5u /* carry to overflow, alignment check */
#define STACK 65536

void registers_task(const struct state *in, struct state *parent,
		    struct state *child);
extern const char registers_task_back[];

static struct state *seen;

static void compare(const char *what, const struct state *in,
		    const struct state *out)
{
	int before = broken;

	CHECK(memcmp(in->general + 1, out->general + 1, 12 * 8) == 0);
	CHECK((in->rflags & FLAGS) == (out->rflags & FLAGS));
	CHECK(in->mxcsr == out->mxcsr);
	CHECK((uint16_t)in->fcw == (uint16_t)out->fcw);
	for (int i = 0; i < 16; i++)
		CHECK(memcmp(in->vector[i], out->vector[i], 16) == 0);
	CHECK(out->k[0] == (uintptr_t)registers_task_back);
	CHECK((out->k[1] & FLAGS) == (in->rflags & FLAGS));
	if (broken && !before)
		printf("that was %s, flags %#lx\n", what, in->rflags);
}

static void probe(const char *name, long nr, unsigned long flags, void *stack,
		  unsigned long rflags)
{
	struct state in;

	memset(&in, 0x11 + (int)nr, sizeof(in));
	in.general[0] = (uint64_t)nr;
	if (nr == SYS_clone) {
		in.general[4] = flags | SIGCHLD;
		in.general[3] = (uintptr_t)stack;
		in.general[2] = in.general[8] = in.general[6] = 0;
	}
	in.rflags = rflags | 0x202;
	in.mxcsr = 0x1f80 | 0x6000;
	in.fcw = 0x0f7f;
	memset(seen, 0, 2 * sizeof(*seen));
	fflush(stdout);
	registers_task(&in, &seen[0], &seen[1]);
	CHECK((int)seen[0].general[0] > 0 && wait(NULL) > 0);
	printf("%s parent\n", name);
	compare("the parent", &in, &seen[0]);
	printf("%s child\n", name);
	compare("the child", &in, &seen[1]);
}

int main(void)
{
	static const unsigned long flags[] = {0, 0x8d5, 0x400, 0x40000,
					      0x40cd5};
	char *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *top = stack + STACK;

	seen = mmap(NULL, 2 * sizeof(*seen), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		probe("fork", SYS_fork, 0, NULL, flags[i]);
		probe("vfork", SYS_vfork, 0, NULL, flags[i]);
		probe("clone", SYS_clone, 0, NULL, flags[i]);
		probe("clone, new stack", SYS_clone, 0, top, flags[i]);
		probe("clone, vfork", SYS_clone, CLONE_VM | CLONE_VFORK, top,
		      flags[i]);
	}
	return verdict();
}

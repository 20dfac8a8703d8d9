/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A signal every millisecond, while a loop in code made at run time does
 * nothing but calls: whenever it arrives the handler sees rip in that page, the
 * loop's stack pointer and its registers, and what it changes there holds.
 * Fails without sigcontext_show() for entry_trap and behind it, and when
 * another signal comes in between the trap and entry_trap: without the full
 * mask of faults.c's install().
 */
#define _GNU_SOURCE
#include "sig.h"

#include "jit.h"

/* long net_loop(volatile int *stop, uint64_t rsp[1]): rounds with a wrong
 * result; rbx, r12 to r15 hold what the handler looks for */
JIT_ROUTINE(net_loop, "push %rbx\n push %r12\n push %r13\n push %r14\n"
		      "push %r15\n"
		      "mov $0x1111, %ebx\n mov $0x1212, %r12d\n"
		      "mov %rdi, %r13\n mov $0x1414, %r14d\n"
		      "xor %r15d, %r15d\n"
		      "mov %rsp, (%rsi)\n"
		      "1: mov $3, %eax\n mov $-1, %edi\n"
		      "syscall\n"
		      "cmp $-9, %rax\n"
		      "je 2f\n"
		      "inc %r15\n"
		      "2: cmpl $0, (%r13)\n"
		      "je 1b\n"
		      "mov %r15, %rax\n"
		      "pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbx\n"
		      "ret");

static volatile int stop, signals, elsewhere, other;
static uint64_t loop_rsp;
static uintptr_t page;

static void on_alarm(int sig, siginfo_t *info, void *context)
{
	const greg_t *reg = ((ucontext_t *)context)->uc_mcontext.gregs;
	uint64_t rsp = (uint64_t)reg[REG_RSP];

	(void)sig, (void)info;
	/* but for the way in, the way out and the timer's own */
	if ((uintptr_t)reg[REG_RIP] - page >= JIT_PAGE || rsp != loop_rsp) {
		elsewhere++;
		return;
	}
	signals++;
	other += reg[REG_RBX] != 0x1111 || reg[REG_R12] != 0x1212 ||
		 reg[REG_R14] != 0x1414 || reg[REG_R15] != 0;
	jit3(SYS_close, -1, 0, 0);
	if (signals >= 400)
		stop = 1;
}

int main(void)
{
	void *code = JIT(net_loop);
	long (*loop)(volatile int *, uint64_t *) =
		(long (*)(volatile int *, uint64_t *))code;
	long wrong;

	page = (uintptr_t)code;
	jit_begin();
	handle(SIGALRM, on_alarm, SA_RESTART);
	alarm_every(1000);
	wrong = loop(&stop, &loop_rsp);
	alarm_every(0);
	printf("wrong results %ld, registers %d, elsewhere %s\n", wrong, other,
	       elsewhere < 20 ? "rarely" : "often");
	return failed;
}

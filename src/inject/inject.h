/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Puts the library into the program that this process is about to become. A
 * helper process traces this one through its exec, maps the library's file into
 * the new program and is gone before the program's first instruction: the
 * library waits for it (tables/exec_door.h). The helper shares the memory of
 * its maker and has no exit signal: whatever the program waits for, it never
 * sees it.
 */
#ifndef INJECT_H
#define INJECT_H

#include <stddef.h>
#include <stdint.h>

/* Makes system call nr. It keeps nothing on the stack: the child of a clone
 * returns to the word at its stack pointer. */
typedef long inject_call(long a1, long a2, long a3, long a4, long a5, long a6,
			 long nr);

/* As ptrace hands them out. */
struct inject_regs {
	uint64_t r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx,
		rsi, rdi, orig_rax, rip, cs, eflags, rsp, ss, fs_base, gs_base,
		ds, es, fs, gs;
};

/* Stays as it is until the helper has ended. */
struct inject {
	/* The maker says: */
	inject_call *call;
	uintptr_t vdso; /* where it has one */
	int library;	/* open files, which the program inherits; its library
			   closes them */
	int settings;
	int log;	   /* 0: none */
	int32_t maker;	   /* the thread that is to be the program */
	int32_t process;   /* and the number of its process */
	int sigchld;	   /* is one pending? */
	int is_unfiltered; /* by seccomp: all calls can be made */
	int is_single; /* it has no child and no other thread, none is pending,
			  and what it does with signals is its own */
	uint64_t mask; /* of signals, the program's */
	/* It cannot be mapped, for reason -errno. In the helper. Returns the
	 * status that the program ends with; -1: it runs without. */
	int (*failed)(int err);

	/* inject_look() says: */
	uintptr_t entry;		/* the library's, from its start on */
	size_t size;			/* and its length in memory */
	uintptr_t instruction, scratch; /* in the vDSO */

	/* The helper's process; 0: it has ended. The kernel writes it. */
	int32_t helper;
	int32_t number; /* that stays, for the maker's children */
	int ignores;
	uint64_t action[4]; /* that the maker has for SIGCHLD */
	uint32_t word;	    /* of both; inject.c */

	/* The program: */
	int32_t target;
	struct inject_regs regs; /* as it is to begin */
	uintptr_t its_vdso, loader, headers;
	uint64_t segments;
};

/* What is the same for every program. Returns 0 or -errno. */
int inject_look(struct inject *j);

/*
 * Start the helper, with a stack that ends there. The caller has all signals
 * blocked and execs next; if that fails, it calls inject_end(). Returns 0, or
 * -errno: this process may not be traced, and there is no helper.
 */
int inject_begin(struct inject *j, void *stack_end);
void inject_end(struct inject *j);

#endif

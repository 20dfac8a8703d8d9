/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * How the library comes into a program at its exec: the command maps the
 * library's file as it is, puts this frame right below the program's stack
 * pointer, and lets the program go on at the library's entry point. Types only.
 */
#ifndef EXEC_DOOR_H
#define EXEC_DOOR_H

/* Words in front of the registers. */
#define EXEC_DOOR_WORDS 8

/* How many bytes of the vDSO's last page have code of the helper's. */
#define EXEC_DOOR_SCRATCH 24

#ifndef __ASSEMBLER__

#include <stdint.h>

/* The SIGCHLD that is pending behind the exec: it is the helper's, unless it is
 * seen to be another child's; another child's, from before; not looked at,
 * because filters might refuse that. */
enum { EXEC_DOOR_LOOK, EXEC_DOOR_LEAVE, EXEC_DOOR_TAKE };

struct exec_door {
	/* Descriptors, which are the library's: of its own file, of the
	 * settings, of the log. 0: that is opened by its name. */
	uint64_t library, settings, log;
	uint64_t helper;  /* the process that has mapped it, to be waited for */
	uint64_t sigchld; /* EXEC_DOOR_... below */
	uint64_t ignores; /* SIGCHLD until the helper is gone; then no more */
	/* The vDSO, and from where on its last page has code of the helper's,
	 * which is to be cleared; 0: it has none. */
	uint64_t vdso, scratch;
	/* As they are to be at the program's first instruction, in the order in
	 * which door.S takes them off the stack. The stack pointer is behind
	 * all that. */
	uint64_t r15, r14, r13, r12, r11, r10, r9, r8;
	uint64_t rbp, rdi, rsi, rdx, rcx, rbx, rax, rflags, rip;
	uint64_t stack[]; /* argc and what follows */
};

/* The settings' file: this, and strings "ZPOLINE_NAME=value" with their NULs.
 */
struct exec_door_settings {
	uint64_t count; /* of the strings */
	uint64_t size;	/* and of their bytes */
	/* What inject_look() has found, which is the same for all programs. */
	uint64_t library_entry, library_size, instruction, scratch;
	/* Of what the first program keeps for those after it, behind the
	 * strings and up to 15 bytes. */
	uint64_t kept;
	/* And behind that, of the scripts' texts. */
	uint64_t texts;
	/* Leaves 1 and 7 of CPUID; all 0: not known. */
	uint32_t leaves[2][4];
};

#endif /* __ASSEMBLER__ */

#endif

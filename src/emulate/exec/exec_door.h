/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The door at exec for the programs that a hooked program starts. It is open in
 * a process that came in by it: the library's file and the settings are
 * descriptors of ours, which a new program inherits.
 */
#ifndef EMULATE_EXEC_DOOR_H
#define EMULATE_EXEC_DOOR_H

#include "tables/exec_door.h"
#include "thread/thread.h"
#include "zpoline.h"

/* What the library was given at its own exec. */
struct exec_door_given {
	int library, settings; /* descriptors, which are ours now */
	int log;	       /* the same; 0: none */
	char **strings;	       /* of the settings */
	struct exec_door_settings head;
};

/* Start-up: keep what was given, or close it. is_first: no hooked program has
 * started this one. */
void exec_door_start(const struct exec_door_given *given, int is_first);
void exec_door_refuse(const struct exec_door_given *given);

/* Start-up: the scripts have run, and nothing is added to what is kept. */
void exec_door_started(void);

/* Start-up: the scripts' texts, as the first program has read them; NULL: there
 * are none. They stay. */
char *exec_door_texts(const struct exec_door_given *given);

int exec_door_is_open(void);

/* regs is an execve or execveat that t is about to issue. Can the library be
 * mapped into that program? On the program's stack, guard up. */
int exec_door_takes(const struct thread *t, const struct SyscallRegs *regs);

/* Issue it. handed: what scripts hand on, or NULL. Returns what it fails with,
 * or EXEC_DOOR_SHUT: nothing has been done, because there can be no helper. */
#define EXEC_DOOR_SHUT 1
long exec_door_issue(struct thread *t, const struct SyscallRegs *regs,
		     const char *handed);

/* In a task that has got a copy of the table of descriptors, which was made
 * after that mark (shared_table.h): close there what another thread's exec had
 * open to new programs. */
void exec_door_part(uint32_t mark);

/* In a new process, whose memory is a copy. */
void exec_door_after_fork(void);

/* This process has left its PID namespace: the first process that it makes
 * would be the first of a new one. */
void exec_door_left_namespace(void);

#endif

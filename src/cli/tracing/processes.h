/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The processes of a run, as far as they have written trace lines: whether they
 * live, and how they ended if that can be known. The command's own child is
 * waited for. Of others it is known from a zombie, or by a pidfd (Linux 6.15).
 */
#ifndef PROCESSES_H
#define PROCESSES_H

#include <stdint.h>
#include <sys/types.h>

struct process {
	int pid;	/* as it sees itself */
	uint64_t space; /* inode of its PID namespace; 0: not known */
	int seen_pid;	/* as the command sees it; 0: not known */
	int pidfd;	/* -1: none */
	int is_dead;
	int is_settled; /* its lanes were looked for since: it gets no more */
	int is_program; /* the command's child */
	int has_status, status;
	uint64_t missed; /* ns, since when its status is; 0: it is not */
	int says_exit;	 /* what it has said itself, of ring_file.h */
	int lanes;	 /* of its threads */
	uint64_t last;	 /* time of its last line, ns */
	char comm[16];
	struct output *out;
	struct process *next;
};

/* The command's child. */
struct process *processes_start(pid_t program);

/* A process that claims a lane; new or known. */
struct process *processes_find(int pid, uint64_t space);

/* The command's child is a zombie, of that status. Not for a second time. */
void processes_ended(int status);

/* Look which have died. Returns how many are known to live. */
int processes_look(void);

/* How many have died and are not forgotten. */
int processes_dead(void);

/* All lanes that there are have been claimed since processes_look(). A lane of
 * the same number from now on is that of another process. */
void processes_settle(void);

/* The first of them; the next by next. */
struct process *processes_first(void);

/* It has been told how it ended. */
void processes_forget(struct process *p);

#endif

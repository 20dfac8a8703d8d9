/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Lines about calls: what rules.c does for each rule of the kind TRACE that a
 * call matches, before hooks are asked about it and when it is over. On the
 * program's stack, with the guard up; no line is made there (lines.h).
 */
#ifndef TRACE_H
#define TRACE_H

#include "hooks/rule.h"
#include "thread/call.h"

/* Kept from one to the other. It lies on the program's stack, so it is small.
 */
struct trace_call {
	uint64_t rules; /* that want its line, by their bits */
	uint64_t start; /* ns */
	uint32_t since; /* rules that were added later have seen nothing of it
			 */
	int tid;
	uint8_t timed;	/* start is wanted */
	uint8_t begins; /* the first rule is still to come */
};

/* The call is entered. */
static inline void trace_begin(struct trace_call *traced, uint32_t since)
{
	traced->rules = 0;
	traced->since = since;
	traced->timed = 0;
	traced->begins = 1;
}

/* For a rule that it matches. Returns whether the rule is to have a line when
 * the call is over. */
int trace_enter(struct trace_call *traced, struct call *call,
		const struct hook_rule *rule);

/* All such rules have had their turn. */
void trace_leave(struct trace_call *traced, struct thread *t);

/* The call is over, with the result in regs.rax; or it goes on past us, if done
 * is not set. Sets call->took. */
void trace_return(struct trace_call *traced, struct call *call);

/* For one of its rules, which wants the result. */
void trace_exit(struct trace_call *traced, struct call *call,
		const struct hook_rule *rule);

/* All have had their turn. */
void trace_forget(struct call *call);

/* A handler of the program's is about to run: call as for HOOK_SIGNAL. */
void trace_signal(struct call *call, const struct hook_trace *how);

/* Start: what the program was given. */
void trace_program(char **argv, char **envp);

#endif

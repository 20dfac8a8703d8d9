/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Running a plan: what run.c, calls.c, handlers.c, burst.c and ops.c share.
 * What is traced lies in shared memory: forked children and the program after
 * exec go on with it.
 */
#ifndef RUN_H
#define RUN_H

#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/types.h>
#include <ucontext.h>

#include "plan.h"
#include "plans.h"

#define TRACE_SIZE 65536
#define RUN_DEPTH 4
#define RUN_BODIES 40
#define RUN_FORKS 6
#define RUN_TRIES 16
#define RUN_MAPPING_FD 200

/* Signals that come from elsewhere, at a moment that is nobody's choice. */
struct burst {
	int on, muted;
	int count;     /* of the sends */
	int unordered; /* values are sorted */
	int limited;   /* a signal may come without its siginfo */
	struct send sends[PLAN_SENDS];
	int go, done; /* atomic */
	int results[PLAN_SENDS];
	pid_t target, tid, helper;
	uint64_t base; /* the mask of the program */
	uint64_t mask[65];
	uint32_t flags[65];
	volatile int wrong, arrived[65];
	int values[65][PLAN_SENDS + 2];
};

struct shared {
	int length;
	int bodies, forks;
	struct burst burst;
	char text[TRACE_SIZE];
};

struct
try {
	sigjmp_buf env;
	int depth, no_jump;
	ucontext_t *context;
	const struct fault *touching;
};

/* Of this process; a vfork child's parent puts its own back. */
struct state {
	pid_t me, tid;
	int depth, tries, no_jump, in_child, in_vfork;
	int first_try;	     /* of this thread */
	int quiet;	     /* where the signal came is nobody's choice */
	ucontext_t *context; /* of the innermost handler */
	const struct fault *touching;
	int fix;
	int stack_of[64]; /* by depth: which alternate stack it is on */
};

/* An instruction that faults. */
struct fault {
	void (*fn)(void *at);
	const char *insn;
	int size, sig;
	int file; /* past its end */
};

extern struct shared *shared;
extern struct plan plan;
extern struct state self;
extern struct try tries[RUN_TRIES];

/* calls.c: -errno throughout */
void calls_init(void);
long call6(int via, long nr, long a, long b, long c, long d, long e, long f);
#define CALL(via, nr, ...) CALL_(via, nr, __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL_(via, nr, a, b, c, d, e, f, ...)                                  \
	call6(via, nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e),  \
	      (long)(f))
uint64_t mask_change(int how, uint64_t set); /* the mask before */
uint64_t mask_now(void);
uint64_t pending_now(void);
void action_of(int sig, struct kernel_action *act);
int action_is_handler(const struct kernel_action *act);
int action_kills(int sig);
const char *call_address_name(uintptr_t at); /* where, the same in each run */

/* trace.c */
__attribute__((format(printf, 1, 2))) void trace(const char *fmt, ...);
const char *trace_pid(pid_t pid);
void trace_info(const char *what, const siginfo_t *info);
void trace_report(int all);

/* handlers.c */
extern void (*const handlers[PLAN_SLOTS])(int, siginfo_t *, void *);
int handlers_slot(const void *at);
int stacks_index(uintptr_t at);
extern const struct fault faults[];
void faults_op(const struct op *op);
void stacks_op(const struct op *op);
void edit_op(const struct op *op);
int may_jump(void);
void jump(void);

/* burst.c */
long send_to(pid_t pid, pid_t tid, const struct send *send, int via);
void burst_note(int sig, const siginfo_t *info, const ucontext_t *context);
void burst_op(const struct op *op, int single);

/* run.c */
void run_ops(int at, int end);
void run_list(int list);

#endif

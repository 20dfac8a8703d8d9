/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Running a plan. What is traced lies in shared memory, for behind a filter no
 * call can be relied on; forked children and the program after exec go on with
 * it.
 */
#ifndef RUN_H
#define RUN_H

#include <signal.h>
#include <stdint.h>
#include <sys/types.h>

#include "area.h"
#include "plan.h"
#include "plans.h"

#define TRACE_SIZE 32768
#define RUN_FORKS 6
#define RUN_WATCHES 16
#define RUN_BODIES 24
#define RUN_DEPTH 3

/* Exit statuses. */
#define END_WELL 3
#define END_DEEP 7	 /* handlers within handlers */
#define END_ALONE 8	 /* the main thread is no more */
#define END_NO_START 100 /* after exec */

struct shared {
	int length;
	int bodies, forks, watches;
	pid_t watched[RUN_WATCHES]; /* atomic: has it ended? 0: it has */
	uint8_t kept[PLAN_OPS];
	char text[TRACE_SIZE];
};

/* Of this process, or of a vfork child, whose parent puts its own back. */
struct state {
	pid_t me, tid;
	int depth;     /* of handlers */
	int is_helper; /* there is one */
	int is_task;   /* it may be without the net, behind filters */
};

extern struct shared *shared;
extern struct plan plan;
extern struct state self;
extern int options;

/* calls.c: -errno throughout */
int area_begin(void);
long call6(int via, long nr, long a, long b, long c, long d, long e, long f);
#define CALL(via, nr, ...) CALL_(via, nr, __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL_(via, nr, a, b, c, d, e, f, ...)                                  \
	call6(via, nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e),  \
	      (long)(f))
void call_op(const struct op *op);
const char *call_address_name(uintptr_t at); /* the same in each run */
_Noreturn void end(int status);

/* handlers.c */
void try_call(const struct op *op);
void action_op(const struct op *op);
void mask_op(const struct op *op);
void raise_op(const struct op *op);
void stack_op(const struct op *op);
void pending_op(const struct op *op);
void take_op(const struct op *op);
void fault_op(const struct op *op);

/* tasks.c */
void tasks_begin(void);
void fork_op(const struct op *op, int at, int end);
void vfork_op(const struct op *op, int at, int end);
void exec_op(const struct op *op, int at, int end);
void spawn_op(const struct op *op, int at, int end);
void thread_op(const struct op *op, int at, int end);
void pthread_op(int at, int end);
void helper_op(const struct op *op);
void tell_op(int at, int end);

/* run.c */
__attribute__((format(printf, 1, 2))) void trace(const char *fmt, ...);
void filter_op(const struct op *op);
void run_ops(int at, int end);
void run_list(int list);

#endif

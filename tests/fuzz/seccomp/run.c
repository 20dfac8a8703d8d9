/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Runs a plan, and prints what it sees. */
#include "run.h"

#include <linux/seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

void trace(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	shared->length = plans_trace(shared->text, shared->length, TRACE_SIZE,
				     fmt, args);
	va_end(args);
}

struct plan plan;
struct state self;

/* What the kernel does not take. */
static void spoil(const struct plan_filter *f, struct sock_fprog *program)
{
	struct sock_filter *code = program->filter;

	switch (f->wrong) {
	case 1:
		program->filter = (void *)-4096l; /* in no program */
		break;
	case 2:
		program->len = 0;
		break;
	case 3:
		code[0] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						       0x7f);
		break;
	case 4:
		code[f->length - 1] =
			(struct sock_filter)BPF_STMT(BPF_LD | BPF_IMM, 0);
		break;
	default:
		break;
	}
}

static long install(const struct op *op, const struct plan_filter *f,
		    struct sock_fprog *program)
{
	unsigned int flags = f->how == HOW_TSYNC  ? SECCOMP_FILTER_FLAG_TSYNC
			     : f->how == HOW_LOGS ? SECCOMP_FILTER_FLAG_LOG
						  : 0;

	if (f->how == HOW_PRCTL)
		return CALL(op->via, SYS_prctl, PR_SET_SECCOMP,
			    SECCOMP_MODE_FILTER, program);
	return CALL(op->via, SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags,
		    program);
}

void filter_op(const struct op *op)
{
	const struct plan_filter *f = &plan.filters[op->filter];
	struct sock_fprog *program = (void *)AREA_PROGRAM;
	long ret;

	if (op->how % 8) /* else root needs none, and others fail */
		CALL(op->via, SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	memcpy((void *)AREA_CODE, f->code, sizeof(f->code[0]) * f->length);
	*program = (struct sock_fprog){f->length, (void *)AREA_CODE};
	spoil(f, program);
	ret = install(op, f, program);
	trace("  %ld", ret > 0 ? 1 : ret); /* a thread that is in the way */
}

static void run_simple(const struct op *op)
{
	switch (op->kind) {
	case OP_FILTER:
		filter_op(op);
		break;
	case OP_ACTION:
		action_op(op);
		break;
	case OP_MASK:
		mask_op(op);
		break;
	case OP_RAISE:
		raise_op(op);
		break;
	case OP_STACK:
		stack_op(op);
		break;
	case OP_PENDING:
		pending_op(op);
		break;
	case OP_TAKE:
		take_op(op);
		break;
	case OP_FAULT:
		fault_op(op);
		break;
	case OP_HELPER:
		helper_op(op);
		break;
	default:
		try_call(op);
	}
}

/* Those that have others within them; where it goes on. */
static int run_op(int at, int end_at)
{
	const struct op *op = &plan.ops[at];
	int after = at + 1 + op->count;

	if (after > end_at)
		after = end_at;
	switch (op->kind) {
	case OP_FORK:
		fork_op(op, at + 1, after);
		return after;
	case OP_VFORK:
		vfork_op(op, at + 1, after);
		return after;
	case OP_EXEC:
		exec_op(op, at + 1, after);
		return after;
	case OP_SPAWN:
		spawn_op(op, at + 1, after);
		return after;
	case OP_THREAD:
		thread_op(op, at + 1, after);
		return after;
	case OP_PTHREAD:
		pthread_op(at + 1, after);
		return after;
	case OP_TELL:
		tell_op(at + 1, after);
		return after;
	default:
		run_simple(op);
		return at + 1;
	}
}

void run_ops(int at, int end_at)
{
	while (at < end_at) {
		if (!shared->kept[at]) {
			at++;
			continue;
		}
		trace("> %d %s", at, plan_name(&plan.ops[at]));
		at = run_op(at, end_at);
	}
}

void run_list(int list)
{
	run_ops(plan.first[list], plan.first[list + 1]);
}

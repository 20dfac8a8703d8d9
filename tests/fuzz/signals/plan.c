/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A plan, drawn from its number. */
#include "plan.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static uint64_t state;

static uint64_t next(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static int below(int n)
{
	return (int)(next() % (uint64_t)n);
}

static int percent(int n)
{
	return below(100) < n;
}

/* --- what it is drawn from ---------------------------------------------------
 */

static const unsigned char synchronous[] = {SIGSEGV, SIGBUS, SIGSYS,
					    SIGTRAP, SIGFPE, SIGILL};
static const unsigned char standard[] = {SIGUSR1, SIGUSR2,  SIGALRM, SIGTERM,
					 SIGHUP,  SIGINT,   SIGCHLD, SIGURG,
					 SIGCONT, SIGWINCH, SIGPIPE, SIGTSTP,
					 SIGIO,	  SIGQUIT};
static const unsigned char real_time[] = {34, 35, 36, 40, 63, 64};

#define OF(table) (table)[below(sizeof(table))]

/* The program's, and what handlers do: how often, in a hundred or so. */
static const unsigned char often[2][OP_KINDS] = {
	{
		[OP_ACTION] = 10, [OP_MASK] = 12,   [OP_SEND] = 12,
		[OP_VOLLEY] = 14, [OP_SUSPEND] = 6, [OP_POLL] = 8,
		[OP_TAKE] = 6,	  [OP_PENDING] = 2, [OP_SIGNALFD] = 2,
		[OP_TIMER] = 4,	  [OP_TRY] = 6,	    [OP_STACK] = 4,
		[OP_THREAD] = 4,  [OP_FORK] = 4,    [OP_VFORK] = 4,
		[OP_EXEC] = 2,	  [OP_FAULT] = 4,   [OP_LIMIT] = 1,
		[OP_FROM] = 5,	  [OP_BURST] = 6,   [OP_REPORT] = 3,
	},
	{
		[OP_ACTION] = 6,
		[OP_MASK] = 8,
		[OP_SEND] = 10,
		[OP_VOLLEY] = 8,
		[OP_SUSPEND] = 4,
		[OP_POLL] = 4,
		[OP_TAKE] = 4,
		[OP_PENDING] = 3,
		[OP_TRY] = 3,
		[OP_JUMP] = 8,
		[OP_EDIT] = 8,
		[OP_STACK] = 3,
		[OP_FORK] = 2,
		[OP_VFORK] = 1,
		[OP_FAULT] = 3,
		[OP_REPORT] = 2,
	},
};

static void draw_pool(struct plan *plan, int options)
{
	int have = 0;

	while (have < PLAN_POOL) {
		int sig = have < 2   ? OF(synchronous)
			  : have < 5 ? OF(standard)
			  : have < 7 ? OF(real_time)
			  : below(2) ? OF(synchronous)
				     : OF(standard);

		if (options & PLAN_NO_FAULTS &&
		    memchr(synchronous, sig, sizeof(synchronous)))
			sig = OF(standard);
		if (!memchr(plan->pool, sig, (size_t)have))
			plan->pool[have++] = (unsigned char)sig;
	}
}

static uint8_t of_pool(const struct plan *plan)
{
	return plan->pool[below(PLAN_POOL)];
}

static uint64_t draw_mask(const struct plan *plan)
{
	uint64_t mask = 0;
	int kind = below(100), part = 10 + below(50);

	if (kind < 8)
		return ~0ul;
	if (kind < 20)
		return 0;
	for (int i = 0; i < PLAN_POOL; i++)
		if (percent(part))
			mask |= plan_bit(plan->pool[i]);
	return mask;
}

static uint32_t draw_flags(void)
{
	return (percent(50) ? SA_RESTART : 0) | (percent(25) ? SA_NODEFER : 0) |
	       (percent(30) ? SA_ONSTACK : 0) |
	       (percent(10) ? (uint32_t)SA_RESETHAND : 0);
}

static struct send draw_send(const struct plan *plan)
{
	static const short codes[] = {-1, -1, -3, -4, -6, -60, 0, 1, 0x80};

	return (struct send){
		.how = (uint8_t)below(SEND_COUNT),
		.sig = of_pool(plan),
		.value = (int16_t)below(1000),
		.code = codes[below(sizeof(codes) / sizeof(codes[0]))],
	};
}

/* Signals that the library takes first, for they may be faults of its own. */
static int is_own(int sig)
{
	return sig == SIGSEGV || sig == SIGBUS || sig == SIGSYS;
}

/*
 * The code is the only thing that tells whether a signal is a fault, and whom
 * it has been sent to; here it says so.
 */
static void tell_truth(struct send *send)
{
	if (send->how == SEND_TGQUEUEINFO && send->code != -60)
		send->code = SI_TKILL;
	else if (send->how != SEND_TGQUEUEINFO &&
		 (send->code > 0 || send->code < SI_ASYNCIO))
		send->code = SI_QUEUE;
}

/*
 * What is sent to a thread with a fault's number, and a code as of a fault, the
 * kernel lets through as soon as it has any fault to deliver, blocked or not;
 * and a SIGSYS of the net is one.
 */
static void fit(struct send *send, int options)
{
	if (send->code > 0 && send->how == SEND_TGQUEUEINFO &&
	    memchr(synchronous, send->sig, sizeof(synchronous)))
		send->code = SI_QUEUE;
	if (is_own(send->sig) && !(options & PLAN_FORGED))
		tell_truth(send);
}

static uint8_t draw_kind(int of)
{
	int sum = 0, at;

	for (int i = 0; i < OP_KINDS; i++)
		sum += often[of][i];
	at = below(sum);
	for (int i = 0; i < OP_KINDS; i++)
		if ((at -= often[of][i]) < 0)
			return (uint8_t)i;
	return OP_REPORT;
}

static struct op draw_op(const struct plan *plan, int kind, int options)
{
	struct op op = {
		.kind = (uint8_t)kind,
		.via = (uint8_t)below(VIA_COUNT),
		.sig = of_pool(plan),
		.how = (uint8_t)below(60),
		.count = (uint8_t)(1 + below(PLAN_SENDS)),
		.wild = (uint8_t)percent(8),
		.slot = (int8_t)below(PLAN_SLOTS),
		.flags = draw_flags(),
		.mask = draw_mask(plan),
	};

	if (percent(12))
		op.slot = percent(50) ? SLOT_DEFAULT : SLOT_IGNORE;
	if (op.slot != PLAN_PLAIN_SLOT)
		op.flags |= SA_SIGINFO;
	if (op.via == VIA_JIT && options & PLAN_NO_JIT)
		op.via = VIA_SYSCALL;
	for (int i = 0; i < PLAN_SENDS; i++)
		op.sends[i] = draw_send(plan);
	if (kind == OP_SUSPEND)
		op.sends[0].sig = op.sig;
	for (int i = 0; i < PLAN_SENDS; i++)
		fit(&op.sends[i], options);
	return op;
}

void plan_draw(struct plan *plan, uint64_t seed, int options)
{
	memset(plan, 0, sizeof(*plan));
	memset(plan->kept, 1, sizeof(plan->kept));
	state = plan->seed = seed;
	draw_pool(plan, options);
	for (int i = 0; i < PLAN_POOL; i++) {
		struct op op = draw_op(plan, OP_ACTION, options);

		op.sig = plan->pool[i];
		plan->ops[plan->count++] = op;
	}
	for (int list = 0; list < PLAN_LISTS; list++) {
		int length = list ? below(4) : 8 + below(14);

		if (list)
			plan->first[list] = (uint8_t)plan->count;
		while (length--) {
			int kind = draw_kind(list != 0);

			plan->ops[plan->count++] = draw_op(plan, kind, options);
		}
	}
	plan->first[PLAN_LISTS] = (uint8_t)plan->count;
}

/* --- to be read --------------------------------------------------------------
 */

static const char *const names[OP_KINDS] = {
	"action", "mask",    "send",	 "volley", "suspend", "poll",
	"take",	  "pending", "signalfd", "timer",  "try",     "jump",
	"edit",	  "stack",   "fork",	 "vfork",  "exec",    "thread",
	"fault",  "limit",   "from",	 "burst",  "report"};
static const char *const vias[] = {"libc", "syscall", "text", "jit"};
static const char *const hows[] = {"kill",     "tgkill",    "raise",
				   "sigqueue", "queueinfo", "tgqueueinfo"};

const char *plan_name(const struct op *op)
{
	return names[op->kind];
}

static void print_sends(const struct op *op, int count)
{
	for (int i = 0; i < count; i++)
		printf(" %s(%d value %d code %d)", hows[op->sends[i].how],
		       op->sends[i].sig, op->sends[i].value, op->sends[i].code);
}

static void print_op(const struct op *op)
{
	printf("%s via %s how %d", names[op->kind], vias[op->via], op->how);
	switch (op->kind) {
	case OP_ACTION:
		printf(" sig %d handler %d flags %x mask %lx", op->sig,
		       op->slot, op->flags, op->mask);
		break;
	case OP_SUSPEND:
		printf(" mask %lx", op->mask);
		print_sends(op, 1);
		break;
	case OP_SEND:
		print_sends(op, 1);
		break;
	case OP_FROM:
		print_sends(op, 1);
		break;
	case OP_VOLLEY:
	case OP_BURST:
		print_sends(op, op->count);
		break;
	case OP_TRY:
	case OP_FORK:
	case OP_VFORK:
	case OP_EXEC:
	case OP_THREAD:
		printf(" the next %d", op->count);
		break;
	default:
		printf(" sig %d mask %lx flags %x", op->sig, op->mask,
		       op->flags);
	}
	puts(op->wild ? " wild" : "");
}

void plan_print(const struct plan *plan)
{
	int list = 0;

	for (int i = 0; i < plan->count; i++) {
		while (list < PLAN_SLOTS && i >= plan->first[list + 1]) {
			list++;
			printf("handler %d:\n", list - 1);
		}
		if (plan->kept[i]) {
			printf("  %d: ", i);
			print_op(&plan->ops[i]);
		}
	}
}

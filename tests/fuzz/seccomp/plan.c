/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A plan, drawn from its number. */
#include "plan.h"

#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static uint64_t state;

uint32_t draw_any(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (uint32_t)(z ^ (z >> 31));
}

int draw_below(int n)
{
	return (int)(draw_any() % (uint32_t)n);
}

int draw_percent(int n)
{
	return draw_below(100) < n;
}

/* --- what it is drawn from ---------------------------------------------------
 */

static const unsigned char signals[] = {SIGSYS,	 SIGSYS,  SIGSYS, SIGUSR1,
					SIGUSR1, SIGUSR2, SIGSEGV};

#define OF(table) (table)[draw_below(sizeof(table))]

/* The program's, and what handlers do: how often, in a hundred or so. */
static const unsigned char often[2][OP_KINDS] = {
	{
		[OP_FILTER] = 8,
		[OP_CALL] = 46,
		[OP_ACTION] = 8,
		[OP_MASK] = 5,
		[OP_RAISE] = 6,
		[OP_STACK] = 3,
		[OP_PENDING] = 2,
		[OP_TAKE] = 2,
		[OP_FAULT] = 2,
		[OP_FORK] = 4,
		[OP_VFORK] = 3,
		[OP_THREAD] = 4,
		[OP_PTHREAD] = 2,
		[OP_HELPER] = 3,
		[OP_TELL] = 4,
		[OP_EXEC] = 2,
		[OP_SPAWN] = 1,
	},
	{
		[OP_CALL] = 10,
		[OP_ACTION] = 1,
		[OP_MASK] = 2,
		[OP_RAISE] = 2,
		[OP_PENDING] = 1,
	},
};

static uint64_t draw_mask(void)
{
	uint64_t mask = 0;

	for (int n = draw_below(3); n > 0; n--)
		mask |= 1ul << (OF(signals) - 1);
	return mask;
}

static uint8_t draw_kind(int of)
{
	int sum = 0, at;

	for (int i = 0; i < OP_KINDS; i++)
		sum += often[of][i];
	at = draw_below(sum);
	for (int i = 0; i < OP_KINDS; i++)
		if ((at -= often[of][i]) < 0)
			return (uint8_t)i;
	return OP_CALL;
}

static struct op draw_op(int kind, int with)
{
	struct op op = {
		.kind = (uint8_t)kind,
		.via = (uint8_t)draw_below(VIA_COUNT),
		.sig = OF(signals),
		.how = (uint8_t)draw_below(60),
		.count = (uint8_t)(1 + draw_below(5)),
		.filter = (uint8_t)draw_below(PLAN_FILTERS),
		.slot = (int8_t)draw_below(SLOTS),
		.call = (uint16_t)draw_below(calls_count),
		.flags = (draw_percent(40) ? SA_NODEFER : 0) |
			 (draw_percent(30) ? SA_ONSTACK : 0) |
			 (draw_percent(8) ? (uint32_t)SA_RESETHAND : 0),
		.mask = draw_mask(),
	};

	if (draw_percent(12))
		op.slot = draw_percent(50) ? SLOT_DEFAULT : SLOT_IGNORE;
	if (op.via == VIA_JIT && with & PLAN_NO_JIT)
		op.via = VIA_FIRST;
	/* one that is blocked comes late there (docs/limits.md) */
	if (kind == OP_RAISE && op.sig == SIGSEGV && !(with & PLAN_MASKS))
		op.sig = SIGSYS;
	return op;
}

static void add(struct plan *plan, int kind, int with)
{
	plan->ops[plan->count++] = draw_op(kind, with);
}

/*
 * Behind a filter that asks for addresses calls are made by their own
 * instructions: those of code made at run time come to the kernel alone then,
 * as docs/limits.md says.
 */
static int is_exact(const struct plan_filter *f)
{
	const uint32_t at =
		(uint32_t)offsetof(struct seccomp_data, instruction_pointer);

	for (int i = 0; i < f->length; i++) {
		const struct sock_filter *c = &f->code[i];

		if (c->code == (BPF_LD | BPF_W | BPF_ABS) &&
		    (c->k == at || c->k == at + 4))
			return 1;
	}
	return 0;
}

/* How it begins: perhaps a handler of SIGSYS, tasks, and the first filter. */
static void draw_start(struct plan *plan, int with)
{
	static const unsigned char begun[] = {SIGSYS, SIGUSR1, SIGUSR2,
					      SIGSEGV};

	for (size_t i = 0; i < sizeof(begun); i++)
		if (draw_percent(80)) {
			add(plan, OP_ACTION, with);
			plan->ops[plan->count - 1].sig = begun[i];
		}
	if (draw_percent(25))
		add(plan, OP_HELPER, with);
	for (int n = draw_below(3); n > 0; n--)
		add(plan, draw_kind(0), with);
	add(plan, OP_FILTER, with);
}

void plan_draw(struct plan *plan, uint64_t seed, int with)
{
	memset(plan, 0, sizeof(*plan));
	memset(plan->kept, 1, sizeof(plan->kept));
	state = plan->seed = seed;
	plan->is_raw = draw_percent(50);
	with |= draw_percent(60)   ? PLAN_RETURNS
		: draw_percent(50) ? PLAN_ACTS
				   : PLAN_MASKS;
	if (!plan->is_raw) /* pthread_create does not look whether it works */
		with |= PLAN_MASKS;
	for (int i = 0; i < PLAN_FILTERS; i++) {
		filter_draw(&plan->filters[i],
			    plan->is_raw ? with | PLAN_RAW : with);
		if (is_exact(&plan->filters[i]))
			with |= PLAN_NO_JIT;
	}
	draw_start(plan, with);
	for (int list = 0; list < PLAN_LISTS; list++) {
		int length = list ? draw_below(3) : 10 + draw_below(25);

		if (list)
			plan->first[list] = (uint8_t)plan->count;
		while (length--)
			add(plan, draw_kind(list != 0), with);
	}
	plan->first[PLAN_LISTS] = (uint8_t)plan->count;
}

/* --- to be read --------------------------------------------------------------
 */

static const char *const names[OP_KINDS] = {
	"filter",  "call",   "action", "mask", "raise", "stack",
	"pending", "take",   "fault",  "fork", "vfork", "thread",
	"pthread", "helper", "tell",   "exec", "spawn"};
static const char *const vias[] = {"libc", "first", "second", "jit"};
static const char *const hows[] = {"prctl", "seccomp", "tsync", "logs"};

const char *plan_name(const struct op *op)
{
	return names[op->kind];
}

static void print_call(const struct call *c)
{
	printf(" %s", c->name);
	for (int i = 0; i < 6; i++)
		printf(" %lx", (unsigned long)c->args[i]);
}

static void print_op(const struct plan *plan, const struct op *op)
{
	const struct plan_filter *f = &plan->filters[op->filter];

	printf("%s via %s how %d", names[op->kind], vias[op->via], op->how);
	switch (op->kind) {
	case OP_FILTER:
		printf(" %s wrong %d filter %d\n", hows[f->how], f->wrong,
		       op->filter);
		filter_print(f);
		return;
	case OP_CALL:
		print_call(&calls[op->call]);
		break;
	case OP_ACTION:
		printf(" sig %d handler %d flags %x mask %lx", op->sig,
		       op->slot, op->flags, op->mask);
		break;
	case OP_MASK:
	case OP_RAISE:
		printf(" sig %d mask %lx", op->sig, op->mask);
		break;
	default:
		printf(" the next %d", op->count);
	}
	puts("");
}

void plan_print(const struct plan *plan)
{
	int list = 0;

	for (int i = 0; i < plan->count; i++) {
		while (list < PLAN_LISTS - 1 && i >= plan->first[list + 1]) {
			list++;
			printf("handler %d:\n", list - 1);
		}
		if (plan->kept[i]) {
			printf("  %d: ", i);
			print_op(plan, &plan->ops[i]);
		}
	}
}

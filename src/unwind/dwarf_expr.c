/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Evaluates DWARF expressions on a small stack. */
#include "unwind/dwarf_expr.h"

#include <asm/errno.h>

#include "analysis/functions/dwarf.h"
#include "thread/memory.h"

#define REGISTERS 17
#define DEPTH 64
#define STEPS 1000

enum {
	OP_ADDR = 0x03,
	OP_DEREF = 0x06,
	OP_CONST1U = 0x08,
	OP_CONST1S,
	OP_CONST2U,
	OP_CONST2S,
	OP_CONST4U,
	OP_CONST4S,
	OP_CONST8U,
	OP_CONST8S,
	OP_CONSTU,
	OP_CONSTS,
	OP_DUP,
	OP_DROP,
	OP_OVER,
	OP_PICK,
	OP_SWAP,
	OP_ROT,
	OP_ABS = 0x19,
	OP_AND,
	OP_DIV,
	OP_MINUS,
	OP_MOD,
	OP_MUL,
	OP_NEG,
	OP_NOT,
	OP_OR,
	OP_PLUS,
	OP_PLUS_UCONST,
	OP_SHL,
	OP_SHR,
	OP_SHRA,
	OP_XOR,
	OP_BRA,
	OP_EQ,
	OP_GE,
	OP_GT,
	OP_LE,
	OP_LT,
	OP_NE,
	OP_SKIP,
	OP_LIT0,
	OP_LIT31 = 0x4f,
	OP_BREG0 = 0x70,
	OP_BREG31 = 0x8f,
	OP_BREGX = 0x92,
	OP_DEREF_SIZE = 0x94,
	OP_NOP = 0x96
};

struct machine {
	struct dwarf code;
	uintptr_t start;
	const uint64_t *registers;
	int bad;
	unsigned int depth;
	uint64_t stack[DEPTH];
};

static void push(struct machine *m, uint64_t value)
{
	if (m->depth == DEPTH)
		m->bad = 1;
	else
		m->stack[m->depth++] = value;
}

static uint64_t pop(struct machine *m)
{
	if (m->depth == 0) {
		m->bad = 1;
		return 0;
	}
	return m->stack[--m->depth];
}

/* The value below so many others. */
static void pick(struct machine *m, unsigned int below)
{
	if (below >= m->depth)
		m->bad = 1;
	else
		push(m, m->stack[m->depth - 1 - below]);
}

static void rotate(struct machine *m, unsigned int count)
{
	uint64_t top = pop(m);

	if (m->depth + 1 < count) {
		m->bad = 1;
		return;
	}
	push(m, top);
	for (unsigned int i = 1; i < count; i++)
		m->stack[m->depth - i] = m->stack[m->depth - i - 1];
	m->stack[m->depth - count] = top;
}

static void fetch(struct machine *m, uint64_t size)
{
	uintptr_t addr = pop(m);
	uint64_t word = 0;

	if (size == 0 || size > sizeof(word) ||
	    memory_copy_in(&word, addr, size) != size)
		m->bad = 1;
	push(m, word);
}

static void push_register(struct machine *m, uint64_t reg)
{
	int64_t offset = dwarf_sleb(&m->code);

	if (reg >= REGISTERS)
		m->bad = 1;
	else
		push(m, m->registers[reg] + (uint64_t)offset);
}

static void jump(struct machine *m, int taken)
{
	int64_t offset = dwarf_signed(&m->code, 2);

	if (!taken)
		return;
	dwarf_skip(&m->code, offset);
	if (m->code.at < m->start || m->code.at > m->code.end)
		m->bad = 1;
}

static uint64_t divide(struct machine *m, int64_t a, int64_t b)
{
	if (b == 0) {
		m->bad = 1;
		return 0;
	}
	return b == -1 ? -(uint64_t)a : (uint64_t)(a / b);
}

static uint64_t modulo(struct machine *m, uint64_t a, uint64_t b)
{
	if (b == 0) {
		m->bad = 1;
		return 0;
	}
	return a % b;
}

static uint64_t shift_right(uint64_t a, uint64_t b)
{
	return b < 64 ? a >> b : 0;
}

static void constant(struct machine *m, uint8_t op)
{
	unsigned int size = 1u << ((op - OP_CONST1U) / 2);

	push(m, (op - OP_CONST1U) % 2 ? (uint64_t)dwarf_signed(&m->code, size)
				      : dwarf_unsigned(&m->code, size));
}

/* Of the two on top. */
static void binary(struct machine *m, uint8_t op)
{
	uint64_t b = pop(m), a = pop(m);
	int64_t sb = (int64_t)b, sa = (int64_t)a;

	switch (op) {
	case OP_AND:
		return push(m, a & b);
	case OP_DIV:
		return push(m, divide(m, sa, sb));
	case OP_MINUS:
		return push(m, a - b);
	case OP_MOD:
		return push(m, modulo(m, a, b));
	case OP_MUL:
		return push(m, a * b);
	case OP_OR:
		return push(m, a | b);
	case OP_PLUS:
		return push(m, a + b);
	case OP_SHL:
		return push(m, b < 64 ? a << b : 0);
	case OP_SHR:
		return push(m, shift_right(a, b));
	case OP_SHRA:
		return push(m,
			    sa < 0 ? ~shift_right(~a, b) : shift_right(a, b));
	case OP_XOR:
		return push(m, a ^ b);
	case OP_EQ:
		return push(m, a == b);
	case OP_GE:
		return push(m, sa >= sb);
	case OP_GT:
		return push(m, sa > sb);
	case OP_LE:
		return push(m, sa <= sb);
	case OP_LT:
		return push(m, sa < sb);
	case OP_NE:
		return push(m, a != b);
	default:
		m->bad = 1;
	}
}

/* Of the one on top. */
static void unary(struct machine *m, uint8_t op)
{
	uint64_t a = pop(m);

	switch (op) {
	case OP_ABS:
		return push(m, (int64_t)a < 0 ? -a : a);
	case OP_NEG:
		return push(m, -a);
	case OP_NOT:
		return push(m, ~a);
	default: /* OP_PLUS_UCONST */
		return push(m, a + dwarf_uleb(&m->code));
	}
}

static void step_machine(struct machine *m)
{
	uint8_t op = (uint8_t)dwarf_unsigned(&m->code, 1);

	if (op >= OP_LIT0 && op <= OP_LIT31)
		return push(m, op - OP_LIT0);
	if (op >= OP_BREG0 && op <= OP_BREG31)
		return push_register(m, op - OP_BREG0);
	if (op >= OP_CONST1U && op <= OP_CONST8S)
		return constant(m, op);
	switch (op) {
	case OP_ADDR:
		return push(m, dwarf_unsigned(&m->code, 8));
	case OP_DEREF:
		return fetch(m, 8);
	case OP_DEREF_SIZE:
		return fetch(m, dwarf_unsigned(&m->code, 1));
	case OP_CONSTU:
		return push(m, dwarf_uleb(&m->code));
	case OP_CONSTS:
		return push(m, (uint64_t)dwarf_sleb(&m->code));
	case OP_DUP:
		return pick(m, 0);
	case OP_DROP:
		pop(m);
		return;
	case OP_OVER:
		return pick(m, 1);
	case OP_PICK:
		return pick(m, (unsigned int)dwarf_unsigned(&m->code, 1));
	case OP_SWAP:
		return rotate(m, 2);
	case OP_ROT:
		return rotate(m, 3);
	case OP_ABS:
	case OP_NEG:
	case OP_NOT:
	case OP_PLUS_UCONST:
		return unary(m, op);
	case OP_BRA:
		return jump(m, pop(m) != 0);
	case OP_SKIP:
		return jump(m, 1);
	case OP_BREGX:
		return push_register(m, dwarf_uleb(&m->code));
	case OP_NOP:
		return;
	default:
		return binary(m, op);
	}
}

int dwarf_expr_value(struct expression expression, const uint64_t *registers,
		     const uint64_t *first, uint64_t *value)
{
	struct machine m;

	dwarf_begin(&m.code, memory_copy_in, expression.at, expression.end);
	m.start = expression.at;
	m.registers = registers;
	m.bad = 0;
	m.depth = 0;
	if (first)
		push(&m, *first);
	for (int i = 0; m.code.at < m.code.end; i++) {
		step_machine(&m);
		if (i == STEPS || m.bad || m.code.bad)
			return -EINVAL;
	}
	*value = pop(&m);
	return m.bad ? -EINVAL : 0;
}

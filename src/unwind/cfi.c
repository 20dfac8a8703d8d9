/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Runs the call frame instructions of one frame. */
#include "unwind/cfi.h"

#include "analysis/functions/dwarf.h"
#include "base/nolibc.h"
#include "thread/memory.h"
#include "unwind/dwarf_expr.h"

#define REMEMBERED 8

/* It was found in elf. */
static int take(const struct eh_object *elf, uintptr_t pc,
		struct cfi_function *f)
{
	f->common = elf->cie;
	return pc < f->own.end && f->common.return_register == CFI_RIP;
}

int cfi_read(uintptr_t record, uintptr_t pc, struct cfi_function *f)
{
	struct eh_object elf;

	eh_open_records(&elf, memory_copy_in);
	return eh_read_function(&elf, record, &f->own) && f->own.start <= pc &&
	       take(&elf, pc, f);
}

int cfi_find(uintptr_t header, uintptr_t pc, struct cfi_function *f)
{
	struct eh_object elf;

	return eh_open_table(&elf, header, memory_copy_in) == 0 &&
	       eh_find_function(&elf, pc, &f->own) && take(&elf, pc, f);
}

/* --- the table's row -------------------------------------------------------
 */

enum how {
	SAME,
	UNDEFINED,
	AT_OFFSET,     /* saved at the CFA and value */
	IS_OFFSET,     /* it is the CFA and value */
	IN_REGISTER,   /* value: which */
	AT_EXPRESSION, /* saved where that at value says */
	IS_EXPRESSION
};

/* How to get at a register's value in the caller. Of the CFA: IN_REGISTER with
 * value added, or IS_EXPRESSION. */
struct rule {
	uint16_t how;
	uint16_t reg;
	uint32_t size; /* of the expression */
	uint64_t value;
};

struct row {
	struct rule cfa;
	struct rule reg[CFI_REGISTERS];
};

struct program {
	const struct cfi_function *f;
	struct dwarf code;
	uintptr_t loc; /* the row is for this address on */
	struct row row;
	struct row initial; /* what the CIE says */
	struct row kept[REMEMBERED];
	unsigned int depth;
	int bad;
};

static void set_rule(struct program *p, uint64_t reg, struct rule rule)
{
	if (reg < CFI_REGISTERS)
		p->row.reg[reg] = rule;
}

static void set_value(struct program *p, uint64_t reg, enum how how,
		      uint64_t value)
{
	set_rule(p, reg, (struct rule){.how = (uint16_t)how, .value = value});
}

static void restore(struct program *p, uint64_t reg)
{
	if (reg < CFI_REGISTERS)
		p->row.reg[reg] = p->initial.reg[reg];
}

static struct rule read_expression(struct program *p, enum how how)
{
	uint64_t size = dwarf_uleb(&p->code);
	struct rule rule = {.how = (uint16_t)how,
			    .size = (uint32_t)size,
			    .value = p->code.at};

	if (p->code.bad || size > p->code.end - p->code.at)
		p->bad = 1;
	else
		dwarf_skip(&p->code, (int64_t)size);
	return rule;
}

static void push_row(struct program *p)
{
	if (p->depth == REMEMBERED)
		p->bad = 1;
	else
		p->kept[p->depth++] = p->row;
}

static void pop_row(struct program *p)
{
	if (p->depth == 0)
		p->bad = 1;
	else
		p->row = p->kept[--p->depth];
}

static void set_cfa(struct program *p, uint64_t reg, uint64_t offset)
{
	p->row.cfa = (struct rule){
		.how = IN_REGISTER, .reg = (uint16_t)reg, .value = offset};
	if (reg >= CFI_REGISTERS)
		p->bad = 1;
}

static uint64_t factored(struct program *p, int is_signed)
{
	uint64_t n = is_signed ? (uint64_t)dwarf_sleb(&p->code)
			       : dwarf_uleb(&p->code);

	return n * (uint64_t)p->f->common.data_unit;
}

static void advance(struct program *p, uint64_t units)
{
	p->loc += units * p->f->common.code_unit;
}

enum {
	CFA_NOP,
	CFA_SET_LOC,
	CFA_ADVANCE_LOC1,
	CFA_ADVANCE_LOC2,
	CFA_ADVANCE_LOC4,
	CFA_OFFSET_EXTENDED,
	CFA_RESTORE_EXTENDED,
	CFA_UNDEFINED,
	CFA_SAME_VALUE,
	CFA_REGISTER,
	CFA_REMEMBER_STATE,
	CFA_RESTORE_STATE,
	CFA_DEF_CFA,
	CFA_DEF_CFA_REGISTER,
	CFA_DEF_CFA_OFFSET,
	CFA_DEF_CFA_EXPRESSION,
	CFA_EXPRESSION,
	CFA_OFFSET_EXTENDED_SF,
	CFA_DEF_CFA_SF,
	CFA_DEF_CFA_OFFSET_SF,
	CFA_VAL_OFFSET,
	CFA_VAL_OFFSET_SF,
	CFA_VAL_EXPRESSION,
	CFA_GNU_ARGS_SIZE = 0x2e,
	/* these have an operand in the low bits */
	CFA_ADVANCE_LOC = 0x40,
	CFA_OFFSET = 0x80,
	CFA_RESTORE = 0xc0,
	CFA_OPERAND = 0x3f
};

/* The CFA, and where the row is for. */
static int step_cfa(struct program *p, uint8_t op)
{
	struct dwarf *code = &p->code;
	uint64_t reg;

	switch (op) {
	case CFA_SET_LOC:
		p->loc = dwarf_encoded(code, p->f->common.encoding);
		return 1;
	case CFA_ADVANCE_LOC1:
		advance(p, dwarf_unsigned(code, 1));
		return 1;
	case CFA_ADVANCE_LOC2:
		advance(p, dwarf_unsigned(code, 2));
		return 1;
	case CFA_ADVANCE_LOC4:
		advance(p, dwarf_unsigned(code, 4));
		return 1;
	case CFA_DEF_CFA:
		reg = dwarf_uleb(code);
		set_cfa(p, reg, dwarf_uleb(code));
		return 1;
	case CFA_DEF_CFA_SF:
		reg = dwarf_uleb(code);
		set_cfa(p, reg, factored(p, 1));
		return 1;
	case CFA_DEF_CFA_REGISTER:
		set_cfa(p, dwarf_uleb(code), p->row.cfa.value);
		return 1;
	case CFA_DEF_CFA_OFFSET:
		set_cfa(p, p->row.cfa.reg, dwarf_uleb(code));
		return 1;
	case CFA_DEF_CFA_OFFSET_SF:
		set_cfa(p, p->row.cfa.reg, factored(p, 1));
		return 1;
	case CFA_DEF_CFA_EXPRESSION:
		p->row.cfa = read_expression(p, IS_EXPRESSION);
		return 1;
	default:
		return 0;
	}
}

/* A register's rule: its number comes first. */
static void step_register(struct program *p, uint8_t op)
{
	uint64_t reg = dwarf_uleb(&p->code);

	switch (op) {
	case CFA_OFFSET_EXTENDED:
		return set_value(p, reg, AT_OFFSET, factored(p, 0));
	case CFA_OFFSET_EXTENDED_SF:
		return set_value(p, reg, AT_OFFSET, factored(p, 1));
	case CFA_VAL_OFFSET:
		return set_value(p, reg, IS_OFFSET, factored(p, 0));
	case CFA_VAL_OFFSET_SF:
		return set_value(p, reg, IS_OFFSET, factored(p, 1));
	case CFA_RESTORE_EXTENDED:
		return restore(p, reg);
	case CFA_UNDEFINED:
		return set_value(p, reg, UNDEFINED, 0);
	case CFA_SAME_VALUE:
		return set_value(p, reg, SAME, 0);
	case CFA_REGISTER:
		return set_value(p, reg, IN_REGISTER, dwarf_uleb(&p->code));
	case CFA_EXPRESSION:
		return set_rule(p, reg, read_expression(p, AT_EXPRESSION));
	case CFA_VAL_EXPRESSION:
		return set_rule(p, reg, read_expression(p, IS_EXPRESSION));
	default:
		p->bad = 1;
	}
}

static void step_row(struct program *p)
{
	uint8_t op = (uint8_t)dwarf_unsigned(&p->code, 1);
	uint8_t operand = op & CFA_OPERAND;

	switch (op & ~CFA_OPERAND) {
	case CFA_ADVANCE_LOC:
		return advance(p, operand);
	case CFA_OFFSET:
		return set_value(p, operand, AT_OFFSET, factored(p, 0));
	case CFA_RESTORE:
		return restore(p, operand);
	}
	switch (op) {
	case CFA_NOP:
		return;
	case CFA_REMEMBER_STATE:
		return push_row(p);
	case CFA_RESTORE_STATE:
		return pop_row(p);
	case CFA_GNU_ARGS_SIZE:
		dwarf_uleb(&p->code);
		return;
	default:
		if (!step_cfa(p, op))
			step_register(p, op);
	}
}

/* The instructions from at on, while they are about addresses up to pc. */
static int run(struct program *p, uintptr_t at, uintptr_t end, uintptr_t pc)
{
	dwarf_begin(&p->code, memory_copy_in, at, end);
	while (p->code.at < p->code.end && p->loc <= pc) {
		step_row(p);
		if (p->bad || p->code.bad)
			return -1;
	}
	return 0;
}

/* --- registers -------------------------------------------------------------
 */

static int find_cfa(const struct rule *rule, const uint64_t *registers,
		    uint64_t *cfa)
{
	struct expression e = {rule->value, rule->value + rule->size};

	if (rule->how == IS_EXPRESSION)
		return dwarf_expr_value(e, registers, NULL, cfa);
	if (rule->how != IN_REGISTER)
		return -1;
	*cfa = registers[rule->reg] + rule->value;
	return 0;
}

static int find_register(const struct rule *rule, const uint64_t *registers,
			 uint64_t cfa, uint64_t *value)
{
	struct expression e = {rule->value, rule->value + rule->size};
	uint64_t addr;

	switch (rule->how) {
	case AT_OFFSET:
		return memory_peek(cfa + rule->value, value);
	case IS_OFFSET:
		*value = cfa + rule->value;
		return 0;
	case IN_REGISTER:
		if (rule->value >= CFI_REGISTERS)
			return -1;
		*value = registers[rule->value];
		return 0;
	case AT_EXPRESSION:
		return dwarf_expr_value(e, registers, &cfa, &addr) ||
		       memory_peek(addr, value);
	case IS_EXPRESSION:
		return dwarf_expr_value(e, registers, &cfa, value);
	default:
		return 0;
	}
}

static int fits_brief(uint64_t value)
{
	return (int64_t)value == (int32_t)value;
}

/* Its count stays 0 where a rule has another form. */
static void note_row(const struct row *row, struct cfi_brief *brief)
{
	unsigned int n = 0;

	brief->count = 0;
	if (row->cfa.how != IN_REGISTER || !fits_brief(row->cfa.value))
		return;
	brief->from = (uint8_t)row->cfa.reg;
	brief->cfa = (int32_t)row->cfa.value;
	for (int i = 0; i < CFI_REGISTERS; i++) {
		const struct rule *rule = &row->reg[i];

		if (rule->how == SAME || rule->how == UNDEFINED)
			continue;
		if (rule->how != AT_OFFSET || !fits_brief(rule->value) ||
		    n == CFI_SAVED)
			return;
		brief->reg[n] = (uint8_t)i;
		brief->at[n++] = (int32_t)rule->value;
	}
	brief->count = (uint8_t)n;
}

enum cfi_result cfi_step_again(const struct cfi_brief *brief,
			       uint64_t registers[CFI_REGISTERS])
{
	uint64_t cfa = registers[brief->from] + (uint64_t)(int64_t)brief->cfa;

	registers[CFI_RSP] = cfa;
	for (unsigned int i = 0; i < brief->count; i++)
		if (memory_peek(cfa + (uint64_t)(int64_t)brief->at[i],
				&registers[brief->reg[i]]))
			return CFI_BAD;
	return CFI_STEPPED;
}

enum cfi_result cfi_step(const struct cfi_function *f, uintptr_t pc,
			 uint64_t registers[CFI_REGISTERS],
			 struct cfi_brief *brief)
{
	uint64_t before[CFI_REGISTERS], cfa;
	struct program p;

	p.f = f;
	p.depth = 0;
	p.bad = 0;
	p.loc = f->own.start;
	memset(&p.row, 0, sizeof(p.row));
	memset(&p.initial, 0, sizeof(p.initial));
	if (run(&p, f->common.code, f->common.code_end, pc))
		return CFI_BAD;
	p.initial = p.row;
	p.loc = f->own.start;
	if (run(&p, f->own.code, f->own.code_end, pc) ||
	    find_cfa(&p.row.cfa, registers, &cfa))
		return CFI_BAD;
	if (p.row.reg[CFI_RIP].how == UNDEFINED)
		return CFI_OUTERMOST;
	if (p.row.reg[CFI_RIP].how == SAME)
		return CFI_BAD;
	if (brief)
		note_row(&p.row, brief);
	memcpy(before, registers, sizeof(before));
	registers[CFI_RSP] = cfa;
	for (int i = 0; i < CFI_REGISTERS; i++)
		if (find_register(&p.row.reg[i], before, cfa, &registers[i]))
			return CFI_BAD;
	return CFI_STEPPED;
}

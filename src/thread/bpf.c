/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The subset is that of the kernel's kernel/seccomp.c, the meaning that of the
 * instructions into which net/core/filter.c turns these. */
#include "thread/bpf.h"

#include <asm/errno.h>

#define SLOTS BPF_MEMWORDS
#define DATA_SIZE sizeof(struct seccomp_data)
#define SHIFT_MASK 31

/* --- would the kernel take it? ----------------------------------------------
 */

static int is_arithmetic(uint16_t code)
{
	switch (code & ~BPF_X) {
	case BPF_ALU | BPF_ADD:
	case BPF_ALU | BPF_SUB:
	case BPF_ALU | BPF_MUL:
	case BPF_ALU | BPF_DIV:
	case BPF_ALU | BPF_AND:
	case BPF_ALU | BPF_OR:
	case BPF_ALU | BPF_LSH:
	case BPF_ALU | BPF_RSH:
	case BPF_ALU | BPF_XOR:
		return 1;
	default:
		return code == (BPF_ALU | BPF_NEG);
	}
}

static int is_jump(uint16_t code)
{
	switch (code & ~BPF_X) {
	case BPF_JMP | BPF_JEQ:
	case BPF_JMP | BPF_JGT:
	case BPF_JMP | BPF_JGE:
	case BPF_JMP | BPF_JSET:
		return 1;
	default:
		return 0;
	}
}

static int is_constant_right(const struct sock_filter *f)
{
	switch (f->code) {
	case BPF_ALU | BPF_DIV | BPF_K:
		return f->k != 0;
	case BPF_ALU | BPF_LSH | BPF_K:
	case BPF_ALU | BPF_RSH | BPF_K:
		return f->k < 32;
	default:
		return 1;
	}
}

/* An instruction with so many behind it. */
static int is_known(const struct sock_filter *f, size_t behind)
{
	if (is_arithmetic(f->code))
		return is_constant_right(f);
	if (is_jump(f->code))
		return f->jt < behind && f->jf < behind;
	switch (f->code) {
	case BPF_LD | BPF_W | BPF_ABS:
		return f->k < DATA_SIZE && f->k % 4 == 0;
	case BPF_LD | BPF_MEM:
	case BPF_LDX | BPF_MEM:
	case BPF_ST:
	case BPF_STX:
		return f->k < SLOTS;
	case BPF_JMP | BPF_JA:
		return f->k < behind;
	case BPF_LD | BPF_W | BPF_LEN:
	case BPF_LDX | BPF_W | BPF_LEN:
	case BPF_LD | BPF_IMM:
	case BPF_LDX | BPF_IMM:
	case BPF_MISC | BPF_TAX:
	case BPF_MISC | BPF_TXA:
	case BPF_RET | BPF_K:
	case BPF_RET | BPF_A:
		return 1;
	default:
		return 0;
	}
}

static int is_return(uint16_t code)
{
	return code == (BPF_RET | BPF_K) || code == (BPF_RET | BPF_A);
}

int bpf_check(const struct sock_filter *code, size_t length)
{
	if (length == 0 || length > BPF_LENGTH_MAX)
		return -EINVAL;
	for (size_t i = 0; i < length; i++)
		if (!is_known(&code[i], length - i - 1))
			return -EINVAL;
	return is_return(code[length - 1].code) ? 0 : -EINVAL;
}

/* --- what it answers --------------------------------------------------------
 */

struct machine {
	uint32_t a, x;
	uint32_t slot[SLOTS];
};

/* 0: it ends, for it has divided by 0. */
static int calculate(struct machine *m, const struct sock_filter *f)
{
	uint32_t by = f->code & BPF_X ? m->x : f->k;

	switch (BPF_OP(f->code)) {
	case BPF_ADD:
		m->a += by;
		break;
	case BPF_SUB:
		m->a -= by;
		break;
	case BPF_MUL:
		m->a *= by;
		break;
	case BPF_DIV:
		if (by == 0)
			return 0;
		m->a /= by;
		break;
	case BPF_AND:
		m->a &= by;
		break;
	case BPF_OR:
		m->a |= by;
		break;
	case BPF_XOR:
		m->a ^= by;
		break;
	case BPF_LSH:
		m->a <<= by & SHIFT_MASK;
		break;
	case BPF_RSH:
		m->a >>= by & SHIFT_MASK;
		break;
	default: /* BPF_NEG */
		m->a = -m->a;
	}
	return 1;
}

/* How many instructions are passed over. */
static uint32_t jump(const struct machine *m, const struct sock_filter *f)
{
	uint32_t with = f->code & BPF_X ? m->x : f->k;
	int yes;

	switch (BPF_OP(f->code)) {
	case BPF_JA:
		return f->k;
	case BPF_JEQ:
		yes = m->a == with;
		break;
	case BPF_JGT:
		yes = m->a > with;
		break;
	case BPF_JGE:
		yes = m->a >= with;
		break;
	default: /* BPF_JSET */
		yes = (m->a & with) != 0;
	}
	return yes ? f->jt : f->jf;
}

static uint32_t load_word(const struct machine *m, const struct sock_filter *f,
			  const struct seccomp_data *data)
{
	switch (BPF_MODE(f->code)) {
	case BPF_ABS:
		return ((const uint32_t *)(const void *)data)[f->k / 4];
	case BPF_MEM:
		return m->slot[f->k];
	case BPF_LEN:
		return DATA_SIZE;
	default: /* BPF_IMM */
		return f->k;
	}
}

uint32_t bpf_run(const struct sock_filter *code,
		 const struct seccomp_data *data)
{
	struct machine m = {0};

	for (const struct sock_filter *f = code;; f++) {
		switch (BPF_CLASS(f->code)) {
		case BPF_LD:
			m.a = load_word(&m, f, data);
			break;
		case BPF_LDX:
			m.x = load_word(&m, f, data);
			break;
		case BPF_ST:
			m.slot[f->k] = m.a;
			break;
		case BPF_STX:
			m.slot[f->k] = m.x;
			break;
		case BPF_ALU:
			if (!calculate(&m, f))
				return 0;
			break;
		case BPF_JMP:
			f += jump(&m, f);
			break;
		case BPF_MISC:
			if (BPF_MISCOP(f->code) == BPF_TAX)
				m.x = m.a;
			else
				m.a = m.x;
			break;
		default: /* BPF_RET */
			return f->code & BPF_A ? m.a : f->k;
		}
	}
}

/* --- what it may do ---------------------------------------------------------
 */

int bpf_reads_address(const struct sock_filter *code, size_t length)
{
	const uint32_t at = offsetof(struct seccomp_data, instruction_pointer);

	for (size_t i = 0; i < length; i++)
		if (code[i].code == (BPF_LD | BPF_W | BPF_ABS) &&
		    (code[i].k == at || code[i].k == at + 4))
			return 1;
	return 0;
}

int bpf_may_return(const struct sock_filter *code, size_t length,
		   uint32_t action)
{
	for (size_t i = 0; i < length; i++)
		if (code[i].code == (BPF_RET | BPF_A) ||
		    (code[i].code == (BPF_RET | BPF_K) &&
		     (code[i].k & SECCOMP_RET_ACTION_FULL) == action))
			return 1;
	return 0;
}

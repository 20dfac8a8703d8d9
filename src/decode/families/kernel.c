/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Filters, performance counters, quotas, System V, ptrace: what no table says
 * well. */
#include <linux/filter.h>
#include <linux/perf_event.h>

#include "base/nolibc.h"
#include "decode/families/families.h"
#include "decode/sinks/out.h"
#include "decode/specials.h"
#include "tables/tables.h"

/* --- filters
 * ------------------------------------------------------------------------ */

/* Its class, and what the class has beside it. */
static void show_code(struct decode *d, uint16_t code)
{
	unsigned int class = BPF_CLASS(code), rest;

	if (!put_begin(d, DECODE_FLAGS))
		return;
	put_element(d);
	put_one(d, GROUP_bpf_class, class);
	put_element(d);
	switch (class) {
	case BPF_LD:
	case BPF_LDX:
		put_one(d, GROUP_bpf_size, BPF_SIZE(code));
		put_element(d);
		put_one(d, GROUP_bpf_mode, BPF_MODE(code));
		rest = code & ~0xffu;
		break;
	case BPF_ALU:
	case BPF_JMP:
		put_one(d, class == BPF_ALU ? GROUP_bpf_alu : GROUP_bpf_jump,
			BPF_OP(code));
		put_element(d);
		if (BPF_SRC(code))
			PUT_NAME(d, "BPF_X", BPF_X);
		else
			PUT_NAME(d, "BPF_K", BPF_K);
		rest = code & ~0xffu;
		break;
	case BPF_RET:
		rest = code & ~0x1fu;
		if (BPF_RVAL(code) == BPF_A)
			PUT_NAME(d, "BPF_A", BPF_A);
		else if (BPF_RVAL(code) == BPF_X)
			PUT_NAME(d, "BPF_X", BPF_X);
		else
			PUT_NAME(d, "BPF_K", BPF_K);
		break;
	case BPF_MISC:
		rest = code & ~0xffu;
		if (BPF_MISCOP(code) == BPF_TXA)
			PUT_NAME(d, "BPF_TXA", BPF_TXA);
		else
			PUT_NAME(d, "BPF_TAX", BPF_TAX);
		break;
	default:
		rest = code & ~7u;
		put_number(d, rest, DECODE_HEX);
		rest = 0;
		break;
	}
	if (rest) {
		put_element(d);
		put_number(d, rest, DECODE_HEX);
	}
	put_end(d, 0);
}

static void show_instruction(struct decode *d, const struct sock_filter *f)
{
	if (!put_begin(d, DECODE_STRUCT))
		return;
	PUT_FIELD(d, "code");
	show_code(d, f->code);
	if (BPF_CLASS(f->code) == BPF_JMP) {
		PUT_FIELD(d, "jt");
		put_number(d, f->jt, DECODE_UNSIGNED);
		PUT_FIELD(d, "jf");
		put_number(d, f->jf, DECODE_UNSIGNED);
	}
	PUT_FIELD(d, "k");
	put_number(d, f->k, DECODE_HEX);
	put_end(d, 0);
}

/* Values have the instructions, as many as parameter says; for the eye it is an
 * address, as strace shows it. */
void special_sock_filter(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	uint64_t n = decode_value(d, parameter), shown = decode_shown_of(d, n);
	struct sock_filter f;
	uint64_t i;

	if (!d->sink->ops->values || !value ||
	    (n && decode_read(d, &f, value, sizeof(f)) != 0) ||
	    !put_begin(d, DECODE_LIST)) {
		put_pointer(d, value);
		return;
	}
	for (i = 0; i < shown; i++) {
		if (decode_read(d, &f, value + i * sizeof(f), sizeof(f)) != 0)
			break;
		put_element(d);
		show_instruction(d, &f);
	}
	put_end(d, i < n);
}

/* --- numbers with parts
 * -------------------------------------------------------------------------- */

void special_kernel_version(struct decode *d, uint64_t value,
			    unsigned int parameter)
{
	(void)parameter;
	PUT_LITERAL(d, "KERNEL_VERSION(");
	if (put_begin(d, DECODE_PAIR)) {
		put_element(d);
		put_number(d, value >> 16 & 0xffff, DECODE_UNSIGNED);
		put_element(d);
		put_number(d, value >> 8 & 0xff, DECODE_UNSIGNED);
		put_element(d);
		put_number(d, value & 0xff, DECODE_UNSIGNED);
		put_end(d, 0);
	}
	PUT_LITERAL(d, ")");
}

/* From bit 15 on. */
void special_perf_precise(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	static const char *const what[] = {"arbitrary skid", "constant skid",
					   "requested to have 0 skid",
					   "must have 0 skid"};
	const char *text = what[value >> 15 & 3];

	(void)parameter;
	put_number(d, value >> 15 & 3, DECODE_UNSIGNED);
	PUT_LITERAL(d, " /* ");
	d->sink->ops->literal(d->sink, text, strlen(text));
	PUT_LITERAL(d, " */");
}

/* The upper half: for the eye shifted, among values as it is or-ed. */
static void put_upper(struct decode *d, uint64_t value)
{
	if (d->sink->ops->values) {
		put_number(d, value & ~(uint64_t)UINT32_MAX, DECODE_HEX);
		return;
	}
	put_number(d, value >> 32, DECODE_HEX);
	PUT_LITERAL(d, "<<32");
}

/* The processor's kind is in the upper half. */
void special_perf_hardware(struct decode *d, uint64_t value,
			   unsigned int parameter)
{
	(void)parameter;
	if (!(value >> 32)) {
		put_one(d, GROUP_perf_hardware, value);
		return;
	}
	if (!put_begin(d, DECODE_FLAGS))
		return;
	put_element(d);
	put_upper(d, value);
	put_element(d);
	put_one(d, GROUP_perf_hardware, (uint32_t)value);
	put_end(d, 0);
}

void special_perf_cache(struct decode *d, uint64_t value,
			unsigned int parameter)
{
	(void)parameter;
	if (!put_begin(d, DECODE_FLAGS))
		return;
	if (value >> 32) {
		put_element(d);
		put_upper(d, value);
	}
	put_element(d);
	put_one(d, GROUP_perf_cache_result, value >> 16 & 0xffff);
	PUT_LITERAL(d, "<<16");
	put_element(d);
	put_one(d, GROUP_perf_cache_op, value >> 8 & 0xff);
	PUT_LITERAL(d, "<<8");
	put_element(d);
	put_one(d, GROUP_perf_cache, value & 0xff);
	put_end(d, 0);
}

/* --- quotas, System V, notification
 * --------------------------------------------------------------- */

void special_quota_command(struct decode *d, uint64_t value,
			   unsigned int parameter)
{
	(void)parameter;
	PUT_LITERAL(d, "QCMD(");
	if (put_begin(d, DECODE_PAIR)) {
		put_element(d);
		put_one(d, GROUP_quota_sub, (uint32_t)value >> 8);
		put_element(d);
		put_one(d, GROUP_quota_type, value & 0xff);
		put_end(d, 0);
	}
	PUT_LITERAL(d, ")");
}

#define IPC_64_BIT 0x100u

/* Parameter: the group. */
void special_ipc_command(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	if (!(value & IPC_64_BIT)) {
		put_one(d, parameter, value);
		return;
	}
	if (!put_begin(d, DECODE_FLAGS))
		return;
	put_element(d);
	PUT_NAME(d, "IPC_64", IPC_64_BIT);
	put_element(d);
	put_one(d, parameter, value & ~(uint64_t)IPC_64_BIT);
	put_end(d, 0);
}

/* A type, and behind it so many bytes as parameter says. */
static void show_queued(struct decode *d, uint64_t at, uint64_t n)
{
	uint64_t type;

	if (!at || decode_word(d, at, &type) != 0 ||
	    !put_begin(d, DECODE_STRUCT)) {
		put_pointer(d, at);
		return;
	}
	PUT_FIELD(d, "mtype");
	put_int(d, (int64_t)type);
	PUT_FIELD(d, "mtext");
	put_bytes(d, at + 8, n, 0);
	put_end(d, 0);
}

void special_message_sent(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	show_queued(d, value, decode_value(d, parameter));
}

void special_message_got(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	show_queued(d, value, decode_value(d, parameter));
}

/* The class, which is a number, and flags. */
void special_fan_flags(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t rest;

	(void)parameter;
	if (!put_begin(d, DECODE_FLAGS))
		return;
	put_element(d);
	put_one(d, GROUP_fan_class, value & 0xc);
	rest = put_flags_in(d, GROUP_fan_init, value & ~(uint64_t)0xc);
	if (rest) {
		put_element(d);
		put_number(d, rest, DECODE_HEX);
	}
	put_end(d, 0);
}

/* The number, with its name for the eye, and for values its name. */
void special_syslog_action(struct decode *d, uint64_t value,
			   unsigned int parameter)
{
	size_t n;
	const char *name = decode_find(GROUP_syslog, value, &n);

	(void)parameter;
	if (d->sink->ops->values || !name) {
		put_one(d, GROUP_syslog, value);
		return;
	}
	put_int(d, decode_int(value));
	PUT_LITERAL(d, " /* ");
	d->sink->ops->literal(d->sink, name, n);
	PUT_LITERAL(d, " */");
}

/* --- keys
 * -----------------------------------------------------------------------------
 */

/* Flags, a byte of them after the other. */
void special_key_capabilities(struct decode *d, uint64_t value,
			      unsigned int parameter)
{
	static const uint16_t groups[] = {GROUP_key_caps0, GROUP_key_caps1};
	uint64_t n = (uint64_t)d->ret < d->arg[2] ? (uint64_t)d->ret
						  : d->arg[2];
	uint64_t i, byte;

	(void)parameter;
	if (!value || (n && decode_load(d, value, 1, &byte) != 0) ||
	    !put_begin(d, DECODE_LIST)) {
		put_pointer(d, value);
		return;
	}
	for (i = 0; i < n && i < d->strings; i++) {
		if (decode_load(d, value + i, 1, &byte) != 0)
			break;
		put_element(d);
		if (i < 2)
			put_flags(d, groups[i], byte);
		else
			put_number(d, byte, DECODE_HEX);
	}
	put_end(d, i < n);
}

/* --- ptrace
 * ---------------------------------------------------------------------------
 */

/* The place of a register in struct user. */
void special_user_offset(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	static const char names[] = "R15\0R14\0R13\0R12\0RBP\0RBX\0R11\0R10\0R9"
				    "\0R8\0RAX\0RCX\0RDX\0"
				    "RSI\0RDI\0ORIG_"
				    "RAX\0RIP\0CS\0EFLAGS\0RSP\0SS\0FS_BASE\0"
				    "GS_BASE\0DS\0ES\0FS\0GS\0";
	const char *name = names;

	(void)parameter;
	if (value % 8 || value >= 8 * 27) {
		put_pointer(d, value);
		return;
	}
	for (uint64_t i = 0; i < value / 8; i++)
		name += strlen(name) + 1;
	PUT_LITERAL(d, "8*");
	put_name(d, name, strlen(name), value);
}

void put_error(struct decode *d, int32_t error)
{
	const char *name = error < 0 ? tables_errno_name(-error) : NULL;

	if (!name) {
		put_int(d, error);
		return;
	}
	PUT_LITERAL(d, "-");
	put_name(d, name, strlen(name), (uint64_t)(int64_t)error);
}

/* --- priorities of input and output
 * ----------------------------------------------------------------------------
 */

#define IOPRIO_SHIFT 13

void special_ioprio(struct decode *d, uint64_t value, unsigned int parameter)
{
	(void)parameter;
	PUT_LITERAL(d, "IOPRIO_PRIO_VALUE(");
	if (put_begin(d, DECODE_PAIR)) {
		put_element(d);
		put_one(d, GROUP_ioprio_class, (uint32_t)value >> IOPRIO_SHIFT);
		put_element(d);
		put_number(d, value & ((1u << IOPRIO_SHIFT) - 1),
			   DECODE_UNSIGNED);
		put_end(d, 0);
	}
	PUT_LITERAL(d, ")");
}

void special_ioprio_result(struct decode *d, uint64_t value,
			   unsigned int parameter)
{
	put_in_front(d, value, DECODE_SIGNED);
	PUT_LITERAL(d, " (");
	special_ioprio(d, value, parameter);
	PUT_LITERAL(d, ")");
}

/* What io_uring_enter waits for, by its flags. */
void special_uring_wait_for(struct decode *d, uint64_t value,
			    unsigned int parameter)
{
	(void)parameter;
	if (d->arg[3] & 8) /* IORING_ENTER_EXT_ARG */
		decode_struct_at(d, TYPE_uring_wait, value);
	else
		special_sigset(d, value, parameter);
}

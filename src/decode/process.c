/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Processes and the machine: clone, wait, limits, scheduling, futexes. */
#include "decode/specials.h"

#include <linux/capability.h>
#include <linux/futex.h>
#include <linux/sched.h>

#include "decode/sinks/out.h"
#include "base/nolibc.h"

/* --- clone
 * -----------------------------------------------------------------------------
 */

void special_clone_flags(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	uint64_t flags = value & ~(uint64_t)CSIGNAL, left;

	(void)parameter;
	if (!put_begin(d, DECODE_FLAGS))
		return;
	left = put_flags_in(d, GROUP_clone, flags);
	if (left) {
		put_element(d);
		put_number(d, left, DECODE_HEX);
	}
	if (value & CSIGNAL) {
		put_element(d);
		special_signal(d, value & CSIGNAL, 0);
	}
	put_end(d, 0);
}

#define CHILD_TID (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID)
#define CLONE_ARGS_LEAST 64

static void show_answers(struct decode *d, const struct clone_args *a)
{
	uint64_t flags = a->flags;

	if (!(flags & (CLONE_PIDFD | CLONE_PARENT_SETTID)) || d->failed ||
	    !d->done || !put_begin(d, DECODE_AFTER))
		return;
	if (flags & CLONE_PIDFD) {
		PUT_FIELD(d, "pidfd");
		put_int_at(d, a->pidfd);
	}
	if (flags & CLONE_PARENT_SETTID) {
		PUT_FIELD(d, "parent_tid");
		put_int_at(d, a->parent_tid);
	}
	put_end(d, 0);
}

static void show_address(struct decode *d, int there, const char *name,
			 size_t n, uint64_t value)
{
	if (!there)
		return;
	d->sink->ops->field(d->sink, name, n, 0);
	put_pointer(d, value);
}

static void show_clone_args(struct decode *d, const struct clone_args *a)
{
	uint64_t flags = a->flags;

	PUT_FIELD(d, "flags");
	put_flags(d, GROUP_clone, flags);
	show_address(d, (flags & CLONE_PIDFD) != 0, "pidfd", 5, a->pidfd);
	show_address(d, (flags & CHILD_TID) != 0, "child_tid", 9, a->child_tid);
	show_address(d, (flags & CLONE_PARENT_SETTID) != 0, "parent_tid", 10,
		     a->parent_tid);
	PUT_FIELD(d, "exit_signal");
	special_signal(d, a->exit_signal, 0);
	PUT_FIELD(d, "stack");
	put_pointer(d, a->stack);
	PUT_FIELD(d, "stack_size");
	put_number(d, a->stack_size, DECODE_HEX);
	show_address(d, (flags & CLONE_SETTLS) != 0, "tls", 3, a->tls);
}

#define SET_TID_AT 64
#define SET_TID_SIZE_AT 72
#define CGROUP_AT 80

/* What later versions of the struct have. */
static void show_later_args(struct decode *d, uint64_t at, uint64_t flags)
{
	uint64_t tids, n, cgroup;

	if (d->arg[1] >= SET_TID_SIZE_AT + 8 &&
	    decode_word(d, at + SET_TID_AT, &tids) == 0 &&
	    decode_word(d, at + SET_TID_SIZE_AT, &n) == 0 && (tids || n)) {
		PUT_FIELD(d, "set_tid");
		put_ints(d, tids, n);
		PUT_FIELD(d, "set_tid_size");
		put_number(d, n, DECODE_UNSIGNED);
	}
	if (d->arg[1] >= CGROUP_AT + 8 && flags & CLONE_INTO_CGROUP &&
	    decode_word(d, at + CGROUP_AT, &cgroup) == 0) {
		PUT_FIELD(d, "cgroup");
		put_fd(d, (int)cgroup);
	}
}

void special_clone_args(struct decode *d, uint64_t value,
			unsigned int parameter)
{
	struct clone_args a;

	(void)parameter;
	if (!d->done && parameter)
		return;
	if (!value || d->arg[1] < CLONE_ARGS_LEAST ||
	    decode_read(d, &a, value, CLONE_ARGS_LEAST) != 0 ||
	    !put_begin(d, DECODE_STRUCT)) {
		put_pointer(d, value);
		return;
	}
	show_clone_args(d, &a);
	show_later_args(d, value, a.flags);
	show_answers(d, &a);
	put_end(d, 0);
}

/* --- wait
 * ------------------------------------------------------------------------------
 */

static void show_status_values(struct decode *d, unsigned int status)
{
	unsigned int sig = status & 0x7f;

	if (!put_begin(d, DECODE_STRUCT))
		return;
	if (status == 0xffff) {
		PUT_FIELD(d, "continued");
		put_int(d, 1);
	} else if ((status & 0xff) == 0x7f) {
		PUT_FIELD(d, "stopped");
		special_signal(d, status >> 8 & 0x7f, 0);
	} else if (sig == 0) {
		PUT_FIELD(d, "exited");
		put_int(d, status >> 8 & 0xff);
	} else {
		PUT_FIELD(d, "killed");
		special_signal(d, sig, 0);
		PUT_FIELD(d, "core_dumped");
		put_int(d, status >> 7 & 1);
	}
	put_end(d, 0);
}

static void show_status(struct decode *d, unsigned int status)
{
	unsigned int sig = status & 0x7f;

	if (status == 0xffff) {
		PUT_LITERAL(d, "WIFCONTINUED(s)");
	} else if ((status & 0xff) == 0x7f) {
		PUT_LITERAL(d, "WIFSTOPPED(s) && WSTOPSIG(s) == ");
		special_signal(d, status >> 8 & 0x7f, 0);
		if (status >> 8 & 0x80)
			PUT_LITERAL(d, " | 0x80");
	} else if (sig == 0) {
		PUT_LITERAL(d, "WIFEXITED(s) && WEXITSTATUS(s) == ");
		put_int(d, status >> 8 & 0xff);
	} else {
		PUT_LITERAL(d, "WIFSIGNALED(s) && WTERMSIG(s) == ");
		special_signal(d, sig, 0);
		if (status & 0x80)
			PUT_LITERAL(d, " && WCOREDUMP(s)");
	}
}

void special_wait_status(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	uint64_t status;

	(void)parameter;
	if (decode_load(d, value, 4, &status) != 0) {
		put_pointer(d, value);
		return;
	}
	if (d->sink->ops->values) {
		show_status_values(d, (unsigned int)status);
		return;
	}
	PUT_LITERAL(d, "[{");
	show_status(d, (unsigned int)status);
	PUT_LITERAL(d, "}]");
}

void special_rusage_who(struct decode *d, uint64_t value,
			unsigned int parameter)
{
	(void)parameter;
	put_one(d, GROUP_rusage, (uint32_t)value);
}

/* --- limits and processors
 * ------------------------------------------------------------------ */

void special_rlimit_value(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	(void)parameter;
	if (value == UINT64_MAX)
		PUT_NAME(d, "RLIM64_INFINITY", value);
	else
		put_number(d, value, DECODE_KIB);
}

#define PROCESSOR_BYTES 128u

/* parameter: how many bytes the set has. */
void special_cpu_set(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t size = decode_value(d, parameter), byte;

	if (size > PROCESSOR_BYTES)
		size = PROCESSOR_BYTES;
	if (!value || !decode_see(d, value, (size_t)size) ||
	    !put_begin(d, DECODE_SET)) {
		put_pointer(d, value);
		return;
	}
	for (unsigned int i = 0; i < 8 * size; i++) {
		if (decode_load(d, value + i / 8, 1, &byte) != 0)
			break;
		if (!(byte >> i % 8 & 1))
			continue;
		put_element(d);
		put_int(d, i);
	}
	put_end(d, 0);
}

void special_sched_result(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	(void)parameter;
	put_in_front(d, value, DECODE_HEX);
	PUT_LITERAL(d, " (");
	put_one(d, GROUP_sched, value);
	PUT_LITERAL(d, ")");
}

void special_dumpable_result(struct decode *d, uint64_t value,
			     unsigned int parameter)
{
	(void)parameter;
	put_in_front(d, value, DECODE_SIGNED);
	PUT_LITERAL(d, " (");
	put_one(d, GROUP_dumpable, value);
	PUT_LITERAL(d, ")");
}

/* A query's answer is a set of commands. */
void special_membarrier_result(struct decode *d, uint64_t value,
			       unsigned int parameter)
{
	(void)parameter;
	put_in_front(d, value, DECODE_HEX);
	if ((uint32_t)d->arg[0] || !value)
		return;
	PUT_LITERAL(d, " (");
	put_flags(d, GROUP_membarrier, value);
	PUT_LITERAL(d, ")");
}

static void show_personality(struct decode *d, uint64_t value)
{
	uint64_t left;

	if (!put_begin(d, DECODE_FLAGS))
		return;
	put_element(d);
	put_one(d, GROUP_personality, value & 0xff);
	left = put_flags_in(d, GROUP_personality_flag, value & ~(uint64_t)0xff);
	if (left) {
		put_element(d);
		put_number(d, left, DECODE_HEX);
	}
	put_end(d, 0);
}

/* -1 only asks. */
void special_personality(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	(void)parameter;
	if (value == UINT32_MAX)
		put_number(d, value, DECODE_HEX);
	else
		show_personality(d, value);
}

void special_personality_result(struct decode *d, uint64_t value,
				unsigned int parameter)
{
	(void)parameter;
	put_in_front(d, value, DECODE_HEX);
	PUT_LITERAL(d, " (");
	show_personality(d, value);
	PUT_LITERAL(d, ")");
}

/* --- capabilities
 * ----------------------------------------------------------------------------
 */

static void show_capabilities(struct decode *d, uint64_t mask)
{
	if (!put_begin(d, DECODE_FLAGS))
		return;
	for (unsigned int i = 0; i < 64; i++) {
		size_t n;
		const char *name =
			mask >> i & 1 ? decode_find(GROUP_capability, i, &n)
				      : NULL;

		if (!name)
			continue;
		put_element(d);
		PUT_LITERAL(d, "1<<");
		put_name(d, name, n, (uint64_t)1 << i);
		mask &= ~((uint64_t)1 << i);
	}
	if (mask) {
		put_element(d);
		put_number(d, mask, DECODE_HEX);
	}
	put_end(d, 0);
}

/* The header says which version: the first one has one word of each set. */
void special_cap_data(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint32_t v[6] = {0};
	uint64_t version;
	size_t n;

	(void)parameter;
	if (decode_load(d, d->arg[0], 4, &version) != 0) {
		put_pointer(d, value);
		return;
	}
	n = version == _LINUX_CAPABILITY_VERSION_1 ? 12 : 24;
	if (!value || decode_read(d, v, value, n) != 0 ||
	    !put_begin(d, DECODE_STRUCT)) {
		put_pointer(d, value);
		return;
	}
	PUT_FIELD(d, "effective");
	show_capabilities(d, v[0] | (uint64_t)v[3] << 32);
	PUT_FIELD(d, "permitted");
	show_capabilities(d, v[1] | (uint64_t)v[4] << 32);
	PUT_FIELD(d, "inheritable");
	show_capabilities(d, v[2] | (uint64_t)v[5] << 32);
	put_end(d, 0);
}

/* --- futexes
 * ------------------------------------------------------------------------------------
 */

void special_futex_operation(struct decode *d, uint64_t value,
			     unsigned int parameter)
{
	const uint64_t flags = FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME;
	char text[64];
	struct decode_out out = {text, text, text + sizeof(text), 0};
	size_t n;
	const char *name = decode_find(GROUP_futex, value & ~flags, &n);

	(void)parameter;
	if (!name) {
		put_one(d, GROUP_futex, value);
		return;
	}
	out_add(&out, name, n);
	if (value & FUTEX_PRIVATE_FLAG)
		OUT_TEXT(&out, "_PRIVATE");
	if (!put_begin(d, DECODE_FLAGS))
		return;
	put_element(d);
	put_name(d, text, decode_length(&out), value);
	if (value & FUTEX_CLOCK_REALTIME) {
		put_element(d);
		PUT_NAME(d, "FUTEX_CLOCK_REALTIME", FUTEX_CLOCK_REALTIME);
	}
	put_end(d, 0);
}

void special_futex_mask(struct decode *d, uint64_t value,
			unsigned int parameter)
{
	(void)parameter;
	if (value == FUTEX_BITSET_MATCH_ANY)
		PUT_NAME(d, "FUTEX_BITSET_MATCH_ANY", value);
	else
		put_number(d, value, DECODE_HEX);
}

static void add_hex(struct decode_out *out, uint64_t value)
{
	if (value)
		OUT_TEXT(out, "0x");
	out_hex(out, value, 1);
}

/* FUTEX_WAKE_OP's last argument is four small numbers. */
void special_futex_wake_operation(struct decode *d, uint64_t value,
				  unsigned int parameter)
{
	static const char operators[5][5] = {"SET", "ADD", "OR", "ANDN", "XOR"};
	static const char comparisons[6][3] = {"EQ", "NE", "LT",
					       "LE", "GT", "GE"};
	char text[128];
	struct decode_out out = {text, text, text + sizeof(text), 0};
	unsigned int op = value >> 28 & 7, compare = value >> 24 & 15;

	(void)parameter;
	if (op > 4 || compare > 5) {
		put_number(d, value, DECODE_HEX);
		return;
	}
	if (value >> 31 & 1)
		OUT_TEXT(&out, "FUTEX_OP_OPARG_SHIFT<<28|");
	OUT_TEXT(&out, "FUTEX_OP_");
	out_add(&out, operators[op], strlen(operators[op]));
	OUT_TEXT(&out, "<<28|");
	add_hex(&out, value >> 12 & 0xfff);
	OUT_TEXT(&out, "<<12|FUTEX_OP_CMP_");
	out_add(&out, comparisons[compare], 2);
	OUT_TEXT(&out, "<<24|");
	add_hex(&out, value & 0xfff);
	put_name(d, text, decode_length(&out), value);
}

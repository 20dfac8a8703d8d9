/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Signals: numbers, sets, what a signal carries. */
#include "decode/specials.h"

#include <asm/siginfo.h>
#include <asm/signal.h>

#include "decode/sinks/out.h"
#include "tables/tables.h"
#include "base/nolibc.h"

#define LAST_SIGNAL 64

/* The name without SIG in front; of a real-time signal RT_2. Its length, or 0.
 */
static size_t short_name(int64_t number, char name[16])
{
	struct decode_out out = {name, name, name + 16, 0};
	size_t n = 0;
	const char *known;

	if (number > SIGRTMIN && number <= LAST_SIGNAL) {
		OUT_TEXT(&out, "RT_");
		out_decimal(&out, (uint64_t)(number - SIGRTMIN));
		return decode_length(&out);
	}
	known = number > 0 ? decode_find(GROUP_signal, (uint64_t)number, &n)
			   : NULL;
	if (!known || n - 3 > 16)
		return 0;
	out_add(&out, known + 3, n - 3);
	return n - 3;
}

static void show_signal(struct decode *d, int64_t number)
{
	char name[3 + 16] = {'S', 'I', 'G'};
	size_t n = short_name(number, name + 3);

	if (n)
		put_name(d, name, n + 3, (uint64_t)number);
	else
		put_int(d, number);
}

void special_signal(struct decode *d, uint64_t value, unsigned int parameter)
{
	(void)parameter;
	show_signal(d, decode_int(value));
}

void special_signal_result(struct decode *d, uint64_t value,
			   unsigned int parameter)
{
	(void)parameter;
	put_in_front(d, value, DECODE_SIGNED);
	PUT_LITERAL(d, " (");
	show_signal(d, (int64_t)value);
	PUT_LITERAL(d, ")");
}

void special_signal_number_result(struct decode *d, uint64_t value,
				  unsigned int parameter)
{
	(void)parameter;
	put_in_front(d, value, DECODE_SIGNED);
	if (!value)
		return;
	PUT_LITERAL(d, " (");
	show_signal(d, (int64_t)value);
	PUT_LITERAL(d, ")");
}

/* --- sets
 * ----------------------------------------------------------------------------
 */

/* From so many signals on a set is shown by those that are not in it. */
#define MOST 42

static int count_bits(uint64_t value)
{
	int n = 0;

	for (; value; value &= value - 1)
		n++;
	return n;
}

/* Names without their SIG for the eye. */
void special_sigmask(struct decode *d, uint64_t value, unsigned int parameter)
{
	int negated = count_bits(value) >= MOST;
	unsigned int front = d->sink->ops->values ? 0 : 3;
	char name[3 + 16] = {'S', 'I', 'G'};

	(void)parameter;
	if (negated)
		value = ~value;
	if (!put_begin(d, negated ? DECODE_ALL_BUT : DECODE_SET))
		return;
	for (; value; value &= value - 1) {
		int number = __builtin_ctzll(value) + 1;
		size_t n = short_name(number, name + 3) + 3;

		put_element(d);
		put_name(d, name + front, n - front, (uint64_t)number);
	}
	put_end(d, 0);
}

/* parameter: the size of what is there; 0: that is not said. */
void special_sigset(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t mask;

	if ((parameter && decode_value(d, parameter) != sizeof(mask)) ||
	    decode_word(d, value, &mask) != 0)
		put_pointer(d, value);
	else
		special_sigmask(d, mask, 0);
}

void special_sig_handler(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	(void)parameter;
	put_one_or(d, GROUP_sig_handler, value, DECODE_POINTER);
}

/* rt_sigreturn: the mask of the frame that the stack pointer is at. */
#define FRAME_MASK 296

void special_sigframe(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t mask;

	(void)parameter;
	if (decode_word(d, value + FRAME_MASK, &mask) != 0) {
		put_pointer(d, value);
		return;
	}
	if (!put_begin(d, DECODE_STRUCT))
		return;
	PUT_FIELD(d, "mask");
	special_sigmask(d, mask, 0);
	put_end(d, 0);
}

/* --- siginfo
 * ---------------------------------------------------------------------------
 */

/* What si_code means with which signal: a group. -1: with none. */
static int group_of_codes(int number)
{
	switch (number) {
	case SIGCHLD:
		return GROUP_chld_code;
	case SIGSEGV:
		return GROUP_segv_code;
	case SIGFPE:
		return GROUP_fpe_code;
	case SIGILL:
		return GROUP_ill_code;
	case SIGBUS:
		return GROUP_bus_code;
	case SIGTRAP:
		return GROUP_trap_code;
	case SIGSYS:
		return GROUP_sys_code;
	case SIGIO:
		return GROUP_poll_code;
	default:
		return -1;
	}
}

static void show_code(struct decode *d, int number, int code)
{
	int group = group_of_codes(number);
	size_t n;

	if (code > 0 && group >= 0 &&
	    decode_find((unsigned int)group, (uint32_t)code, &n))
		put_one(d, (unsigned int)group, (uint32_t)code);
	else if (decode_find(GROUP_si_code, (uint32_t)code, &n))
		put_one(d, GROUP_si_code, (uint32_t)code);
	else if (d->sink->ops->values)
		put_int(d, code);
	else
		put_number(d, (uint32_t)code, DECODE_HEX);
}

static void show_sender(struct decode *d, const siginfo_t *info)
{
	PUT_FIELD(d, "si_pid");
	put_int(d, info->si_pid);
	PUT_FIELD(d, "si_uid");
	put_number(d, info->si_uid, DECODE_UNSIGNED);
}

static void show_child(struct decode *d, const siginfo_t *info)
{
	show_sender(d, info);
	PUT_FIELD(d, "si_status");
	if (info->si_code == CLD_EXITED)
		put_int(d, info->si_status);
	else
		show_signal(d, info->si_status);
	PUT_FIELD(d, "si_utime");
	special_ticks(d, (uint64_t)info->si_utime, 0);
	PUT_FIELD(d, "si_stime");
	special_ticks(d, (uint64_t)info->si_stime, 0);
}

static void show_value(struct decode *d, const siginfo_t *info)
{
	PUT_FIELD(d, "si_int");
	put_int(d, info->si_int);
	PUT_FIELD(d, "si_ptr");
	put_pointer(d, (uint64_t)(uintptr_t)info->si_ptr);
}

static void show_timer(struct decode *d, const siginfo_t *info)
{
	PUT_FIELD(d, "si_timerid");
	put_number(d, (uint32_t)info->si_tid, DECODE_HEX);
	PUT_FIELD(d, "si_overrun");
	put_int(d, info->si_overrun);
	show_value(d, info);
}

static void show_poll(struct decode *d, const siginfo_t *info)
{
	PUT_FIELD(d, "si_band");
	put_int(d, info->si_band);
	PUT_FIELD(d, "si_fd");
	put_int(d, info->si_fd);
}

/* A call that a filter, or dispatch to user space, has made a signal of. */
static void show_call(struct decode *d, const siginfo_t *info)
{
	const char *name = tables_syscall_name(info->si_syscall);

	PUT_FIELD(d, "si_call_addr");
	put_pointer(d, (uint64_t)(uintptr_t)info->si_call_addr);
	PUT_FIELD(d, "si_syscall");
	if (name) {
		PUT_LITERAL(d, "__NR_");
		put_name(d, name, strlen(name), (uint64_t)info->si_syscall);
	} else {
		put_int(d, info->si_syscall);
	}
	PUT_FIELD(d, "si_arch");
	put_one(d, GROUP_audit_arch, info->si_arch);
}

/* Whatever else there is: who has sent it, and with what. */
static void show_other(struct decode *d, const siginfo_t *info)
{
	int code = info->si_code;

	if (info->si_pid || info->si_uid || code == SI_USER ||
	    code == SI_TKILL || code == SI_QUEUE)
		show_sender(d, info);
	if (code != SI_USER && code != SI_TKILL && info->si_ptr)
		show_value(d, info);
}

/* Is it about an address? */
static int is_fault(int number)
{
	return number == SIGSEGV || number == SIGBUS || number == SIGILL ||
	       number == SIGFPE || number == SIGTRAP;
}

static void show_details(struct decode *d, const siginfo_t *info)
{
	int code = info->si_code, number = info->si_signo;

	if (code == SI_TIMER) {
		show_timer(d, info);
	} else if (number == SIGIO &&
		   (code == SI_SIGIO || (code > 0 && code < SI_KERNEL))) {
		show_poll(d, info);
	} else if (code > 0 && number == SIGCHLD) {
		show_child(d, info);
	} else if (code > 0 && number == SIGSYS) {
		show_call(d, info);
	} else if (code > 0 && is_fault(number)) {
		PUT_FIELD(d, "si_addr");
		put_pointer(d, (uint64_t)(uintptr_t)info->si_addr);
	} else {
		show_other(d, info);
	}
}

static void show_errno(struct decode *d, int number)
{
	const char *name = tables_errno_name(number);

	PUT_FIELD(d, "si_errno");
	if (name)
		put_name(d, name, strlen(name), (uint64_t)number);
	else
		put_int(d, number);
}

static void show_info(struct decode *d, const siginfo_t *info)
{
	if (!put_begin(d, DECODE_STRUCT))
		return;
	if (info->si_signo || info->si_errno || info->si_code) {
		PUT_FIELD(d, "si_signo");
		show_signal(d, info->si_signo);
		PUT_FIELD(d, "si_code");
		show_code(d, info->si_signo, info->si_code);
		if (info->si_errno)
			show_errno(d, info->si_errno);
		show_details(d, info);
	}
	put_end(d, 0);
}

/* Of 128 bytes these are what is looked at. */
#define INFO_SIZE 48

void special_siginfo(struct decode *d, uint64_t value, unsigned int parameter)
{
	union {
		siginfo_t info;
		uint8_t bytes[INFO_SIZE];
	} u;

	(void)parameter;
	if (!value || !decode_see(d, value, sizeof(siginfo_t))) {
		put_pointer(d, value);
		return;
	}
	memcpy(u.bytes, decode_see(d, value, INFO_SIZE), INFO_SIZE);
	show_info(d, &u.info);
}

void decode_signal(struct decode *d, int number)
{
	show_signal(d, number);
}

void decode_siginfo(struct decode *d, uint64_t at)
{
	special_siginfo(d, at, 0);
}

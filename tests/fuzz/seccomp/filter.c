/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Filters by chance, such as the kernel takes. Of what differs from run to run
 * (pointers of libc's, the address of its code) they may ask only what does
 * not: whether it is null, or this one, or above 4 GiB.
 */
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/syscall.h>

#include "area.h"
#include "plan.h"

#define FIELD(name) ((uint32_t)offsetof(struct seccomp_data, name))
#define LOAD (BPF_LD | BPF_W | BPF_ABS)
#define RULE_MAX 20 /* instructions */

/* Calls that somebody makes besides those of the plan. */
static const uint16_t others[] = {
	SYS_rt_sigreturn,  SYS_clone,
	SYS_clone3,	   SYS_fork,
	SYS_vfork,	   SYS_execve,
	SYS_wait4,	   SYS_exit,
	SYS_exit_group,	   SYS_rt_sigaction,
	SYS_sigaltstack,   SYS_rt_sigprocmask,
	SYS_futex,	   SYS_gettid,
	SYS_mmap,	   SYS_munmap,
	SYS_mprotect,	   SYS_prctl,
	SYS_seccomp,	   SYS_tgkill,
	SYS_rt_sigpending, SYS_sched_yield,
	SYS_write,	   SYS_clock_gettime,
	SYS_openat,	   SYS_getdents64,
	SYS_ptrace,	   SYS_rt_tgsigqueueinfo,
	SYS_getpid,	   SYS_close,
	SYS_fcntl,	   SYS_set_robust_list,
	SYS_rseq,	   SYS_mincore,
	SYS_pread64,	   SYS_rt_sigtimedwait,
};

static void put(struct plan_filter *f, uint32_t code, uint32_t k)
{
	f->code[f->length++] = (struct sock_filter)BPF_STMT((uint16_t)code, k);
}

/* Goes on here, or to what has not been written yet: leave(). */
static void put_test(struct plan_filter *f, uint32_t op, uint32_t k)
{
	f->code[f->length++] = (struct sock_filter)BPF_JUMP(
		(uint16_t)(BPF_JMP | op | BPF_K), k, 0, 255);
}

static void leave(struct plan_filter *f, int from)
{
	for (int i = from; i < f->length; i++) {
		struct sock_filter *c = &f->code[i];

		if (BPF_CLASS(c->code) != BPF_JMP || BPF_OP(c->code) == BPF_JA)
			continue;
		if (c->jf == 255)
			c->jf = (uint8_t)(f->length - i - 1);
		if (c->jt == 255)
			c->jt = (uint8_t)(f->length - i - 1);
	}
}

/* The other way round. */
static void turn(struct plan_filter *f)
{
	struct sock_filter *c = &f->code[f->length - 1];

	c->jt = 255;
	c->jf = 0;
}

/* --- what is returned --------------------------------------------------------
 */

static uint32_t draw_action(void)
{
	int kind = draw_below(100);

	if (kind < 36)
		return SECCOMP_RET_ERRNO |
		       (uint32_t)(draw_percent(90)   ? draw_below(134)
				  : draw_percent(50) ? 4095 + draw_below(2)
						     : 0xffff);
	if (kind < 60)
		return SECCOMP_RET_TRAP | (uint32_t)draw_below(0x10000);
	if (kind < 72)
		return SECCOMP_RET_ALLOW;
	if (kind < 79)
		return SECCOMP_RET_LOG;
	if (kind < 87)
		return SECCOMP_RET_TRACE | (uint32_t)draw_below(100);
	if (kind < 90)
		return SECCOMP_RET_USER_NOTIF;
	if (kind < 95)
		return SECCOMP_RET_KILL_THREAD;
	return kind < 99 ? SECCOMP_RET_KILL_PROCESS
			 : (uint32_t)draw_below(0x8000) << 16;
}

static void put_return(struct plan_filter *f, uint32_t action)
{
	uint32_t base = action & SECCOMP_RET_ACTION_FULL;

	if (draw_percent(60)) {
		put(f, BPF_RET | BPF_K, action);
		return;
	}
	if (draw_percent(50) &&
	    (base == SECCOMP_RET_ERRNO || base == SECCOMP_RET_TRAP)) {
		put(f, LOAD, FIELD(nr));
		put(f, BPF_ALU | BPF_AND | BPF_K, 0x7f);
		put(f, BPF_ALU | BPF_OR | BPF_K, base);
	} else {
		put(f, BPF_LD | BPF_IMM, action);
	}
	put(f, BPF_RET | BPF_A, 0);
}

/* --- rules -------------------------------------------------------------------
 */

static uint32_t order(void)
{
	return draw_percent(50) ? BPF_JGT : BPF_JGE;
}

/* Which argument is a pointer, in any call of this number? */
static int is_pointer(int nr, int i)
{
	static const struct {
		int nr, args;
	} known[] = {{SYS_rt_sigaction, 6},    {SYS_rt_sigprocmask, 6},
		     {SYS_sigaltstack, 3},     {SYS_execve, 7},
		     {SYS_rt_sigtimedwait, 7}, {SYS_ppoll, 13},
		     {SYS_pselect6, 0x3e},     {SYS_mmap, 1},
		     {SYS_wait4, 10},	       {SYS_prctl, 0x3c}};

	for (size_t n = 0; n < sizeof(known) / sizeof(known[0]); n++)
		if (known[n].nr == nr && known[n].args & 1 << i)
			return 1;
	for (int n = 0; n < calls_count; n++)
		if (calls[n].nr == nr && calls[n].args[i] >= (long)AREA)
			return 1;
	return 0;
}

/* One of its arguments is as it is in plans, or not, or above it; or null. */
static void put_argument(struct plan_filter *f, const struct call *c)
{
	int i = draw_below(6), high = draw_percent(25);
	int is_address = is_pointer(c->nr, i);
	uint64_t arg = is_address ? 0 : (uint64_t)c->args[i];
	uint32_t k = (uint32_t)(high ? arg >> 32 : arg);

	if (is_address)
		high = 0;
	put(f, LOAD, FIELD(args[0]) + 8 * (uint32_t)i + (high ? 4 : 0));
	if (draw_percent(20) && k && k < 0x10000)
		put_test(f, BPF_JSET, 1u << draw_below(8) | k);
	else if (draw_percent(30) && k < 0x10000 && !is_address)
		put_test(f, order(), k);
	else
		put_test(f, BPF_JEQ, k);
	if (draw_percent(25))
		turn(f);
}

static void number_rule(struct plan_filter *f)
{
	const struct call *c = &calls[draw_below(calls_count)];
	int is_other = draw_percent(45);
	uint32_t nr = is_other ? others[draw_below(sizeof(others) / 2)]
			       : (uint32_t)c->nr;

	put(f, LOAD, FIELD(nr));
	put_test(f, BPF_JEQ, nr);
	for (int n = is_other ? 0 : draw_below(3); n > 0; n--)
		put_argument(f, c);
}

/* The number in X, or in the scratch memory, and back. */
static void put_detour(struct plan_filter *f)
{
	uint32_t slot = (uint32_t)draw_below(BPF_MEMWORDS);

	switch (draw_below(4)) {
	case 0:
		put(f, BPF_MISC | BPF_TAX, 0);
		put(f, BPF_LD | BPF_W | BPF_LEN, 0);
		put(f, BPF_ALU | BPF_XOR | BPF_X, 0);
		break;
	case 1:
		put(f, BPF_ST, slot);
		put(f, BPF_LD | BPF_IMM, draw_any());
		put(f, BPF_LDX | BPF_MEM, slot);
		put(f, BPF_MISC | BPF_TXA, 0);
		break;
	case 2:
		put(f, BPF_MISC | BPF_TAX, 0);
		put(f, BPF_STX, slot);
		put(f, BPF_JMP | BPF_JA, 1);
		put(f, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
		put(f, BPF_LD | BPF_MEM, slot);
		break;
	default:
		put(f, BPF_LDX | BPF_IMM, 1 + (draw_any() & 7));
		put(f, BPF_ALU | BPF_DIV | BPF_X, 0);
	}
}

/* Some numbers of all, by arithmetic. */
static void part_rule(struct plan_filter *f)
{
	uint32_t mask = draw_percent(50) ? 7 : 15;

	put(f, LOAD, FIELD(nr));
	if (draw_percent(50))
		put_detour(f);
	put(f, BPF_ALU | BPF_MUL | BPF_K, draw_any() | 1);
	put(f, BPF_ALU | BPF_RSH | BPF_K, (uint32_t)draw_below(28));
	if (draw_percent(30))
		put(f, BPF_ALU | BPF_NEG, 0);
	if (draw_percent(30)) {
		put_test(f, BPF_JSET, mask);
		turn(f);
		return;
	}
	put(f, BPF_ALU | BPF_AND | BPF_K, mask);
	if (draw_percent(50))
		put_test(f, BPF_JEQ, draw_any() & mask);
	else
		put_test(f, order(), mask - 1);
}

static void range_rule(struct plan_filter *f)
{
	uint32_t from = (uint32_t)draw_below(340);

	put(f, LOAD, FIELD(nr));
	put_test(f, BPF_JGE, from);
	put_test(f, BPF_JGT, from + (uint32_t)draw_below(30));
	turn(f);
}

/* Calls from this code. */
static void address_rule(struct plan_filter *f)
{
	extern const char call_first[], call_first_end[], call_second[];
	const uint32_t length = (uint32_t)(call_first_end - call_first);
	const uintptr_t at[] = {(uintptr_t)call_first, (uintptr_t)call_second,
				AREA_JIT};

	put(f, LOAD, FIELD(instruction_pointer) + 4);
	put_test(f, BPF_JEQ, 0);
	if (draw_percent(15)) { /* libc's, and all others from there */
		turn(f);
	} else {
		put(f, LOAD, FIELD(instruction_pointer));
		put(f, BPF_ALU | BPF_SUB | BPF_K, (uint32_t)at[draw_below(3)]);
		put_test(f, order(), length);
		turn(f);
	}
	if (draw_percent(70))
		part_rule(f);
}

static void world_rule(struct plan_filter *f)
{
	if (draw_percent(50)) {
		put(f, LOAD, FIELD(arch));
		put_test(f, BPF_JEQ, AUDIT_ARCH_X86_64);
		turn(f);
	} else {
		put(f, LOAD, FIELD(nr));
		put_test(f, BPF_JSET, 0x40000000);
	}
}

static void put_rule(struct plan_filter *f, uint32_t action, int with)
{
	int from = f->length, kind = draw_below(100);

	if (kind < 60)
		number_rule(f);
	else if (kind < 75)
		part_rule(f);
	else if (kind < 82)
		range_rule(f);
	else if (kind < 92 && !(with & PLAN_NET_ONLY))
		address_rule(f);
	else
		world_rule(f);
	put_return(f, action);
	leave(f, from);
}

static void allow(struct plan_filter *f, uint32_t nr)
{
	int from = f->length;

	put(f, LOAD, FIELD(nr));
	put_test(f, BPF_JEQ, nr);
	put(f, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	leave(f, from);
}

/* A list of what is let through: much is. */
static void allow_many(struct plan_filter *f)
{
	for (int n = 2; n > 0; n--) {
		int from = f->length;

		part_rule(f);
		f->code[f->length - 1].jt ^= 255; /* all but these */
		f->code[f->length - 1].jf ^= 255;
		put(f, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
		leave(f, from);
	}
	for (int n = draw_below(6); n > 0; n--)
		allow(f, others[draw_below(sizeof(others) / 2)]);
}

/* Threads without a storage of their own are known by gettid only; without
 * futex those of libc end the process now and then. */
void filter_draw(struct plan_filter *f, int with)
{
	int is_list = draw_percent(20);

	*f = (struct plan_filter){.how = (uint8_t)draw_below(HOW_COUNT)};
	f->wrong = (uint8_t)(draw_percent(8) ? 1 + draw_below(4) : 0);
	allow(f, with & PLAN_RAW ? SYS_gettid : SYS_futex);
	if (with & PLAN_NET_ONLY)
		allow(f, SYS_prctl);
	if (draw_percent(80))
		allow(f, SYS_exit_group);
	if (draw_percent(90)) /* libc tries for ever */
		allow(f, SYS_exit);
	if (with & PLAN_RETURNS)
		allow(f, SYS_rt_sigreturn);
	if (with & PLAN_ACTS)
		allow(f, SYS_rt_sigaction);
	if (with & PLAN_MASKS)
		allow(f, SYS_rt_sigprocmask);
	for (int n = is_list ? 1 : 1 + draw_below(5); n > 0; n--)
		if (f->length + RULE_MAX < PLAN_CODE - 40)
			put_rule(f, draw_action(), with);
	if (is_list)
		allow_many(f);
	put_return(f, is_list ? draw_action() : SECCOMP_RET_ALLOW);
}

/* --- to be read --------------------------------------------------------------
 */

static const char *mnemonic(uint32_t code)
{
	static const char *const alu[] = {"add", "sub", "mul", "div",
					  "or",	 "and", "lsh", "rsh",
					  "neg", "mod", "xor"};
	static const char *const jumps[] = {"ja", "jeq", "jgt", "jge", "jset"};

	switch (BPF_CLASS(code)) {
	case BPF_LD:
		return BPF_MODE(code) == BPF_ABS   ? "ld abs"
		       : BPF_MODE(code) == BPF_MEM ? "ld mem"
		       : BPF_MODE(code) == BPF_LEN ? "ld len"
						   : "ld imm";
	case BPF_LDX:
		return BPF_MODE(code) == BPF_MEM ? "ldx mem" : "ldx imm";
	case BPF_ST:
		return "st";
	case BPF_STX:
		return "stx";
	case BPF_ALU:
		return alu[BPF_OP(code) >> 4];
	case BPF_JMP:
		return jumps[BPF_OP(code) >> 4];
	case BPF_MISC:
		return BPF_MISCOP(code) == BPF_TAX ? "tax" : "txa";
	default:
		return "ret";
	}
}

static const char *operand(uint32_t code)
{
	switch (BPF_CLASS(code)) {
	case BPF_ALU:
	case BPF_JMP:
		return code & BPF_X ? " x" : "";
	case BPF_RET:
		return code & BPF_A ? " a" : "";
	default:
		return "";
	}
}

void filter_print(const struct plan_filter *f)
{
	for (int i = 0; i < f->length; i++) {
		const struct sock_filter *c = &f->code[i];

		printf("      %2d: %s%s %#x", i, mnemonic(c->code),
		       operand(c->code), c->k);
		if (BPF_CLASS(c->code) == BPF_JMP && BPF_OP(c->code) != BPF_JA)
			printf(" to %d else %d", i + 1 + c->jt, i + 1 + c->jf);
		puts("");
	}
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The signal handlers of a plan, and what they print. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "run.h"

#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1u << 31)
#endif
#define STACKS (RUN_DEPTH + 4)
#define STACK_SIZE (512 << 10)

static char stacks[STACKS][STACK_SIZE] __attribute__((aligned(16)));

static void on_signal(int slot, int sig, siginfo_t *info, void *context);

/* Handlers that can be told from each other by their addresses. */
#define HANDLER(n)                                                             \
	static void handler##n(int sig, siginfo_t *info, void *context)        \
	{                                                                      \
		on_signal(n, sig, info, context);                              \
	}
HANDLER(0)
HANDLER(1)
HANDLER(2)
HANDLER(3)
HANDLER(4)
HANDLER(5)
HANDLER(6)

/* Without SA_SIGINFO: the kernel fills in no siginfo. */
static void handler7(int sig, siginfo_t *info, void *context)
{
	(void)info;
	on_signal(PLAN_PLAIN_SLOT, sig, NULL, context);
}

void (*const handlers[PLAN_SLOTS])(int, siginfo_t *, void *) = {
	handler0, handler1, handler2, handler3,
	handler4, handler5, handler6, handler7,
};

int handlers_slot(const void *at)
{
	for (int i = 0; i < PLAN_SLOTS; i++)
		if ((const void *)handlers[i] == at)
			return i;
	return -1;
}

/* --- faults ------------------------------------------------------------------
 */

/* The instructions, and the addresses of those that fault. */
__asm__(".text\n"
	"fault_write: movb $1, (%rdi)\n\tret\n"
	"fault_invalid: ud2\n\tret\n"
	"fault_divide: xor %ecx, %ecx\n\tmov $1, %eax\n\txor %edx, %edx\n"
	"fault_divide_insn: div %ecx\n\tret\n"
	"fault_break: int3\n"
	"fault_break_insn: ret\n");

void fault_write(void *at), fault_invalid(void *at), fault_divide(void *at),
	fault_break(void *at);
extern const char fault_divide_insn[], fault_break_insn[];

const struct fault faults[] = {
	{fault_write, (const char *)fault_write, 3, SIGSEGV, 0},
	{fault_write, (const char *)fault_write, 3, SIGBUS, 1},
	{fault_invalid, (const char *)fault_invalid, 2, SIGILL, 0},
	{fault_divide, fault_divide_insn, 2, SIGFPE, 0},
	{fault_break, fault_break_insn, 0, SIGTRAP, 0},
};
#define FAULTS (sizeof(faults) / sizeof(faults[0]))

static void *fault_page;
static int fault_file = -1;

static void *make_page(const struct fault *fault)
{
	if (!fault->file)
		return mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			    -1, 0);
	fault_file = (int)syscall(SYS_memfd_create, "fault", 0);
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fault_file,
		    0);
}

void faults_op(const struct op *op)
{
	const struct fault *fault = &faults[op->how % FAULTS];
	const struct fault *outer = self.touching;
	int outer_fix = self.fix, outer_file = fault_file;
	void *outer_page = fault_page;
	struct kernel_action act;

	action_of(fault->sig, &act);
	if (!op->wild &&
	    (!action_is_handler(&act) || mask_now() & plan_bit(fault->sig))) {
		trace("  no fault");
		return;
	}
	fault_page = make_page(fault);
	self.touching = fault;
	self.fix = op->how / 8 % 3;
	fault->fn(fault_page);
	munmap(fault_page, 4096);
	if (fault->file)
		close(fault_file);
	fault_page = outer_page;
	fault_file = outer_file;
	self.touching = outer;
	self.fix = outer_fix;
}

int may_jump(void)
{
	return self.tries > self.first_try && !self.no_jump && !self.in_vfork;
}

void jump(void)
{
	siglongjmp(tries[self.tries - 1].env, 1);
}

static int is_fault(int sig, const siginfo_t *info, const ucontext_t *uc)
{
	const struct fault *fault = self.touching;

	return fault && sig == fault->sig && (!info || info->si_code > 0) &&
	       fault->size &&
	       uc->uc_mcontext.gregs[REG_RIP] == (greg_t)fault->insn;
}

static void fix(ucontext_t *uc)
{
	const struct fault *fault = self.touching;

	if (self.fix == 2 && may_jump()) {
		trace("  jumps out of the fault");
		jump();
	}
	if (self.fix == 0 && fault->sig == SIGSEGV)
		mprotect(fault_page, 4096, PROT_READ | PROT_WRITE);
	else if (self.fix == 0 && fault->sig == SIGBUS)
		trace("  grown %d", ftruncate(fault_file, 4096));
	else
		uc->uc_mcontext.gregs[REG_RIP] += fault->size;
}

/* --- alternate stacks --------------------------------------------------------
 */

int stacks_index(uintptr_t at)
{
	uintptr_t off = at - (uintptr_t)stacks;

	return off < sizeof(stacks) ? (int)(off / STACK_SIZE) : -1;
}

/* One that no handler runs on. */
static int free_stack(void)
{
	for (int i = 0; i < STACKS; i++) {
		int used = 0;

		for (int depth = 0; depth <= self.depth && depth < 64; depth++)
			used |= self.stack_of[depth] == i + 1;
		if (!used)
			return i;
	}
	return -1;
}

void stacks_op(const struct op *op)
{
	int index = free_stack(), how = op->how % 6;
	stack_t st, old;
	long ret;

	if (index < 0)
		return;
	memset(&old, 0, sizeof(old));
	st.ss_sp = stacks[index];
	st.ss_size = STACK_SIZE;
	st.ss_flags = how == 2 ? (int)SS_AUTODISARM : how == 3 ? SS_DISABLE : 0;
	if (how == 5) {
		ret = CALL(op->via, SYS_sigaltstack, &st, &st);
		old = st;
	} else {
		ret = CALL(op->via, SYS_sigaltstack, how == 4 ? NULL : &st,
			   &old);
	}
	trace("  stack %d: %ld, was %d flags %x size %lx", index, ret,
	      stacks_index((uintptr_t)old.ss_sp), (unsigned)old.ss_flags,
	      (unsigned long)old.ss_size);
}

/* --- what the handler goes back to -------------------------------------------
 */

static void edit_mask(const struct op *op)
{
	uint64_t *mask = (uint64_t *)&self.context->uc_sigmask;

	if (op->how % 3 == 0)
		*mask |= op->mask;
	else if (op->how % 3 == 1)
		*mask &= ~op->mask;
	else
		*mask = op->mask;
}

/* The result of the call, if it is one that has been interrupted. */
static void edit_result(const struct op *op)
{
	greg_t *regs = self.context->uc_mcontext.gregs;

	if (self.quiet || handlers_slot((void *)regs[REG_RIP]) >= 0 ||
	    (self.touching && regs[REG_RIP] == (greg_t)self.touching->insn))
		return;
	regs[REG_RAX] = op->sends[0].value;
}

static void edit_stack(void)
{
	int index = free_stack();

	if (index < 0)
		return;
	self.context->uc_stack.ss_sp = stacks[index];
	self.context->uc_stack.ss_size = STACK_SIZE;
	self.context->uc_stack.ss_flags = 0;
}

void edit_op(const struct op *op)
{
	if (!self.context)
		return;
	if (op->how / 3 % 4 == 0)
		edit_result(op);
	else if (op->how / 3 % 8 == 1)
		edit_stack();
	else
		edit_mask(op);
}

/* --- the handler -------------------------------------------------------------
 */

/* Where the signal came, the same in each run; rsi and rdx too where it is
 * another handler's first instruction. */
static void trace_where(const ucontext_t *uc)
{
	const greg_t *regs = uc->uc_mcontext.gregs;
	uintptr_t rip = (uintptr_t)regs[REG_RIP];
	uintptr_t rsp = (uintptr_t)regs[REG_RSP];
	const ucontext_t *outer = (const ucontext_t *)regs[REG_RDX];
	const siginfo_t *info = (const siginfo_t *)regs[REG_RSI];

	if (self.touching && rip == (uintptr_t)self.touching->insn) {
		trace("  at its fault err %llx trap %lld", regs[REG_ERR],
		      regs[REG_TRAPNO]);
		return;
	}
	/* a result; what is larger may be an address */
	if (regs[REG_RAX] < 4096 && regs[REG_RAX] > -4096)
		trace("  rax %lld", regs[REG_RAX]);
	trace("  at %s", call_address_name(rip));
	if (handlers_slot((void *)rip) < 0)
		return;
	trace("  rdi %lld", regs[REG_RDI]);
	if ((uintptr_t)outer != rsp + 8) {
		trace("  with another context");
		return;
	}
	trace("  mask before %lx signo %d",
	      *(const uint64_t *)&outer->uc_sigmask,
	      handlers_slot((void *)rip) == PLAN_PLAIN_SLOT ? 0
							    : info->si_signo);
}

static void enter(int slot, int sig, const siginfo_t *info,
		  const ucontext_t *uc)
{
	int here = stacks_index((uintptr_t)__builtin_frame_address(0));

	if (self.depth < 64)
		self.stack_of[self.depth] = here + 1;
	trace("{ handler %d sig %d depth %d mask %lx before %lx on %d stack %d "
	      "%x",
	      slot, sig, self.depth, mask_now(),
	      *(const uint64_t *)&uc->uc_sigmask, here,
	      stacks_index((uintptr_t)uc->uc_stack.ss_sp),
	      (unsigned)uc->uc_stack.ss_flags);
	if (info)
		trace_info(" ", info);
	if (!shared->burst.on)
		trace_where(uc);
}

static void on_signal(int slot, int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context, *outer = self.context;
	int error = errno, burst = shared->burst.on, quiet = self.quiet;

	if (shared->burst.muted) {
		burst_note(sig, info, uc);
		errno = error;
		return;
	}
	self.depth++;
	enter(slot, sig, info, uc);
	shared->burst.on = 0;
	self.context = uc;
	self.quiet = burst;
	if (self.depth <= RUN_DEPTH && shared->bodies++ < RUN_BODIES)
		run_list(slot + 1);
	self.context = outer;
	self.quiet = quiet;
	if (is_fault(sig, info, uc))
		fix(uc);
	shared->burst.on = burst;
	trace("} %d depth %d", sig, self.depth);
	self.depth--;
	errno = error;
}

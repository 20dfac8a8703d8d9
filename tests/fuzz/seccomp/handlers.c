/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Signals: SIGSYS of filters, and some that the program sends to itself. */
#include <setjmp.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>

#include "run.h"

#define RESTORER 0x04000000
#define DEPTH_MAX 8
#define FAULT_SIZE 3

extern const char fault_at[], restore[];

/* Where rt_sigreturn is refused it goes nowhere else. */
__asm__(".pushsection .text\n.balign 16\nrestore:\n.cfi_startproc\n"
	"mov $15, %eax\n syscall\n ud2\n"
	".cfi_endproc\n.popsection");

static int is_code(const siginfo_t *info)
{
	return info->si_signo == SIGSYS && info->si_code == 1;
}

static void tell(const siginfo_t *info, const ucontext_t *context)
{
	const greg_t *regs = context->uc_mcontext.gregs;
	uint64_t mask;

	memcpy(&mask, &context->uc_sigmask, sizeof(mask));
	if (!is_code(info)) {
		trace("  { %d code %d mask %lx", info->si_signo,
		      info->si_code > 0 ? 1 : info->si_code, mask);
		return;
	}
	trace("  { call %d errno %d arch %x from %s%s rax %lld mask %lx",
	      info->si_syscall, info->si_errno, info->si_arch,
	      call_address_name((uintptr_t)info->si_call_addr),
	      (uintptr_t)regs[REG_RIP] == (uintptr_t)info->si_call_addr
		      ? ""
		      : " not where it goes on",
	      regs[REG_RAX], mask);
}

static sigjmp_buf tries[DEPTH_MAX + 1];
static int is_try[DEPTH_MAX + 1];

/* The call that was trapped: answered, or left for good. */
static void answer(int slot, const siginfo_t *info, ucontext_t *context)
{
	greg_t *regs = context->uc_mcontext.gregs;

	if (info->si_signo == SIGSEGV && info->si_code > 0) {
		if (regs[REG_RIP] == (greg_t)(uintptr_t)fault_at)
			regs[REG_RIP] += FAULT_SIZE;
		return;
	}
	if (!is_code(info))
		return;
	if (slot == 2 && self.depth && is_try[self.depth - 1]) {
		trace("  } left");
		self.depth--;
		is_try[self.depth] = 0;
		siglongjmp(tries[self.depth], 1);
	}
	regs[REG_RAX] = slot ? -1000 - info->si_syscall
			     : -1 - (info->si_errno & 0xff);
}

static void handle(int slot, const siginfo_t *info, ucontext_t *context)
{
	char on_stack;

	if (++self.depth > DEPTH_MAX)
		end(END_DEEP);
	is_try[self.depth] = 0;
	tell(info, context);
	if ((uintptr_t)&on_stack - AREA_STACK < AREA_STACK_SIZE)
		trace("  on the alternate stack");
	if (self.depth <= RUN_DEPTH && shared->bodies++ < RUN_BODIES)
		run_list(slot + 1);
	answer(slot, info, context);
	trace("  }");
	self.depth--;
}

#define HANDLER(n)                                                             \
	static void handler_##n(int sig, siginfo_t *info, void *context)       \
	{                                                                      \
		(void)sig;                                                     \
		handle(n, info, context);                                      \
	}

HANDLER(0)
HANDLER(1)
HANDLER(2)

static void (*const handlers[SLOTS])(int, siginfo_t *, void *) = {
	handler_0, handler_1, handler_2};

/* A call that a handler may leave. */
void try_call(const struct op *op)
{
	int depth = self.depth;

	if (sigsetjmp(tries[depth], 0) == 0) {
		is_try[depth] = 1;
		call_op(op);
	}
	is_try[depth] = 0;
}

/* --- operations --------------------------------------------------------------
 */

static const char *handler_name(const struct kernel_action *act)
{
	static const char *const names[] = {"0", "1", "2"};

	for (int i = 0; i < SLOTS; i++)
		if (act->handler == handlers[i])
			return names[i];
	return act->handler == (void *)SIG_DFL	 ? "default"
	       : act->handler == (void *)SIG_IGN ? "ignored"
						 : "another";
}

void action_op(const struct op *op)
{
	struct kernel_action *act = (void *)AREA_ACTION,
			     *old = (void *)AREA_OUT;
	long ret;

	if (op->slot == SLOT_DEFAULT)
		act->handler = (void *)SIG_DFL;
	else if (op->slot == SLOT_IGNORE)
		act->handler = (void *)SIG_IGN;
	else
		act->handler = handlers[op->slot];
	act->flags = op->flags | SA_SIGINFO | RESTORER;
	act->restorer = (void (*)(void))(uintptr_t)restore;
	act->mask = op->mask;
	memset(old, 0, sizeof(*old));
	ret = CALL(op->via, SYS_rt_sigaction, op->sig, act, old, 8);
	trace("  %ld: was %s flags %lx mask %lx", ret, handler_name(old),
	      old->flags, old->mask);
}

void mask_op(const struct op *op)
{
	uint64_t *set = (void *)AREA_MASK, *old = (void *)AREA_OUT;
	long ret;

	*set = op->mask;
	*old = 0x5a;
	ret = CALL(op->via, SYS_rt_sigprocmask, op->how % 3, set, old, 8);
	trace("  %ld: was %lx", ret, *old);
}

void raise_op(const struct op *op)
{
	trace("  %ld", CALL(op->via, SYS_tgkill, self.me, self.tid, op->sig));
}

void stack_op(const struct op *op)
{
	stack_t *st = (void *)AREA_SIGSTACK, *old = (void *)AREA_OUT;
	long ret;

	*st = (stack_t){.ss_sp = (void *)AREA_STACK,
			.ss_flags = op->how % 3 == 0   ? SS_DISABLE
				    : op->how % 3 == 1 ? (int)(1u << 31)
						       : 0,
			.ss_size = AREA_STACK_SIZE};
	memset(old, 0, sizeof(*old));
	ret = CALL(op->via, SYS_sigaltstack, st, old);
	trace("  %ld: was %d flags %x", ret, old->ss_sp == (void *)AREA_STACK,
	      (unsigned int)old->ss_flags);
}

void pending_op(const struct op *op)
{
	uint64_t *set = (void *)AREA_OUT;
	long ret;

	*set = 0x5a;
	ret = CALL(op->via, SYS_rt_sigpending, set, 8);
	trace("  %ld: %lx", ret, *set);
}

void take_op(const struct op *op)
{
	uint64_t *set = (void *)AREA_MASK;
	siginfo_t *info = (void *)AREA_OUT;
	long ret;

	*set = 1ul << (op->sig - 1) | op->mask;
	memset(info, 0, sizeof(*info));
	ret = CALL(op->via, SYS_rt_sigtimedwait, set, info, AREA_ZERO, 8);
	trace("  %ld: signo %d code %d", ret, info->si_signo, info->si_code);
}

__asm__(".pushsection .text\n.balign 16\nfault_here:\n.cfi_startproc\n"
	"mov $8, %eax\n"
	"fault_at: movb $1, (%rax)\n"
	"ret\n.cfi_endproc\n.popsection");

void fault_op(const struct op *op)
{
	extern void fault_here(void);

	(void)op;
	fault_here();
	trace("  after it");
}

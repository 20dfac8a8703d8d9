/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Installs the program's seccomp filters, and prepares for them. */
#include "emulate/seccomp.h"

#include <asm/errno.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <linux/audit.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/prctl.h>

#include "base/constants.h"
#include "base/filtered.h"
#include "base/gate.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/patch.h"
#include "base/rawcall.h"
#include "base/reserved_fds.h"
#include "emulate/fd_calls.h"
#include "emulate/mappings.h"
#include "emulate/rewrite_now.h"
#include "emulate/user_dispatch.h"
#include "hooks/hook_stack.h"
#include "intercept/rewriter.h"
#include "intercept/sites.h"
#include "intercept/stub_slots.h"
#include "intercept/sud.h"
#include "signals/faults.h"
#include "signals/perish.h"
#include "signals/sigmask.h"
#include "signals/signals.h"
#include "thread/lock.h"
#include "thread/memory.h"
#include "thread/thread.h"

#define SYS_SECCOMP 1
#define ERRNO_MAX 4095

/* --- a filter is installed --------------------------------------------------
 */

/* What the program asks for. */
struct request {
	int strict;	   /* or a filter */
	uintptr_t program; /* struct sock_fprog */
	int all_threads;
	int listens;
};

/* 0: it is another call. */
static int read_request(const struct SyscallRegs *regs, struct request *r)
{
	if (regs->rax == __NR_prctl) {
		*r = (struct request){
			.strict = regs->rsi == SECCOMP_MODE_STRICT,
			.program = regs->rdx,
		};
		return (int)regs->rdi == PR_SET_SECCOMP;
	}
	*r = (struct request){
		.strict = (uint32_t)regs->rdi == SECCOMP_SET_MODE_STRICT,
		.program = regs->rdx,
		.all_threads = (regs->rsi & SECCOMP_FILTER_FLAG_TSYNC) != 0,
		.listens = (regs->rsi & SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0,
	};
	return (uint32_t)regs->rdi == SECCOMP_SET_MODE_STRICT ||
	       (uint32_t)regs->rdi == SECCOMP_SET_MODE_FILTER;
}

/* NULL: there is no memory, or it is none that the kernel takes. */
static const struct filter *read_filter(const struct thread *t,
					const struct request *r)
{
	struct sock_fprog program;

	if (r->strict)
		return seccomp_filters_strict(t->filters);
	if (memory_copy_in(&program, r->program, sizeof(program)) !=
	    sizeof(program))
		return NULL;
	return seccomp_filters_copy(t->filters, (uintptr_t)program.filter,
				    program.len, r->listens);
}

static int may_all(const struct filter *f, const unsigned short *nr)
{
	for (; *nr; nr++)
		if (!seccomp_filters_may_ever(f, *nr))
			return 0;
	return 1;
}

static const unsigned short to_map[] = {__NR_mmap, __NR_munmap, __NR_mprotect,
					0};
static const unsigned short to_read_files[] = {__NR_open, __NR_close, 0};

/* Has this task a tracer? Unknown is yes. */
static int ask_traced(void)
{
	static const char name[] = "\nTracerPid:\t";
	const char *at;
	char text[512];
	int fd = sys_open("/proc/thread-self/status", O_RDONLY | O_CLOEXEC, 0);
	long n = fd < 0 ? -1 : sys_read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		sys_close(fd);
	text[n > 0 ? n : 0] = 0;
	for (at = text; (at = strchr(at, '\n')); at++)
		if (strncmp(at, name, sizeof(name) - 1) == 0)
			return at[sizeof(name) - 1] != '0';
	return 1;
}

/* When the last filter came, which may refuse to let it be asked again. */
static int was_traced;

static int is_traced(const struct filter *f)
{
	if (may_all(f, to_read_files))
		was_traced = ask_traced();
	return was_traced;
}

/*
 * From now on calls have to be made by the program's own instructions. If
 * nothing is rewritten, no call reaches us any more, so the program gets back
 * all that is its own.
 */
static int leave_fallback(struct thread *t)
{
	if (t->sud.state & THREAD_SUD_LEFT)
		return 1;
	if ((!rewriter_is_on() && thread_is_multi) || sud_leave() != 0)
		return 0;
	t->sud.state |= THREAD_SUD_LEFT;
	thread_leave_gs();
	if (!t->vfork) /* else it is its maker's memory */
		thread_multi(t);
	if (!rewriter_is_on()) {
		signals_leave(t);
		faults_leave();
	}
	sigmask_leave_to_kernel(t);
	return 1;
}

/* Before it is in force. */
static void prepare(struct thread *t, const struct filter *f)
{
	is_traced(t->filters);
	if (!t->vfork && !may_all(f, to_map))
		hook_stack_expect_filter();
	if (!seccomp_filters_may_ever(f, __NR_rt_sigreturn) &&
	    !seccomp_filters_may_ever(f, __NR_rt_sigprocmask))
		signals_leave_masks(t);
	if (seccomp_filters_are_exact(f) && user_dispatch_see_all(t) == 0 &&
	    !seccomp_filters_may_ever(f, __NR_prctl))
		leave_fallback(t);
}

/* It is. The processes that a vfork child makes are its own; its memory is not.
 */
static void do_without(const struct thread *t, const struct filter *f)
{
	if (t->vfork)
		return;
	filtered_set(FILTERED);
	if (!may_all(f, to_read_files))
		filtered_set(FILTERED_FILES);
	if (!may_all(f, to_map)) {
		filtered_set(FILTERED_MAPS);
		pages_lock(0);
	}
}

static void have_everywhere(const struct filter *f)
{
	for (struct thread *t = thread_records(); t; t = t->next)
		if (t->used)
			seccomp_filters_set(t, f);
}

/* An installation under way. */
struct install {
	const struct filter *filter, *before;
	int for_all, spun, is_new;
};

/* A signal's handler may run before the kernel's call comes back. */
static void begin_install(struct call *call, const struct request *r,
			  const struct filter *f, struct install *i)
{
	struct thread *t = call->thread;

	i->filter = f;
	i->before = t->filters;
	/* a vfork child's process has one thread, and our records are its
	 * parent's */
	i->for_all = r->all_threads && !t->vfork;
	i->spun = thread_lock_spins(1);
	if (!t->vfork) {
		fd_calls_part(call);
		rewrite_now(t);
	}
	seccomp_filters_begin();
	prepare(t, f);
	i->is_new = seccomp_filters_keep(f);
	seccomp_filters_set(t, f);
	if (i->for_all)
		seccomp_filters_expect(f, t);
}

static void end_install(struct thread *t, const struct install *i)
{
	if (i->for_all)
		have_everywhere(i->filter);
	do_without(t, i->filter);
	thread_lock_spins(i->spun ||
			  !seccomp_filters_may_ever(i->filter, __NR_futex));
	if (i->for_all)
		seccomp_filters_expect(NULL, t);
}

static void give_up_install(struct thread *t, const struct install *i)
{
	seccomp_filters_set(t, i->before);
	thread_lock_spins(i->spun);
	if (i->is_new)
		seccomp_filters_drop(i->filter);
	if (i->for_all)
		seccomp_filters_expect(NULL, t);
}

static long install_filter(struct call *call, const struct request *r,
			   const struct filter *f)
{
	struct install i;
	long ret;

	begin_install(call, r, f, &i);
	ret = gate_issue(&call->regs);
	if (ret == 0 || (r->listens && ret > 0))
		end_install(call->thread, &i);
	else
		give_up_install(call->thread, &i);
	return ret;
}

/* The program's own instruction is about to make the call, and nobody sees the
 * result. What the kernel takes is in force, since the thread has some already.
 */
static void install_unseen(struct call *call)
{
	const struct filter *f;
	struct request r;
	struct install i;

	if ((call->regs.rax != __NR_prctl && call->regs.rax != __NR_seccomp) ||
	    !read_request(&call->regs, &r))
		return;
	f = read_filter(call->thread, &r);
	if (!f)
		return;
	begin_install(call, &r, f, &i);
	end_install(call->thread, &i);
}

void seccomp_inherited(struct thread *t)
{
	prepare(t, t->filters);
	do_without(t, t->filters);
	thread_lock_spins(!seccomp_filters_may_ever(t->filters, __NR_futex));
}

/* The filter could not be copied, so we do nothing of our own from then on. */
static long install_unknown(struct call *call)
{
	long ret;

	if (!call->thread->vfork)
		rewrite_now(call->thread);
	ret = gate_issue(&call->regs);
	if (ret == 0) {
		seccomp_filters_begin();
		seccomp_filters_set(call->thread, &seccomp_filters_unknown);
	}
	return ret;
}

long seccomp_issue(struct call *call)
{
	struct request r;
	const struct filter *f;

	if (!call->thread || !read_request(&call->regs, &r))
		return gate_issue(&call->regs);
	f = read_filter(call->thread, &r);
	return f ? install_filter(call, &r, f) : install_unknown(call);
}

/* --- a call of the program's ------------------------------------------------
 */

/* The filters would have the kernel do this to the call from its own address,
 * but not to the one that we make. */
static long answer_for(struct call *call, uint32_t answer)
{
	const struct frame *frame = call->frame;
	uint32_t data = answer & SECCOMP_RET_DATA;
	siginfo_t info = {.si_signo = SIGSYS,
			  .si_code = SYS_SECCOMP,
			  .si_errno = (int)data};

	switch (answer & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_ERRNO:
		return -(long)(data > ERRNO_MAX ? ERRNO_MAX : data);
	case SECCOMP_RET_USER_NOTIF:
	case SECCOMP_RET_TRACE:
		return -ENOSYS;
	case SECCOMP_RET_KILL_THREAD:
		perish_thread(call->thread);
	case SECCOMP_RET_TRAP:
		info.si_call_addr = (void *)frame->rip;
		info.si_syscall = (int)call->regs.rax;
		info.si_arch = AUDIT_ARCH_X86_64;
		faults_raise(call->thread, frame, &info);
		/* fallthrough */
	default:
		perish_now(SIGSYS);
	}
}

/* By the kernel, if nobody is there who would decide. */
static int is_refused(const struct call *call, uint32_t answer)
{
	switch (answer & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_USER_NOTIF:
		return !call->thread->filters->notifies;
	case SECCOMP_RET_TRACE:
		return !is_traced(call->thread->filters);
	default:
		return !seccomp_filters_lets(answer);
	}
}

/* What is let through is, logged or not. */
static int is_alike(uint32_t answer, uint32_t other)
{
	return answer == other ||
	       (seccomp_filters_lets(answer) && seccomp_filters_lets(other));
}

/* Set *answer to what the thread's filters say to the call from its own
 * address, and *is_ours to whether they say the same to the one that we make.
 * Returns 0 if they are not known, or there are none. */
static int ask_filters(const struct call *call, uint32_t *answer, int *is_ours)
{
	const struct filter *f = call->thread ? call->thread->filters : NULL;
	struct seccomp_data data;

	if (!f || f == &seccomp_filters_unknown)
		return 0;
	seccomp_filters_describe(&data, &call->regs, call->frame->rip);
	*answer = seccomp_filters_answer(f, &data);
	data.instruction_pointer = gate_address(gate_blob_issued);
	*is_ours = !f->reads_address ||
		   is_alike(*answer, seccomp_filters_answer(f, &data));
	return 1;
}

int seccomp_judge(struct call *call, long *ret)
{
	uint32_t answer;
	int is_ours;

	if (!ask_filters(call, &answer, &is_ours) || !is_refused(call, answer))
		return 0;
	*ret = is_ours ? gate_issue(&call->regs) : answer_for(call, answer);
	return 1;
}

int seccomp_is_bound(const struct call *call)
{
	uint32_t answer;
	int is_ours;

	return ask_filters(call, &answer, &is_ours) &&
	       !is_refused(call, answer) && !is_ours;
}

static const uint8_t instruction[SITE_SIZE] = {0x0f, 0x05};

static int is_call_there(uintptr_t site)
{
	uint8_t there[SITE_SIZE];

	return memory_copy_in(there, site, SITE_SIZE) == SITE_SIZE &&
	       memcmp(there, instruction, SITE_SIZE) == 0;
}

/* A call or a jump stands in its place. */
static void put_call_back(uintptr_t site)
{
	struct patch p;

	if (!sites_contains(site)) {
		stub_slots_undo(site, site + 1);
	} else if (patch_open(&p, site, site + SITE_SIZE, PROT_READ | PROT_EXEC,
			      PATCH_IN_PLACE) == 0) {
		patch_put(&p, site, instruction, SITE_SIZE);
		patch_close(&p);
	}
}

static int give_to_site(struct call *call)
{
	uintptr_t site = call->frame->rip - SITE_SIZE;

	if (!is_call_there(site))
		put_call_back(site);
	if (!is_call_there(site) || !leave_fallback(call->thread))
		return 0;
	install_unseen(call);
	return 1;
}

int seccomp_wants_site(struct call *call, int with_care)
{
	uint32_t answer;
	int is_ours;

	if (!ask_filters(call, &answer, &is_ours) || is_refused(call, answer))
		return 0;
	if (!is_ours)
		return !signals_know(call) && give_to_site(call);
	return (answer & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_USER_NOTIF &&
	       !with_care && give_to_site(call);
}

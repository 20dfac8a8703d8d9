/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Does what rules have planned before and after the kernel's part. */
#include "entry/around.h"

#include <asm/errno.h>
#include <linux/time.h>

#include "base/rawcall.h"
#include "emulate/issue.h"
#include "rules/clock.h"
#include "rules/rules.h"

#define BILLION 1000000000ull

/* However many signal handlers run meanwhile. */
static void sleep(struct thread *thread, uint64_t ns)
{
	uint64_t until = clock_now(thread) + ns;
	const struct __kernel_timespec t = {
		.tv_sec = (int64_t)(until / BILLION),
		.tv_nsec = (int64_t)(until % BILLION),
	};

	while (SYSCALL(__NR_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &t,
		       0, 0, 0) == -EINTR)
		;
}

static struct dispatch_outcome carry_out(const struct rules_plan *plan,
					 struct call *call, unsigned int index)
{
	uint64_t start = 0, end;
	long ret;

	if (plan->timed)
		start = clock_now(call->thread);
	if (plan->enter_ns)
		sleep(call->thread, plan->enter_ns);
	call->injected =
		(plan->answers ? HOOK_INJECTED_ANSWER : 0) |
		(plan->enter_ns | plan->exit_ns ? HOOK_INJECTED_DELAY : 0);
	ret = plan->answers ? plan->result : issue_call(call);
	if (plan->exit_ns)
		sleep(call->thread, plan->exit_ns);
	if (plan->timed) {
		end = clock_now(call->thread);
		/* 0: there is no clock */
		call->took = start && end ? end - start + (end == start) : 0;
	}
	if (plan->counts)
		rules_record(plan, call, index, ret);
	return (struct dispatch_outcome){ret, 0};
}

struct dispatch_outcome around_issue(struct call *call, unsigned int index,
				     int may_pass)
{
	struct rules_plan plan = {0};

	rules_make_plan(call, index, &plan);
	if (may_pass && !plan.answers && !plan.counts && !plan.timed &&
	    !(plan.enter_ns | plan.exit_ns))
		return (struct dispatch_outcome){0, 1};
	return carry_out(&plan, call, index);
}

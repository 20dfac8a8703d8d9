/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Lets the interpreter side look for changed scripts, every now and then. */
#include "rules/watch.h"

#include "base/filtered.h"
#include "hooks/hook.h"
#include "hooks/hook_stack.h"
#include "rules/clock.h"
#include "rules/enabled.h"

unsigned char watch_on;

#define WATCH_NS 200000000

static void run_watch(void *call)
{
	hook_watch(call);
}

__attribute__((cold)) void watch_call(struct thread *t)
{
	struct call call = {.thread = t};
	uint64_t now = filtered & FILTERED_MAPS ? t->watched : clock_now(t);

	if (now - t->watched < WATCH_NS)
		return;
	t->watched = now;
	hook_stack_tell(&call, run_watch);
}

void hook_watch_calls(void)
{
	watch_on = 1;
	enabled_everything();
}

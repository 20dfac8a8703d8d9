/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Tells the interpreter side what happens to the process. */
#include "hooks/events.h"

#include "hooks/hook_stack.h"
#include "signals/signals.h"

static uint8_t wanted[HOOK_EVENTS] = {[HOOK_EXIT] = 1, [HOOK_FORK] = 1};

static void run_event(void *arg)
{
	struct call *call = arg;

	hook_event(call, (enum hook_event)call->nr);
}

void events_tell_call(struct call *call)
{
	hook_stack_tell(call, run_event);
}

void events_tell(struct thread *t, enum hook_event event)
{
	struct call call = {.nr = event, .thread = t};

	if (wanted[event])
		events_tell_call(&call);
}

int events_wants(enum hook_event event)
{
	return wanted[event];
}

static void (*signal_watcher)(struct call *call);

static void tell_signal(struct call *call)
{
	if (signal_watcher && !call->thread->in_hook)
		signal_watcher(call);
	call->nr = HOOK_SIGNAL;
	if (wanted[HOOK_SIGNAL])
		events_tell_call(call);
}

void events_watch_signals(void (*fn)(struct call *call))
{
	signal_watcher = fn;
	signals_tell = tell_signal;
}

void hook_want_event(enum hook_event event)
{
	wanted[event] = 1;
	if (event == HOOK_SIGNAL)
		signals_tell = tell_signal;
}

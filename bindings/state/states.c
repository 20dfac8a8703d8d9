/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * All states there are, and in which of them a call's handlers run: the
 * process's, or their thread's, made at its first hooked call.
 */
#include "bindings/state/states.h"

#include "bindings/interp/message.h"
#include "bindings/rules/shared_rules.h"
#include "bindings/runtime/alloc.h"
#include "bindings/state/failures.h"
#include "bindings/state/hook_record.h"
#include "bindings/state/state_clone.h"

struct interp *states_shared; /* if threads have none of their own */
uint32_t states_generation;
static int own; /* they have */
static int is_started;
static int lost;	     /* see hook_lost() */
static struct interp *first; /* all there are */
static uint64_t serials;

/* How the scripts get into a thread's own state; NULL: there are no scripts. */
static int (*load_own)(struct interp *in);

/* What a thread has in its slot that has no state, for it could not be made. */
static struct interp none BIG_TABLE;

/* --- making and unmaking ------------------------------------------------ */

static void remove_state(const struct interp *in)
{
	struct interp **at = &first;

	hook_lock();
	while (*at && *at != in)
		at = &(*at)->next;
	if (*at)
		*at = in->next;
	hook_unlock();
}

static void add_state(struct interp *in)
{
	hook_lock();
	in->serial = ++serials;
	in->next = first;
	first = in;
	hook_unlock();
}

void states_destroy(struct interp *in)
{
	shared_rules_give_up(in);
	for (struct hook *h = in->first; h; h = h->next)
		failures_account(h);
	remove_state(in);
	lua_close(in->L);
	shared_rules_give_up(in); /* what finalizers have asked for */
	alloc_release(&in->heap);
	hook_unmap(in, sizeof(*in));
}

/* It may be in the middle of anything: its memory is all that is taken back. */
static void abandon_state(struct interp *in)
{
	shared_rules_give_up(in);
	remove_state(in);
	alloc_release(&in->heap);
	hook_unmap(in, sizeof(*in));
}

/* A state of that thread's. */
static struct interp *find_of_thread(void **slot)
{
	struct interp *in;

	hook_lock();
	in = own ? first : NULL;
	while (in && in->slot != slot)
		in = in->next;
	hook_unlock();
	return in;
}

/* Of a thread before this one, which could not be told of its end: there was a
 * seccomp filter, or it ended in a handler. */
static void clear_slot(void **slot)
{
	struct interp *in;

	while ((in = find_of_thread(slot)))
		if (in->current || in->loading)
			abandon_state(in);
		else
			states_destroy(in);
}

struct interp *states_create(uint32_t of, void **slot)
{
	struct interp *in = hook_map(sizeof(*in));

	if (!in)
		return NULL;
	in->is_open = state_clone_open(in, !is_started);
	if (!in->is_open) {
		in->heap.limit = (size_t)256 * MEBIBYTE;
		in->L = lua_newstate(alloc, &in->heap);
	}
	if (!in->L) {
		hook_unmap(in, sizeof(*in));
		return NULL;
	}
	in->last = &in->first;
	in->generation = of;
	in->users = 1;
	in->slot = slot;
	*(struct interp **)lua_getextraspace(in->L) = in;
	add_state(in);
	return in;
}

int states_exist(const struct interp *in, uint64_t serial)
{
	const struct interp *there;
	int is_same;

	hook_lock();
	there = first;
	while (there && there != in)
		there = there->next;
	/* its thread may end behind the lock, and it with it */
	is_same = there && there->serial == serial;
	hook_unlock();
	return is_same;
}

/* --- whose they are ------------------------------------------------------ */

int states_set_own(int wanted)
{
	if (wanted == own)
		return 1;
	if (is_started || own) /* there is no way back */
		return 0;
	own = 1;
	hook_own_states();
	return 1;
}

void states_begin(int (*load)(struct interp *))
{
	load_own = load;
}

void states_start(struct interp *in, void **slot)
{
	is_started = 1;
	states_put(in, slot);
}

void states_opened(struct interp *in)
{
	if (own && is_started) /* others may follow */
		state_clone_keep(in);
	if (!is_started)
		state_clone_hand_on(in);
	in->is_open = 1;
}

void states_put(struct interp *in, void **slot)
{
	if (own)
		*slot = in;
	else
		states_shared = in;
}

__attribute__((cold)) static struct interp *make_own(const struct call *call)
{
	struct interp *in;

	/* should the scripts make calls of their own that are hooked */
	*call->state = &none;
	clear_slot(call->state);
	in = states_create(states_generation, call->state);
	if (in && load_own(in) == 0) {
		*call->state = in;
		return in;
	}
	if (in) {
		message_complain(in->L, "this thread's calls are not hooked: ");
		states_destroy(in);
	} else {
		message_say("this thread's calls are not hooked: no memory");
	}
	return NULL;
}

struct interp *states_of_thread(const struct call *call)
{
	struct interp *in;

	if (!own || lost)
		return NULL;
	in = *call->state;
	if (__builtin_expect(!in, 0))
		return load_own ? make_own(call) : NULL;
	return in != &none ? in : NULL;
}

/* Whatever handlers of its are under way, maybe in a retired one: they will not
 * come back. */
void hook_thread_end(struct call *call)
{
	struct interp *in;

	*call->state = NULL;
	while ((in = find_of_thread(call->state)))
		states_destroy(in);
}

int states_are_lost(void)
{
	return lost;
}

static void lose_all(const char *why)
{
	if (!lost)
		message_say(why, ": no handler is called from here on");
	lost = 1;
	states_shared = NULL;
}

void hook_lost(void)
{
	lose_all("a task was killed in a handler");
}

void hook_lost_in_copy(void)
{
	lose_all("this process was forked amid a handler of another thread");
}

void states_after_fork(const struct call *call)
{
	struct interp *in = own ? first : NULL;

	while (in) {
		struct interp *next = in->next;

		if (in->slot != call->state)
			abandon_state(in);
		in = next;
	}
}

/* What states of other threads have asked for is not in force any more, though
 * their handlers stay until these threads make a call. */
void states_set_generation(uint32_t of)
{
	hook_lock();
	if (of > states_generation)
		states_generation = of;
	for (struct interp *in = first; in; in = in->next)
		if (in->generation < states_generation && !in->pending)
			shared_rules_withdraw(in);
	hook_unlock();
}

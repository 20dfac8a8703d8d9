/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "wants.h"

#include "dispatch.h"
#include "near.h"
#include "rules.h"
#include "thread.h"
#include "trampoline.h"
#include "vdso.h"

#define EINVAL_ERR (-22)
#define ENOSYS_ERR (-38)

#define RULES (WANTS_ENTER | WANTS_KERNEL | WANTS_RESULT)

uint8_t wants_of[HOOK_INDICES];
struct wants_c_hook wants_c_hook[HOOK_INDICES];
static int everything;

/* Those bits of it are these now, whoever changes others at the same time. */
static void set(unsigned int index, uint8_t mask, uint8_t bits)
{
	uint8_t old = wants_get(index);

	while (!__atomic_compare_exchange_n(&wants_of[index], &old,
					    (uint8_t)((old & ~mask) | bits), 0,
					    __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
		;
}

/*
 * How often a number was wanted no more. Code is changed each time, which takes
 * the kernel 50 us and more; so a script that hooks for a moment, and again,
 * has its calls come here from then on.
 */
#define SWITCHES 16
static uint8_t switched[HOOK_NUMBERS];

static int want(unsigned int nr)
{
	uint8_t here = wants_get(nr);
	int stays = switched[nr] == SWITCHES;
	int asked = (here & ~WANTS_CORE) || stays;
	/* a stub looks at sixteen bits of a number */
	int all = everything || wants_get(HOOK_OTHERS) || here || stays;
	int err = 0;

	if (trampoline_table()[nr] != all) {
		err = trampoline_want(nr, all);
		if (!err)
			err = near_want(nr, all);
		switched[nr] = (uint8_t)(switched[nr] + !all);
	}
	if (!err)
		vdso_want(nr, asked);
	rules_prefilter(nr, !everything &&
				    !(here & (WANTS_CORE | WANTS_C_HOOK)) &&
				    (here & WANTS_HANDLERS) != HOOK_ALWAYS);
	return err;
}

static void want_again(void)
{
	for (unsigned int nr = 0; nr < HOOK_NUMBERS; nr++)
		want(nr);
}

/* Those bits of index are these now. Returns 0 or -errno as trampoline_want().
 */
static int change(unsigned int index, uint8_t mask, uint8_t bits)
{
	set(index, mask, bits);
	if (index != HOOK_OTHERS)
		return want(index);
	trampoline_want_others(wants_get(index));
	want_again();
	return 0;
}

void wants_core(const unsigned short *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		change(numbers[i], WANTS_CORE, WANTS_CORE);
}

void wants_core_all(void)
{
	for (unsigned int i = 0; i < HOOK_INDICES; i++)
		set(i, WANTS_CORE, WANTS_CORE);
	trampoline_want_others(1);
	want_again();
}

void wants_everything(void)
{
	everything = 1;
	want_again();
}

int wants_rules(unsigned int index, uint8_t stages)
{
	return change(index, RULES, (uint8_t)(stages << 2));
}

int hook_want(unsigned int index, enum hook_wanted wanted)
{
	return change(index, WANTS_HANDLERS, (uint8_t)wanted);
}

static void set_c_hook(unsigned int index, zpoline_hook_fn fn, void *arg)
{
	struct wants_c_hook *hook = &wants_c_hook[index];
	unsigned long version = hook->version + 1;

	__atomic_store_n(&hook->is[version & 1].fn, fn, __ATOMIC_RELAXED);
	__atomic_store_n(&hook->is[version & 1].arg, arg, __ATOMIC_RELAXED);
	__atomic_store_n(&hook->version, version, __ATOMIC_RELEASE);
}

struct c_hook_change {
	struct call call;
	unsigned int index;
	zpoline_hook_fn fn;
	void *arg;
	int err;
};

static void change_c_hook(struct c_hook_change *to)
{
	set_c_hook(to->index, to->fn, to->arg);
	to->err = change(to->index, WANTS_C_HOOK, to->fn ? WANTS_C_HOOK : 0);
	if (to->err) {
		set(to->index, WANTS_C_HOOK, 0);
		set_c_hook(to->index, NULL, NULL);
	}
}

/* In a hook: the gate is changed by one at a time. */
static void change_c_hook_locked(struct call *call)
{
	thread_lock_common(call->thread);
	change_c_hook((struct c_hook_change *)call);
	thread_unlock_common(call->thread);
}

int zpoline_hook(int nr, zpoline_hook_fn fn, void *arg)
{
	struct c_hook_change to = {
		.call = {.thread = thread_self()},
		.index = (unsigned int)nr,
		.fn = fn,
		.arg = arg,
	};

	if (nr < 0 || nr >= HOOK_NUMBERS)
		return EINVAL_ERR;
	if (!trampoline_table())
		return ENOSYS_ERR;
	if (!to.call.thread ||
	    dispatch_in_hook(&to.call, change_c_hook_locked) != 0)
		change_c_hook(&to);
	return to.err;
}

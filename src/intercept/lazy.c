/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Other threads may run the site meanwhile. They find the old instruction or
 * the jump, because one store within a line of the cache writes it; who has run
 * the old one comes to the syscall instruction, which stays and traps.
 */
#include "intercept/lazy.h"

#include <linux/mman.h>

#include "analysis/trapped.h"
#include "base/constants.h"
#include "base/maps.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "intercept/rewriter.h"
#include "intercept/sites.h"
#include "intercept/stub_slots.h"
#include "intercept/waiting.h"
#include "thread/memory.h"

/* A try takes what some thirty traps take; where the function is known, ten. */
#define TRAPS 32
#define TRAPS_WAITING 12
#define NEVER 255
#define SLOTS 1024

/* How often sites have trapped; two that share a place count in turns. */
static struct {
	uint32_t site; /* its lower half */
	uint32_t traps;
} seen[SLOTS] BIG_TABLE;

/* By vfork children. */
#define OWED 32
static struct lazy_trap owed[OWED];
static size_t owed_count;

static int refused; /* the kernel lets nobody write code */

/* Has the site trapped so often? Once. */
static int has_trapped(uintptr_t site, uint32_t often)
{
	uint32_t low = (uint32_t)site, traps;
	size_t i = (site ^ site >> 10) % SLOTS;

	if (__atomic_load_n(&seen[i].site, __ATOMIC_RELAXED) != low) {
		__atomic_store_n(&seen[i].site, low, __ATOMIC_RELAXED);
		__atomic_store_n(&seen[i].traps, 0, __ATOMIC_RELAXED);
	}
	traps = __atomic_load_n(&seen[i].traps, __ATOMIC_RELAXED);
	if (traps >= NEVER)
		return 0;
	traps = traps + 1 < often ? traps + 1 : NEVER;
	__atomic_store_n(&seen[i].traps, traps, __ATOMIC_RELAXED);
	return traps == NEVER;
}

int lazy_is_due(struct lazy_trap *trap)
{
	enum waiting waits = waiting_traps(trap->site, trap->rsp, &trap->all);

	trap->known = waiting_has_time(trap->rax);
	trap->often = waits != WAITING_WHOLE && !refused &&
		      rewriter_makes_jumps() &&
		      has_trapped(trap->site, waits ? TRAPS_WAITING : TRAPS);
	return trap->all || trap->known || trap->often;
}

/* The bytes around the jump, with it in its place. */
static int make_word(uintptr_t site, const uint8_t jump[WINDOW_JUMP],
		     uint64_t *was, uint64_t *word)
{
	uintptr_t at = trapped_store(site);

	if (memory_copy_in(was, at, sizeof(*was)) != sizeof(*was))
		return -1;
	*word = *was;
	memcpy((uint8_t *)word + (site - WINDOW_JUMP - at), jump, WINDOW_JUMP);
	return 0;
}

/* The whole mapping becomes writable: in parts it would stay split. */
static int store(const struct maps_entry *e, uintptr_t site, uint64_t was,
		 uint64_t word)
{
	uint64_t *at = (uint64_t *)trapped_store(site);
	size_t size = e->end - e->start;
	int is_same;

	refused = sys_mprotect((void *)e->start, size,
			       PROT_READ | PROT_WRITE | PROT_EXEC) != 0;
	if (refused)
		return -1;
	is_same = *(volatile uint64_t *)at == was;
	if (is_same)
		__asm__ volatile("mov %1, %0"
				 : "=m"(*at)
				 : "r"(word)
				 : "memory");
	sys_mprotect((void *)e->start, size, e->prot);
	return is_same ? 0 : -1;
}

static int is_whole(const struct maps_entry *e, uintptr_t site)
{
	uintptr_t at = trapped_store(site);

	return at >= e->start && at + TRAPPED_STORE <= e->end;
}

static void patch_site(const struct lazy_trap *trap)
{
	uint8_t code[TRAPPED_BEFORE + SITE_SIZE], jump[WINDOW_JUMP];
	uintptr_t site = trap->site;
	struct maps_entry e;
	char path[4096];
	struct window w;
	uint64_t was, word;

	if (sites_contains(site) ||
	    memory_copy_in(code, site - TRAPPED_BEFORE, sizeof(code)) !=
		    sizeof(code) ||
	    !trapped_window(code, site, trap->rax, &w) ||
	    maps_find(site, &e, path, sizeof(path)) != 0 ||
	    !rewriter_takes(&e) || !is_whole(&e, site) ||
	    sites_reserve(1) != 0 || stub_slots_make(site, &w, jump) != 0)
		return;
	stub_slots_end();
	sites_add(site);
	if (make_word(site, jump, &was, &word) != 0 ||
	    store(&e, site, was, word) != 0) {
		sites_remove(site, site + 1);
		stub_slots_forget(site, site + 1);
	}
}

void lazy_patch(void *arg)
{
	const struct lazy_trap *trap = arg;

	if (trap->known)
		waiting_rewrite_known();
	if (trap->all)
		waiting_rewrite(trap->site);
	else if (trap->often)
		waiting_rewrite_function(trap->site);
	if (trap->all || trap->often)
		patch_site(trap);
}

void lazy_owe(const struct lazy_trap *trap)
{
	if (owed_count < OWED)
		owed[owed_count++] = *trap;
}

int lazy_owes(void)
{
	return owed_count != 0;
}

void lazy_patch_owed(void *unused)
{
	(void)unused;
	while (owed_count)
		lazy_patch(&owed[--owed_count]);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds the call sites of a piece of code, and patches those that may be. */
#include "intercept/rewrite_code.h"

#include <asm/errno.h>
#include <linux/mman.h>

#include "analysis/insn.h"
#include "analysis/prebuilt_sites.h"
#include "base/constants.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "intercept/sites.h"
#include "intercept/stub_slots.h"

/* Sites of one mapping that are patched at one go; more take another. */
#define BATCH 4096

/* What takes the place of a syscall instruction: call *%rax */
static const uint8_t call_rax[2] = {0xff, 0xd0};

struct rewrite_batch {
	struct patch_page page;
	struct patchable_site site[BATCH];
	size_t count;
};

/* With the first code: often all of it waits. */
static int begin_batch(struct rewrite_run *run)
{
	if (!run->batch)
		run->batch = pages_map(sizeof(*run->batch));
	run->is_without_memory |= !run->batch;
	return run->batch != NULL;
}

int rewrite_code_end(struct rewrite_run *run)
{
	stub_slots_end();
	if (run->batch)
		pages_unmap(run->batch, sizeof(*run->batch));
	return run->is_without_memory ? -ENOMEM : 0;
}

/*
 * At start, and of a mapping that was just made, the protection is changed: 1.5
 * us for each page, where a write takes 5. Always of the whole: a mapping whose
 * protection was changed in parts and back stays split, and the program cannot
 * mremap what it mapped as one, nor do profilers name what is in its parts.
 * Where other threads run the code is written through the file.
 */
static int open_pages(struct rewrite_run *run, const struct maps_entry *e,
		      uintptr_t first, uintptr_t last)
{
	if (!run->late || run->pages >= REWRITER_WHOLE)
		return patch_open(&run->patch, e->start, e->end, e->prot,
				  PATCH_IN_PLACE);
	return patch_open(&run->patch, first, last, e->prot,
			  run->pages == REWRITER_KEEP ? PATCH_FILE_ONLY
						      : PATCH_BY_FILE);
}

static void left_alone(struct rewrite_run *run, const struct maps_entry *e,
		       uintptr_t addr, enum patchable_verdict verdict)
{
	run->stats->sites[verdict]++;
	if (run->config->verbose >= 2)
		log_line("%.*s+0x%lx: left alone: %s", (int)e->path_len,
			 e->path, addr - e->start + e->offset,
			 patchable_text(verdict));
}

/* Why the site is neither a jump nor a call. */
static enum patchable_verdict verdict_on(const struct rewrite_run *run,
					 const struct patchable_site *s)
{
	return run->config->jumps ? s->jump : s->call;
}

static int is_wanted(const struct rewrite_run *run,
		     const struct patchable_site *s)
{
	return (run->config->jumps && s->jump == PATCHABLE_PATCHED) ||
	       (run->config->calls && s->call == PATCHABLE_PATCHED);
}

/* One site, in the way that it allows for. */
static enum patchable_verdict put_site(struct rewrite_run *run,
				       const struct patchable_site *s,
				       uintptr_t addr)
{
	enum patchable_verdict verdict = verdict_on(run, s);
	const struct patch *p = &run->patch;
	uint8_t jump[WINDOW_JUMP];

	run->site = addr;
	if (run->config->jumps && s->jump == PATCHABLE_PATCHED) {
		if (stub_slots_make(addr, &s->window, jump) != 0) {
			verdict = PATCHABLE_FAR;
		} else if (patch_put(p, addr - s->window.size, jump,
				     sizeof(jump)) == 0) {
			run->stats->jumps++;
			return PATCHABLE_PATCHED;
		} else {
			stub_slots_forget(addr, addr + 1);
			return PATCHABLE_UNWRITABLE;
		}
	}
	if (!run->config->calls || s->call != PATCHABLE_PATCHED)
		return verdict;
	if (patch_put(p, addr, call_rax, sizeof(call_rax)) != 0)
		return PATCHABLE_UNWRITABLE;
	run->stats->calls++;
	return PATCHABLE_PATCHED;
}

static void rewrite_site(struct rewrite_run *run, const struct maps_entry *e,
			 const struct patchable_site *s, uintptr_t addr)
{
	enum patchable_verdict verdict = put_site(run, s, addr);

	if (verdict == PATCHABLE_PATCHED)
		sites_add(addr);
	else
		left_alone(run, e, addr, verdict);
}

/* Patches of count sites in [first, last) are to come. */
static int open_sites(struct rewrite_run *run, const struct maps_entry *e,
		      uintptr_t first, uintptr_t last, size_t count)
{
	int err = sites_reserve(count);

	if (!err)
		err = open_pages(run, e, first, last);
	/* with a key, the pages need not be readable */
	if (!err && run->pages != REWRITER_KEEP)
		patch_gather(&run->patch, &run->batch->page);
	run->site = 0;
	run->patching = !err;
	if (!err)
		return 0;
	run->stats->sites[PATCHABLE_UNWRITABLE] += count;
	log_line("%.*s: the kernel refuses to change its code; its "
		 "system calls are not hooked",
		 (int)e->path_len, e->path);
	return err;
}

static void close_sites(struct rewrite_run *run)
{
	run->patching = 0;
	patch_close(&run->patch);
}

__attribute__((cold)) void rewrite_code_give_up(struct rewrite_run *run)
{
	if (run->batch)
		run->batch->count = 0;
	functions_close(&run->object);
	if (!run->patching)
		return;
	if (run->site && !sites_contains(run->site))
		stub_slots_forget(run->site, run->site + 1);
	close_sites(run);
}

/* The sites of the batch, delta behind where they were read. */
static void flush(struct rewrite_run *run, const struct maps_entry *e,
		  uintptr_t delta)
{
	struct patchable_site *site = run->batch->site;
	size_t count = run->batch->count;

	if (!count)
		return;
	run->batch->count = 0;
	if (open_sites(run, e, site[0].addr - site[0].window.size + delta,
		       site[count - 1].addr + 2 + delta, count) != 0)
		return;
	for (size_t i = 0; i < count; i++)
		rewrite_site(run, e, &site[i], site[i].addr + delta);
	close_sites(run);
}

static void add_site(struct rewrite_run *run, const struct maps_entry *e,
		     const struct patchable_site *site,
		     const struct functions *object, uintptr_t delta)
{
	struct rewrite_batch *batch = run->batch;

	batch->site[batch->count++] = *site;
	if (batch->count < BATCH)
		return;
	if (object)
		patchable_branches(object, batch->site, batch->count);
	flush(run, e, delta);
}

static int is_syscall(uintptr_t addr)
{
	const uint8_t *p = (const uint8_t *)addr;

	return p[0] == 0x0f && p[1] == 0x05;
}

/* All that the table names lies in this code. */
static int covers(const struct rewrite_part *code,
		  const struct prebuilt_object *known, uintptr_t base)
{
	const struct prebuilt_site *site = &prebuilt_sites[known->first];

	/* in ascending order */
	return !known->count ||
	       (base + site[0].offset >= code->start + WINDOW_MAX &&
		base + site[known->count - 1].offset + 2 <= code->end);
}

static void rewrite_known(struct rewrite_run *run,
			  const struct prebuilt_object *known, uintptr_t base,
			  const struct maps_entry *e)
{
	const struct prebuilt_site *prebuilt_site =
		&prebuilt_sites[known->first];

	for (int i = 0; i < PATCHABLE_VERDICTS; i++)
		run->stats->sites[i] += known->left[i];
	if (!known->count)
		return;
	if (open_sites(run, e, base + prebuilt_site[0].offset - WINDOW_MAX,
		       base + prebuilt_site[known->count - 1].offset + 2,
		       known->count) != 0)
		return;
	for (uint32_t i = 0; i < known->count; i++) {
		const struct prebuilt_site *k = &prebuilt_site[i];
		struct patchable_site site = {
			.addr = base + k->offset,
			.window = k->window,
			.jump = k->jump,
			.call = k->call,
		};

		if (is_wanted(run, &site)) {
			patch_claim(&run->patch, site.addr - site.window.size);
			if (!is_syscall(site.addr))
				site.jump = site.call = PATCHABLE_NOT_CODE;
		}
		rewrite_site(run, e, &site, site.addr);
	}
	close_sites(run);
}

/* Does the mapping hold what was read of the file, for all of the function that
 * the verdict was about? */
static int is_mapped(const struct rewrite_part *code,
		     const struct insn_function *f)
{
	uintptr_t start = f->start + code->delta;
	/* a site may stand at its end */
	uintptr_t end = f->end + 2 < code->end ? f->end + 2 : code->end;

	if (!code->delta)
		return 1;
	return f->start >= code->start && f->end <= code->end &&
	       memcmp((const void *)f->start, (const void *)start,
		      end - f->start) == 0;
}

static void rewrite_searched(struct rewrite_run *run, struct functions *object,
			     const struct rewrite_part *code,
			     const struct maps_entry *e)
{
	const uint8_t *end = (const uint8_t *)code->end;
	const uint8_t *p = insn_scan((const uint8_t *)code->start, end);
	struct insn_function f = {0};

	for (; p; p = insn_scan(p + 2, end)) {
		struct patchable_site site = {.jump = PATCHABLE_NO_FUNCTION,
					      .call = PATCHABLE_NO_FUNCTION};

		if (object)
			patchable_judge(object, &f, (uintptr_t)p, &site);
		if ((uintptr_t)p - code->start < site.window.size)
			site.jump = PATCHABLE_SHORT; /* in another mapping */
		if (is_wanted(run, &site) && !is_mapped(code, &f))
			site.jump = site.call = PATCHABLE_NO_FUNCTION;
		if (is_wanted(run, &site))
			add_site(run, e, &site, object, code->delta);
		else
			left_alone(run, e, (uintptr_t)p + code->delta,
				   verdict_on(run, &site));
	}
	if (object && run->config->jumps)
		patchable_branches(object, run->batch->site, run->batch->count);
	flush(run, e, code->delta);
}

static void add_closed(struct rewrite_run *run, struct functions *object,
		       struct insn_function *f, uintptr_t addr,
		       const struct maps_entry *e)
{
	struct patchable_site site;

	patchable_judge(object, f, addr, &site);
	if (is_wanted(run, &site) && addr - e->start >= site.window.size &&
	    !(site.jump == PATCHABLE_PATCHED && window_is_open(&site.window)))
		run->batch->site[run->batch->count++] = site;
}

void rewrite_code_function(struct rewrite_run *run, struct functions *object,
			   uintptr_t site, const struct maps_entry *e)
{
	struct insn_function f = {0};
	enum functions_source source;
	struct patchable_site judged;
	struct eh_function found;

	if (!begin_batch(run) ||
	    !functions_find(object, site, &found, &source) ||
	    sites_between(found.start, found.end + SITE_SIZE))
		return;
	patchable_judge(object, &f, site, &judged); /* reads the function */
	for (size_t i = 0; i < f.sites; i++)
		add_closed(run, object, &f, f.site[i], e);
	flush(run, e, 0);
}

void rewrite_code(struct rewrite_run *run, struct functions *object,
		  const struct rewrite_part *code, const struct maps_entry *e)
{
	const struct prebuilt_object *known = NULL;

	if (!begin_batch(run))
		return;
	if (object && run->config->verbose < 2)
		known = prebuilt_find(object->elf.build_id,
				      object->elf.build_id_size);
	if (known && covers(code, known, object->elf.base))
		rewrite_known(run, known, object->elf.base + code->delta, e);
	else
		rewrite_searched(run, object, code, e);
}

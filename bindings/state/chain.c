/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The hooks of one system call, in order: a chain, made at the first such call.
 */
#include "bindings/state/chain.h"

#include <lauxlib.h>

#include "bindings/runtime/alloc.h"
#include "bindings/state/hook_record.h"
#include "tables/tables.h"

static int is_hooked(const struct hook *h, unsigned int index)
{
	return h->numbers[index / 64] >> (index % 64) & 1;
}

static size_t chain_size(int count)
{
	return sizeof(struct chain) + (size_t)count * sizeof(struct hook *);
}

__attribute__((cold)) void chain_free(struct interp *in, struct chain *c)
{
	for (int i = 0; i < c->count; i++)
		if (--c->hook[i]->uses == 0 && c->hook[i]->removed)
			hook_record_forget(in, c->hook[i]);
	alloc(&in->heap, c, chain_size(c->count), 0);
}

__attribute__((cold)) struct chain *chain_make(struct interp *in,
					       unsigned int index)
{
	struct chain *c;
	int count = 0;

	for (struct hook *h = in->first; h; h = h->next)
		count += h->enabled && is_hooked(h, index);
	c = alloc(&in->heap, NULL, 0, chain_size(count));
	if (!c)
		return NULL;
	*c = (struct chain){
		.uses = 1,
		.nr = index,
		.nargs = tables_syscall_nargs(index),
		.widths = tables_widths(index),
	};
	for (struct hook *h = in->first; h; h = h->next)
		if (h->enabled && is_hooked(h, index)) {
			h->uses++;
			c->exits += h->exit.ref != LUA_NOREF;
			c->hook[c->count++] = h;
		}
	in->chains[index] = c;
	return c;
}

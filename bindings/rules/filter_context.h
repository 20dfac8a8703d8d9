/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A filter that is being read: what its parts need to know of it. */
#ifndef FILTER_CONTEXT_H
#define FILTER_CONTEXT_H

#include "bindings/rules/selector.h"

#define LIST_MAX 64 /* values of one test */

/* Where a test is read: names for messages. */
struct filter_context {
	const char *who; /* "zp.hook" */
	const char *key;
	const struct selection *selection;
	int parts; /* a table on the stack that keeps what tests lead to */
};

/* Memory that stays as long as that table. */
void *filter_context_keep(lua_State *L, const struct filter_context *m,
			  size_t size);

/* So does the value on top, which is popped. */
void filter_context_anchor(lua_State *L, const struct filter_context *m);

#endif

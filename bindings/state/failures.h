/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Handlers that failed; they outlive states. In a hook. */
#ifndef FAILURES_H
#define FAILURES_H

#include "bindings/state/hook_record.h"

struct failure {
	struct failure *next;
	const char *label;
	uint32_t generation, number; /* of the scripts, of the hook */
	uint64_t errors, hits;
};

/* h has failed once more. 1: it has not before, nor has another state's. */
int failures_count(lua_State *L, struct hook *h);

/* What h was called since; before h or its state goes, and before they are
 * told. */
void failures_account(struct hook *h);
void failures_tell(lua_State *L);

#endif

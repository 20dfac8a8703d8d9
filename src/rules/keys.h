/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What a call is counted by. */
#ifndef KEYS_H
#define KEYS_H

#include "hooks/rule.h"

/*
 * The key of a call, in the thread's record. ret is its result, and made a
 * descriptor that it has made, if a part of the key needs it. Guard up
 * (readers.h), on the program's stack.
 */
struct cells_key keys_make(const struct hook_keyed *keyed,
			   const struct call *call, unsigned int index,
			   long ret, int made);

/*
 * Who makes the call is found out, on a hook stack: guard down, on the
 * program's stack. A signal handler's calls may come between that and
 * keys_make(): keys_has_stack() tells whether it is still known, guard up.
 */
void keys_find_stack(struct call *call);
int keys_has_stack(const struct call *call);

/* Guard up: its frames, at most so many, to there. Returns how many. */
uint32_t keys_copy_stack(const struct thread *t, uint64_t *words, size_t most);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program puts itself under seccomp filters, and its calls are judged by
 * them. What of ours would be refused from then on is done before, or done
 * without.
 */
#ifndef SECCOMP_H
#define SECCOMP_H

#include "thread/call.h"
#include "thread/seccomp_filters.h"

/* prctl(PR_SET_SECCOMP), seccomp. As issue_call(). */
long seccomp_issue(struct call *call);

/* Start-up: so is this thread, which has inherited some. */
void seccomp_inherited(struct thread *t);

/*
 * The thread has filters: what becomes of the program's call by them, as if
 * there were nothing of ours. 1: it is done, and *ret its result. 0: they let
 * it go on.
 */
int seccomp_judge(struct call *call, long *ret);

/* Is the call, as it is now, let through from its own address only? Then it is
 * not to be made by us, for who waits for its result. */
int seccomp_is_bound(const struct call *call);

/*
 * Must the program's own instruction make the call? It must if the program's
 * filters distinguish addresses, or a supervisor is told them, and nobody has
 * changed the call. with_care: we would do more than issue the call, and prefer
 * to make it ourselves. If the answer is yes, the fallback is off.
 */
int seccomp_wants_site(struct call *call, int with_care);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program puts itself under seccomp filters, and its calls are judged by
 * them. What we need and the filters would refuse is done before, or not at
 * all.
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
 * The thread has filters: do what they say to the program's call, as if we were
 * not there. Returns 1 if that was all and *ret is the result, 0 if they let
 * the call go on.
 */
int seccomp_judge(struct call *call, long *ret);

/* Do the filters let the call through from its own address only? Then we must
 * not make it on behalf of a caller that waits for its result. */
int seccomp_is_bound(const struct call *call);

/*
 * Must the program's own instruction make the call? It must if the program's
 * filters distinguish addresses, or a supervisor is told them, and nobody has
 * changed the call. with_care: we would do more than issue the call, and prefer
 * to make it ourselves. If the answer is yes, the fallback is off.
 */
int seccomp_wants_site(struct call *call, int with_care);

#endif

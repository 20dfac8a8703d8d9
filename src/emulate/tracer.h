/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program that traces others (ptrace), which are hooked too. The fallback
 * (sud.h) raises SIGSYS in a traced program, and so stops it for its tracer,
 * which natively sees nothing there. These stops are hidden: wait4 and waitid
 * say of none of them. The program is let into our handler and out of it, and
 * goes on in the way that the tracer has asked for last.
 *
 * A SIGSYS that is the program's own is shown: of a seccomp filter, sent, of
 * the program's own dispatcher.
 */
#ifndef TRACER_H
#define TRACER_H

struct call;

/* ptrace, wait4, waitid. As issue_call(). */
long tracer_trace(struct call *call);
long tracer_wait(struct call *call);
long tracer_wait_id(struct call *call);

#endif

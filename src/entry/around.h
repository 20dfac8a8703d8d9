/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Injections, times and histograms: what rules do around the kernel's part. */
#ifndef AROUND_H
#define AROUND_H

#include "entry/dispatch.h"

/* issue_call(), with that. may_pass: if they do nothing the call may pass as
 * it was, and is not issued then. */
struct dispatch_outcome around_issue(struct call *call, unsigned int index,
				     int may_pass);

#endif

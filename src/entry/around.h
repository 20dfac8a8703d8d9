/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Injections, times and histograms: what rules do before and after the kernel's
 * part. */
#ifndef AROUND_H
#define AROUND_H

#include "entry/dispatch.h"

/* issue_call(), with what rules do. may_pass: if they do nothing, the call may
 * pass as it was, and is not issued here. */
struct dispatch_outcome around_issue(struct call *call, unsigned int index,
				     int may_pass);

#endif

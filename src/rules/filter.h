/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What filters and other rules ask of a call, one test at a time; see hook.h,
 * where also hook_test_result() is told of. */
#ifndef FILTER_H
#define FILTER_H

#include "hooks/rule.h"

/* Does the test hold for the call, whose number has that index? Guard down, on
 * the program's stack. */
int filter_holds(const struct hook_test *test, struct call *call,
		 unsigned int index);

#endif

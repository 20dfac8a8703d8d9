/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* An object for dlopen that calls back, through a function of a NAME that is
 * not exported. */
#include "../function.h"

__attribute__((visibility("default"))) void through(void (*fn)(void));

static FUNCTION void NAME(void (*fn)(void))
{
	fn();
	BEHIND;
}

void through(void (*fn)(void))
{
	NAME(fn);
	BEHIND;
}

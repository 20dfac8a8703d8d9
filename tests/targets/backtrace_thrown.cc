/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A call of getppid in a destructor that an exception runs, after what
 * backtrace(3) says of the callers, an address a line.
 */
#include <cstdio>
#include <execinfo.h>
#include <unistd.h>

#include "function.h"

namespace
{

class Guard
{
      public:
	FUNCTION ~Guard();
};

Guard::~Guard()
{
	void *at[64];
	int n = backtrace(at, 64);

	for (int i = 1; i < n; i++)
		dprintf(1, "%p\n", at[i]);
	getppid();
	BEHIND;
}

FUNCTION void thrower(int value)
{
	Guard guard;

	throw value;
}

} // namespace

int main()
{
	void *at[1];

	backtrace(at, 1); /* what it loads, it loads now */
	try {
		thrower(3);
	} catch (int) {
		return 0;
	}
	return 1;
}

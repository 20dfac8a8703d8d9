/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Units of time: for durations in filters and injections. */
#include "bindings/runtime/time_units.h"

#include <string.h>

int64_t time_units_ns(const char *name, size_t n)
{
	static const struct {
		char name[3];
		int64_t ns;
	} units[] = {{"ns", 1}, {"us", 1000}, {"ms", 1000000}, {"s", BILLION}};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (n == strlen(units[i].name) &&
		    memcmp(units[i].name, name, n) == 0)
			return units[i].ns;
	return 0;
}

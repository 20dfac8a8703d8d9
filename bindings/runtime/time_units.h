/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Units of time as scripts write them. Any context. */
#ifndef TIME_UNITS_H
#define TIME_UNITS_H

#include <stddef.h>
#include <stdint.h>

#define BILLION 1000000000 /* ns of a second */

/* How many ns the unit of that name has, "ns", "us", "ms" or "s", the n bytes
 * at name; 0: it is none. */
int64_t time_units_ns(const char *name, size_t n);

#endif

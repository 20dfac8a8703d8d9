/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "run.h"

void trace(const char *fmt, ...)
{
	char line[200];
	va_list args;
	int length;

	va_start(args, fmt);
	length = vsnprintf(line, sizeof(line) - 1, fmt, args);
	va_end(args);
	if (length < 0)
		return;
	if (length > (int)sizeof(line) - 2)
		length = (int)sizeof(line) - 2;
	line[length++] = '\n';
	if (shared->length + length >= TRACE_SIZE)
		return;
	memcpy(shared->text + shared->length, line, (size_t)length);
	shared->length += length;
}

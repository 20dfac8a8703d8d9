/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Prints the command's messages, and ends it where memory is out. */
#include "cli/common/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/common/cli.h"

static void print_message(const char *format, va_list args)
{
	fflush(stdout);
	fputs("zpoline: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void message_warn(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_message(format, args);
	va_end(args);
}

void message_fatal(int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_message(format, args);
	va_end(args);
	exit(status);
}

void *message_alloc(void *old, unsigned long size)
{
	void *p = realloc(old, size);

	if (!p)
		message_fatal(CLI_REFUSED, "no memory");
	return p;
}

char *message_format(const char *format, ...)
{
	va_list args;
	char *text;
	int n;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0)
		message_fatal(CLI_REFUSED, "no memory");
	return text;
}

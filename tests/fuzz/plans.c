/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What both kinds of plans share: options, the trace, code made at run time. */
#include "plans.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const unsigned char plans_call[] = {
	0x48, 0x89, 0xf8,	      /* mov %rdi,%rax */
	0x48, 0x89, 0xf7,	      /* mov %rsi,%rdi */
	0x48, 0x89, 0xd6,	      /* mov %rdx,%rsi */
	0x48, 0x89, 0xca,	      /* mov %rcx,%rdx */
	0x4d, 0x89, 0xc2,	      /* mov %r8,%r10 */
	0x4d, 0x89, 0xc8,	      /* mov %r9,%r8 */
	0x4c, 0x8b, 0x4c, 0x24, 0x08, /* mov 8(%rsp),%r9 */
	0x0f, 0x05,		      /* syscall */
	0xc3,
};

int plans_trace(char *text, int length, int size, const char *fmt, va_list args)
{
	char line[400];
	int n = vsnprintf(line, sizeof(line) - 1, fmt, args);

	if (n < 0)
		return length;
	if (n > (int)sizeof(line) - 2)
		n = (int)sizeof(line) - 2;
	line[n++] = '\n';
	if (length + n >= size)
		return length;
	memcpy(text + length, line, (size_t)n);
	return length + n;
}

void plans_keep(uint8_t *kept, int count, const char *list)
{
	memset(kept, 0, (size_t)count);
	while (*list) {
		char *end;
		long op = strtol(list, &end, 10);

		if (end == list)
			break;
		if (op >= 0 && op < count)
			kept[op] = 1;
		list = *end ? end + 1 : end;
	}
}

int plans_is_in(const char *list, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = list; (at = strstr(at, name)); at++)
		if (strcspn(at, ",") == length && (at == list || at[-1] == ','))
			return 1;
	return 0;
}

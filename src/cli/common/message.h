/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What the command says on standard error: one line, "zpoline: ...". */
#ifndef MESSAGE_H
#define MESSAGE_H

void message_warn(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* Say so and end with that status. */
_Noreturn void message_fatal(int status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* malloc() and strdup() and asprintf() that end the command if they fail. */
void *message_alloc(void *old, unsigned long size);
char *message_format(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

#endif

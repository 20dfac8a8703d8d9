/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The variable: filters from the first to the last with a comma between, of
 * each instruction sixteen digits; one that names a supervisor has a "!" before
 * them. A "?" stands for what is not known. */
#include "emulate/exec/inherit.h"

#include "base/constants.h"
#include "base/nolibc.h"
#include "base/rawcall.h"
#include "emulate/exec/exec_env.h"
#include "thread/memory.h"
#include "thread/thread.h"

#define NAME INHERIT_NAME
#define NAME_LENGTH (sizeof(NAME) - 1)
#define PRELOAD "LD_PRELOAD="
#define PRELOAD_LENGTH (sizeof(PRELOAD) - 1)

/* What the kernel takes of a string, and more entries than it takes. */
#define STRING_MAX (32 * 4096)
#define ENTRIES_MAX (1u << 20)

#define DIGITS 16 /* of an instruction */
#define SUPERVISED '!'

/* --- to a new program -------------------------------------------------------
 */

static size_t length_of(const struct filter *f)
{
	size_t n = NAME_LENGTH;

	for (; f; f = f->before)
		n += f->length * DIGITS + 2; /* comma, mark */
	return n;
}

static char *put_digits(char *end, uint64_t value)
{
	for (int i = 0; i < DIGITS; i++, value >>= 4)
		*--end = "0123456789abcdef"[value & 15];
	return end;
}

/* From its end, for the last filter is the first that is known. Returns where
 * it begins, which is not before start. */
static char *write_all(char *start, size_t size, const struct filter *f)
{
	char *p = start + size - 1;

	*p = '\0';
	for (; f; f = f->before) {
		for (uint32_t i = f->length; i-- > 0;) {
			const struct sock_filter *c = &f->code[i];

			p = put_digits(p, (uint64_t)c->code << 48 |
						  (uint64_t)c->jt << 40 |
						  (uint64_t)c->jf << 32 | c->k);
		}
		if (f->notifies)
			*--p = SUPERVISED;
		if (f->before)
			*--p = ',';
	}
	memcpy(p - NAME_LENGTH, NAME, NAME_LENGTH);
	return p - NAME_LENGTH;
}

size_t inherit_length(const struct filter *f)
{
	return length_of(f);
}

const char *inherit_write(char *memory, size_t size, const struct filter *f)
{
	return write_all(memory, size, f);
}

static int begins(uintptr_t p, const char *with, size_t n)
{
	char head[NAME_LENGTH];

	return memory_copy_in(head, p, n) == n && memcmp(head, with, n) == 0;
}

/* How many variables there are; 0: none is to know. */
static size_t count(uintptr_t envp)
{
	int finds = 0;
	uint64_t p;

	for (size_t n = 0; n < ENTRIES_MAX; n++) {
		if (memory_peek(envp + n * sizeof(p), &p))
			return 0;
		if (!p)
			return finds ? n : 0;
		finds |= begins(p, PRELOAD, PRELOAD_LENGTH);
	}
	return 0;
}

/* Another thread may change the program's array meanwhile. */
static void copy(uint64_t *array, uintptr_t envp, size_t n, uintptr_t last)
{
	uint64_t p;

	for (size_t i = 0; i < n; i++) {
		if (memory_peek(envp + i * sizeof(p), &p) || !p)
			break;
		if (!begins(p, NAME, NAME_LENGTH))
			*array++ = p;
	}
	array[0] = last;
	array[1] = 0;
}

void inherit_hand_on(const struct thread *t, struct SyscallRegs *regs,
		     struct exec_env_block **blocks)
{
	uint64_t *envp = regs->rax == __NR_execve ? &regs->rdx : &regs->r10;
	int is_known = t->filters != &seccomp_filters_unknown;
	size_t text = is_known ? length_of(t->filters) : NAME_LENGTH + 2;
	size_t n = *envp ? count(*envp) : 0;
	uint64_t *array;
	char *value;

	if (!n)
		return;
	if (text > STRING_MAX) {
		is_known = 0;
		text = NAME_LENGTH + 2;
	}
	array = exec_env_room(blocks, (n + 2) * sizeof(*array) + text);
	if (!array)
		return;
	value = (char *)(array + n + 2);
	if (is_known)
		value = write_all(value, text, t->filters);
	else
		memcpy(value, NAME "?", text);
	copy(array, *envp, n, (uintptr_t)value);
	*envp = (uintptr_t)array;
}

/* --- in it ------------------------------------------------------------------
 */

/* -1: it is none. */
static int digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* 0: these are no sixteen digits. */
static int read_instruction(const char *p, struct sock_filter *c)
{
	uint64_t value = 0;

	for (int i = 0; i < DIGITS; i++) {
		if (digit(p[i]) < 0)
			return 0;
		value = value << 4 | (uint64_t)digit(p[i]);
	}
	*c = (struct sock_filter){(uint16_t)(value >> 48),
				  (uint8_t)(value >> 40),
				  (uint8_t)(value >> 32), (uint32_t)value};
	return 1;
}

/* Up to a comma or the end, over its own text. NULL: it is not right. */
static const struct filter *read_one(const struct filter *before, char **at)
{
	char *code = *at;
	int listens = **at == SUPERVISED;
	char *p = *at + listens;
	uint32_t n = 0;

	for (; *p && *p != ','; p += DIGITS, n++) {
		struct sock_filter c;

		if (!read_instruction(p, &c))
			return NULL;
		memcpy(code + n * sizeof(c), &c, sizeof(c));
	}
	*at = p + (*p == ',');
	return seccomp_filters_copy(before, (uintptr_t)code, n, listens);
}

const struct filter *inherit_read(const char *value)
{
	static char text[STRING_MAX] BIG_TABLE;
	const struct filter *f = NULL;
	size_t n = strlen(value);
	char *p = text;

	if (n >= sizeof(text))
		return &seccomp_filters_unknown;
	memcpy(text, value, n + 1);
	while (*p) {
		f = read_one(f, &p);
		if (!f)
			return &seccomp_filters_unknown;
		seccomp_filters_keep(f);
	}
	return f;
}

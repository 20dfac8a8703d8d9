/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * maps_parse() on the bytes as they are, to their end: what it says of a line
 * is true of the line, it goes on, and it reads nothing behind the last byte.
 */
#include <linux/mman.h>
#include <string.h>

#include "base/gate.h"
#include "base/maps.h"
#include "base/pages.h"
#include "fuzz.h"

/* maps_read() is not what this is about. */
void *pages_map(size_t size)
{
	(void)size;
	return NULL;
}

void pages_unmap(void *p, size_t size)
{
	(void)p;
	(void)size;
}

static long no_syscall(long a, long b, long c, long d, long e, long f, long nr)
{
	(void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)nr;
	return -38;
}

long (*gate_syscall)(long a, long b, long c, long d, long e, long f,
		     long nr) = no_syscall;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + !size);
	const char *line = copy, *end = copy + size;
	int result;

	memcpy(copy, data, size);
	for (;;) {
		const char *before = line;
		struct maps_entry e;

		result = maps_parse(&line, end, &e);
		if (result == 0)
			break;
		FUZZ_CHECK(line > before && line <= end);
		if (result < 0)
			continue;
		FUZZ_CHECK(e.start < e.end);
		FUZZ_CHECK((e.prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC)) ==
			   0);
		FUZZ_CHECK(e.path >= before && e.path + e.path_len <= line);
		FUZZ_CHECK(!memchr(e.path, '\n', e.path_len));
	}
	FUZZ_CHECK(line == end);
	free(copy);
	return 0;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* lines text|json NAME COUNT: so many lines of one call, as src/decode makes
 * them: half before the call and half after it, as a tracer does. */
#include "decode/decode.h"
#include "decode/sinks/json.h"
#include "decode/sinks/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "thread/memory.h"

size_t memory_copy_in(void *dst, uintptr_t src, size_t n)
{
	size_t left = n;

	/* as entry.S does it */
	__asm__ volatile("rep movsb"
			 : "+D"(dst), "+S"(src), "+c"(left)
			 :
			 : "memory");
	return n;
}

static char bytes[] = "0123456789012345678901234567890123456789";
static char path[] = "/usr/lib/x86_64-linux-gnu/libc.so.6\0and more bytes";
static struct stat st = {.st_mode = S_IFREG | 0644, .st_size = 1234};

#define V(x) ((uint64_t)(uintptr_t)(x))

static const struct call {
	const char *name;
	long nr;
	uint64_t arg[6];
	int64_t ret;
} calls[] = {
	{"getppid", SYS_getppid, {0}, 4711},
	{"close", SYS_close, {3}, 0},
	{"read", SYS_read, {3, V(bytes), 4096}, 40},
	{"write", SYS_write, {1, V(bytes), 1}, 1},
	{"openat",
	 SYS_openat,
	 {(uint64_t)AT_FDCWD, V(path), O_RDONLY | O_CLOEXEC},
	 3},
	{"newfstatat",
	 SYS_newfstatat,
	 {3, V(path + 35), V(&st), AT_EMPTY_PATH},
	 0},
	{"enoent", SYS_openat, {(uint64_t)AT_FDCWD, V(path), 0}, -2},
};

static void add_literal(struct decode *d, const char *text)
{
	d->sink->ops->literal(d->sink, text, strlen(text));
}

static size_t make_text(const struct call *c, char *buf, size_t size)
{
	static struct decode d;
	struct decode_text t;
	unsigned int next;

	d.strings = 32;
	decode_begin(&d, c->nr, c->arg);
	decode_text_begin(&t, buf, size);
	d.sink = &t.sink;
	add_literal(&d, c->name);
	add_literal(&d, "(");
	next = decode_arguments(&d, 0);
	decode_done(&d, c->ret);
	decode_arguments(&d, next);
	add_literal(&d, ") = ");
	decode_result(&d);
	return decode_length(&t.out);
}

static size_t make_json(const struct call *c, char *buf, size_t size)
{
	static struct decode d;
	struct decode_json j;
	unsigned int next;

	d.strings = 32;
	decode_begin(&d, c->nr, c->arg);
	decode_json_begin(&j, buf, size);
	d.sink = &j.sink;
	next = decode_arguments(&d, 0);
	decode_done(&d, c->ret);
	decode_arguments(&d, next);
	return decode_length(&j.out);
}

int main(int argc, char **argv)
{
	char buf[4096];
	size_t n = 0;

	for (size_t i = 0; argc > 3 && i < sizeof(calls) / sizeof(*calls);
	     i++) {
		if (strcmp(calls[i].name, argv[2]) != 0)
			continue;
		for (long k = strtol(argv[3], NULL, 10); k > 0; k--)
			n = strcmp(argv[1], "json") == 0
				    ? make_json(&calls[i], buf, sizeof(buf))
				    : make_text(&calls[i], buf, sizeof(buf));
		printf("%.*s\n", (int)n, buf);
		return 0;
	}
	return 2;
}

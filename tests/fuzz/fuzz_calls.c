/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * src/decode on registers and memory that may be anybody's. The bytes say the
 * call, its registers and its result; the rest is the memory, at an address
 * that registers may point to. Text and JSON stay within their buffers, JSON is
 * JSON, and each walk ends.
 */
#include "decode/decode.h"
#include "decode/sinks/json.h"
#include "decode/sinks/text.h"

#include <string.h>

#include "../unit/json.h"
#include "fuzz.h"
#include "thread/memory.h"

#define START 0x100000u
#define TEXT_SIZE 100000

static const uint8_t *memory;
static size_t memory_size;

size_t memory_copy_in(void *dst, uintptr_t src, size_t n)
{
	if (src < START || src - START >= memory_size)
		return 0;
	if (n > memory_size - (src - START))
		n = memory_size - (src - START);
	memcpy(dst, memory + (src - START), n);
	return n;
}

/* What the bytes begin with. */
struct input {
	uint16_t nr;
	uint16_t size; /* of the buffer */
	uint8_t kind[6];
	uint8_t strings;
	uint8_t change; /* of the memory over the call */
	uint64_t word[6];
	int64_t ret;
};

/* A register: a word, a small number, or an address. */
static uint64_t argument(const struct input *in, int i)
{
	switch (in->kind[i] % 4) {
	case 0:
		return in->word[i];
	case 1:
		return in->word[i] & 0xff;
	default:
		return START + in->word[i] % (memory_size + 1);
	}
}

static long path_of(struct decode *d, int fd, char *path, size_t size)
{
	(void)d;
	if (fd % 3 == 0)
		return -2;
	memset(path, fd, size);
	return fd % 2 ? (long)size : 9;
}

static int netlink_of(struct decode *d, int fd)
{
	(void)d;
	return fd % 24 - 1;
}

static void prepare(struct decode *d, const struct input *in)
{
	static const struct decode_host host = {path_of, netlink_of};
	static char scratch[64];
	uint64_t arg[6];

	memset(d, 0xa5, sizeof(*d));
	for (int i = 0; i < 6; i++)
		arg[i] = argument(in, i);
	d->sp = START;
	d->strings = in->strings;
	d->host = in->kind[0] & 16 ? &host : NULL;
	d->scratch = scratch;
	d->scratch_size = sizeof(scratch);
	decode_begin(d, in->nr % 512, arg);
}

/* Before the call and after it, into exactly so many bytes. */
static void write_text(const struct input *in, uint8_t *bytes, size_t size)
{
	char *buf = malloc(size ? size : 1);
	struct decode_text t;
	struct decode d;
	unsigned int i;

	prepare(&d, in);
	decode_text_begin(&t, buf, size);
	d.sink = &t.sink;
	i = decode_arguments(&d, 0);
	FUZZ_CHECK(i <= decode_count(d.nr));
	if (memory_size)
		bytes[in->word[0] % memory_size] ^= in->change;
	decode_done(&d, in->ret);
	FUZZ_CHECK(decode_arguments(&d, i) == decode_count(d.nr));
	decode_result(&d);
	FUZZ_CHECK(decode_length(&t.out) <= size);
	FUZZ_CHECK(t.depth == 0);
	free(buf);
}

static void write_json(const struct input *in, size_t size)
{
	char *buf = malloc(size ? size : 1);
	struct decode_json j;
	struct decode d;

	prepare(&d, in);
	decode_done(&d, in->ret);
	decode_json_begin(&j, buf, size);
	d.sink = &j.sink;
	decode_arguments(&d, 0);
	FUZZ_CHECK(decode_length(&j.out) <= size);
	FUZZ_CHECK(j.depth == 0);
	if (!j.out.full)
		FUZZ_CHECK(json_is_members(buf, decode_length(&j.out)));
	decode_json_begin(&j, buf, size);
	decode_meaning(&d);
	FUZZ_CHECK(decode_length(&j.out) <= size);
	if (!j.out.full && decode_length(&j.out))
		FUZZ_CHECK(json_is_value(buf, decode_length(&j.out)));
	free(buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t bytes[8192];
	struct input in = {0};
	size_t head = size < sizeof(in) ? size : sizeof(in);

	memcpy(&in, data, head);
	memory_size = size - head < sizeof(bytes) ? size - head : sizeof(bytes);
	memcpy(bytes, data + head, memory_size);
	memory = bytes;
	write_text(&in, bytes, in.size % 512);
	write_text(&in, bytes, TEXT_SIZE);
	write_json(&in, in.size % 512);
	write_json(&in, TEXT_SIZE);
	return 0;
}

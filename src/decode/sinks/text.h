/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A sink that writes what strace would. Any context. */
#ifndef DECODE_TEXT_H
#define DECODE_TEXT_H

#include "decode/sinks/out.h"
#include "decode/sinks/sink.h"

struct decode_text {
	struct decode_sink sink;
	struct decode_out out;
	uint8_t hex;   /* the string is shown in hex */
	uint8_t octal; /* a byte that waits for the one that follows it, */
	uint8_t waits; /* if there is one */
	uint8_t depth;
	uint8_t group[DECODE_DEPTH + 1];
	uint32_t begun; /* groups that have a member, by depth */
};

/* A sink that writes what strace would into buf, without a NUL. */
void decode_text_begin(struct decode_text *t, char *buf, size_t size);

#endif

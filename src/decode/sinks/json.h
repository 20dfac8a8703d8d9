/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A sink that writes JSON. Any context. */
#ifndef DECODE_JSON_H
#define DECODE_JSON_H

#include "decode/sinks/out.h"
#include "decode/sinks/sink.h"

struct decode_json {
	struct decode_sink sink;
	struct decode_out out;
	uint8_t base64;	   /* the string is no UTF-8 */
	uint8_t need;	   /* bytes that its last character goes on for, */
	uint8_t low, high; /* and what the next one may be */
	uint8_t kept_n;	   /* bytes that wait for the third, */
	uint8_t kept[3];   /* and which */
	char *string;	   /* where it begins */
	char *whole;	   /* behind its last whole character */
	uint8_t depth;
	uint8_t group[DECODE_DEPTH + 1];
	uint32_t begun;
};

/* A sink that writes "name":value, as members of an object: its braces are the
 * caller's. */
void decode_json_begin(struct decode_json *j, char *buf, size_t size);

/* n bytes as a value: a string, {"base64":"..."} if they are no UTF-8. */
void decode_json_bytes(struct decode_json *j, const char *bytes, size_t n);

#endif

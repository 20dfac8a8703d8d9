/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Nodes of memory: policies, and where pages are. */
#include <linux/mempolicy.h>

#include "base/nolibc.h"
#include "decode/families/families.h"
#include "decode/sinks/out.h"
#include "decode/specials.h"
#include "tables/tables.h"

/* A policy, with flags. */
void special_mpol_mode(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t flags = value & MPOL_MODE_FLAGS;
	size_t n;

	(void)parameter;
	if (!decode_find(GROUP_mpol, value & ~flags, &n)) {
		put_flags(d, GROUP_mpol_flag, value);
		return;
	}
	if (!flags) {
		put_one(d, GROUP_mpol, value);
		return;
	}
	if (!put_begin(d, DECODE_FLAGS))
		return;
	put_element(d);
	put_one(d, GROUP_mpol, value & ~flags);
	put_flags_in(d, GROUP_mpol_flag, flags);
	put_end(d, 0);
}

#define WORD_DIGITS 16 /* with 0x in front of them */

static void show_word(struct decode *d, uint64_t word)
{
	char text[2 + WORD_DIGITS];
	struct decode_out out = {text, text, text + sizeof(text), 0};

	if (d->sink->ops->values) {
		put_number(d, word, DECODE_HEX);
		return;
	}
	if (word)
		OUT_TEXT(&out, "0x");
	out_hex(&out, word, word ? WORD_DIGITS - 2 : WORD_DIGITS);
	d->sink->ops->literal(d->sink, text, decode_length(&out));
}

/* Words of bits. Parameter: how many bits there are, and one more. */
void special_nodemask(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t bits = decode_value(d, parameter), n, i, shown, word;

	n = bits ? (bits - 1) / 64 + ((bits - 1) % 64 != 0) : 0;
	shown = decode_shown_of(d, n);
	if (!value || (bits && !n) || bits > UINT64_MAX - 63 ||
	    (n && decode_word(d, value, &word) != 0) ||
	    !put_begin(d, DECODE_LIST)) {
		put_pointer(d, value);
		return;
	}
	for (i = 0; i < shown && decode_word(d, value + i * 8, &word) == 0;
	     i++) {
		put_element(d);
		show_word(d, word);
	}
	put_end(d, i < n);
}

/* A page's node, or an error. */
void special_node_status(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	(void)parameter;
	put_error(d, (int32_t)value);
}

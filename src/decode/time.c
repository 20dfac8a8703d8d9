/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Times, dates and clocks. */
#include "decode/specials.h"

#include <asm/errno.h>

#include "decode/sinks/out.h"

void special_clock(struct decode *d, uint64_t value, unsigned int parameter)
{
	(void)parameter;
	put_one(d, GROUP_clock, (uint32_t)value);
}

/* --- dates
 * ------------------------------------------------------------------------ */

static void add_padded(struct decode_out *out, uint64_t value, uint64_t least)
{
	for (; least > value && least > 1; least /= 10)
		out_byte(out, '0');
	out_decimal(out, value);
}

static void two(struct decode_out *out, char before, uint64_t value)
{
	out_byte(out, before);
	add_padded(out, value, 10);
}

/* Beyond these years nothing counts that is a date. */
#define SECONDS_MAX ((int64_t)1 << 55)

/* Years that begin with March have the day that leap years add at their end. */
static void add_day(struct decode_out *out, int64_t days)
{
	int64_t since = days + 719468;
	int64_t era = (since >= 0 ? since : since - 146096) / 146097;
	int64_t day = since - era * 146097;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t month;

	day -= 365 * year + year / 4 - year / 100;
	month = (5 * day + 2) / 153;
	day -= (153 * month + 2) / 5 - 1;
	month = month < 10 ? month + 3 : month - 9;
	out_signed(out, year + era * 400 + (month <= 2));
	two(out, '-', (uint64_t)month);
	two(out, '-', (uint64_t)day);
}

/* In UTC; the fraction has so many digits. */
static void show_date(struct decode *d, int64_t seconds, uint64_t fraction,
		      unsigned int digits)
{
	char text[64];
	struct decode_out out = {text, text, text + sizeof(text), 0};
	int64_t days = (seconds >= 0 ? seconds : seconds - 86399) / 86400;
	uint64_t rest = (uint64_t)(seconds - days * 86400);

	if (seconds > SECONDS_MAX || seconds < -SECONDS_MAX)
		return;
	add_day(&out, days);
	two(&out, 'T', rest / 3600);
	two(&out, ':', rest / 60 % 60);
	two(&out, ':', rest % 60);
	if (fraction) {
		out_byte(&out, '.');
		add_padded(&out, fraction, digits == 9 ? 100000000 : 100000);
	}
	OUT_TEXT(&out, "+0000");
	d->sink->ops->literal(d->sink, text, decode_length(&out));
}

void special_date(struct decode *d, uint64_t value, unsigned int parameter)
{
	(void)parameter;
	put_int(d, (int64_t)value);
	PUT_LITERAL(d, " /* ");
	show_date(d, (int64_t)value, 0, 0);
	PUT_LITERAL(d, " */");
}

void special_date_result(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	(void)parameter;
	put_in_front(d, value, DECODE_SIGNED);
	PUT_LITERAL(d, " (");
	show_date(d, (int64_t)value, 0, 0);
	PUT_LITERAL(d, ")");
}

/* --- intervals
 * ---------------------------------------------------------------------- */

/* Processor time in hundredths of a second. */
void special_ticks(struct decode *d, uint64_t value, unsigned int parameter)
{
	char text[32];
	struct decode_out out = {text, text, text + sizeof(text), 0};

	(void)parameter;
	put_int(d, (int64_t)value);
	if (!value)
		return;
	OUT_TEXT(&out, " /* ");
	out_decimal(&out, value / 100);
	out_byte(&out, '.');
	add_padded(&out, value % 100, 10);
	OUT_TEXT(&out, " s */");
	d->sink->ops->literal(d->sink, text, decode_length(&out));
}

static int is_word(uint64_t part, unsigned int digits)
{
	size_t n;

	return digits == 9 && decode_find(GROUP_utime, part, &n) != NULL;
}

static void show_time(struct decode *d, uint64_t at, unsigned int type,
		      unsigned int digits)
{
	uint64_t seconds = 0, part = 0;

	decode_word(d, at, &seconds);
	decode_word(d, at + 8, &part);
	if (is_word(part, digits)) {
		put_one(d, GROUP_utime, part);
		return;
	}
	decode_struct_at(d, type, at);
	PUT_LITERAL(d, " /* ");
	show_date(d, (int64_t)seconds, part, digits);
	PUT_LITERAL(d, " */");
}

static void show_times(struct decode *d, uint64_t at, unsigned int type,
		       unsigned int digits)
{
	if (!at || !decode_see(d, at, 32) || !put_begin(d, DECODE_LIST)) {
		put_pointer(d, at);
		return;
	}
	put_element(d);
	show_time(d, at, type, digits);
	put_element(d);
	show_time(d, at + 16, type, digits);
	put_end(d, 0);
}

void special_time_pair_us(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	(void)parameter;
	show_times(d, value, TYPE_timeval, 6);
}

void special_time_pair_ns(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	(void)parameter;
	show_times(d, value, TYPE_timespec, 9);
}

/* What was left of a sleep: there only if it was interrupted. */
void special_sleep_left(struct decode *d, uint64_t value,
			unsigned int parameter)
{
	(void)parameter;
	if (!d->done)
		return;
	if (d->ret == -EINTR)
		decode_struct_at(d, TYPE_timespec, value);
	else
		put_pointer(d, value);
}

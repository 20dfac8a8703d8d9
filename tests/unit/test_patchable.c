/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Which candidates may be rewritten: golden.S, and all of libc. */
#include <link.h>
#include <string.h>

#include "analysis/functions/functions.h"
#include "analysis/insn.h"
#include "analysis/patchable.h"
#include "loaded.h"
#include "unit.h"

static struct loaded own, libc;

static int visit(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size;
	(void)data;
	if (!info->dlpi_name[0] && !own.object.elf.spans)
		loaded_collect(info, &own);
	else if (strstr(info->dlpi_name, "/libc.so"))
		loaded_collect(info, &libc);
	return 0;
}

static enum patchable_verdict judge(const char *site)
{
	struct insn_function f = {0};
	struct patchable_site s;

	patchable_judge(&own.object, &f, (uintptr_t)site, &s);
	return s.call;
}

#define SITE(name) extern char name[]
SITE(plain_site);
SITE(immediate_data);
SITE(immediate_site);
SITE(straddle_data);
SITE(prefixed_data);
SITE(table_data);
SITE(red_store_site);
SITE(red_load_after_site);
SITE(red_address_site);
SITE(red_indexed_site);
SITE(red_frame_site);
SITE(frame_site);
SITE(adjust_site);
SITE(cut_site);
SITE(orphan_site);
SITE(paged_site);
SITE(many_last);
SITE(many_red_site);

START_TEST(test_instructions)
{
	ck_assert_int_eq(judge(plain_site), PATCHABLE_PATCHED);
	ck_assert_int_eq(judge(immediate_site), PATCHABLE_PATCHED);
	ck_assert_int_eq(judge(paged_site), PATCHABLE_PATCHED);
	ck_assert_int_eq((uintptr_t)paged_site % 4096, 4095);
	ck_assert_int_eq(judge(many_last), PATCHABLE_PATCHED);
}
END_TEST

START_TEST(test_data)
{
	ck_assert_int_eq(judge(immediate_data), PATCHABLE_NOT_CODE);
	ck_assert_int_eq(judge(straddle_data), PATCHABLE_NOT_CODE);
	ck_assert_int_eq(judge(prefixed_data), PATCHABLE_NOT_CODE);
	ck_assert_int_eq(judge(table_data), PATCHABLE_NOT_CODE);
}
END_TEST

START_TEST(test_red_zone)
{
	ck_assert_int_eq(judge(red_store_site), PATCHABLE_RED_ZONE);
	ck_assert_int_eq(judge(red_load_after_site), PATCHABLE_RED_ZONE);
	ck_assert_int_eq(judge(red_address_site), PATCHABLE_RED_ZONE);
	ck_assert_int_eq(judge(red_indexed_site), PATCHABLE_RED_ZONE);
	ck_assert_int_eq(judge(red_frame_site), PATCHABLE_RED_ZONE);
	ck_assert_int_eq(judge(many_red_site), PATCHABLE_RED_ZONE);
}
END_TEST

START_TEST(test_frames_are_no_red_zone)
{
	ck_assert_int_eq(judge(frame_site), PATCHABLE_PATCHED);
	ck_assert_int_eq(judge(adjust_site), PATCHABLE_PATCHED);
}
END_TEST

START_TEST(test_end_of_function)
{
	ck_assert_int_eq(judge(cut_site), PATCHABLE_PATCHED);
	ck_assert_int_eq(judge(orphan_site), PATCHABLE_NO_FUNCTION);
}
END_TEST

/* The verdict on a site does not depend on which was judged before. */
START_TEST(test_order)
{
	char *const sites[] = {plain_site,     red_store_site, cut_site,
			       immediate_data, paged_site,     orphan_site};
	const size_t n = sizeof(sites) / sizeof(sites[0]);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			struct insn_function f = {0};
			struct patchable_site s;

			patchable_judge(&own.object, &f, (uintptr_t)sites[i],
					&s);
			patchable_judge(&own.object, &f, (uintptr_t)sites[k],
					&s);
			ck_assert_int_eq(s.call, judge(sites[k]));
		}
}
END_TEST

/* libc without SUD is only as good as this: nearly every real site. */
START_TEST(test_libc)
{
	const uint8_t *end = (const uint8_t *)libc.end;
	const uint8_t *p = insn_scan((const uint8_t *)libc.start, end);
	struct insn_function f = {0};
	size_t count[PATCHABLE_VERDICTS] = {0};
	struct patchable_site s;

	for (; p; p = insn_scan(p + 2, end)) {
		patchable_judge(&libc.object, &f, (uintptr_t)p, &s);
		count[s.call]++;
	}
	printf("libc: %zu sites, %zu not code, %zu red zone, %zu "
	       "elsewhere\n",
	       count[PATCHABLE_PATCHED], count[PATCHABLE_NOT_CODE],
	       count[PATCHABLE_RED_ZONE], count[PATCHABLE_NO_FUNCTION]);
	ck_assert_uint_gt(count[PATCHABLE_PATCHED], 400);
	ck_assert_uint_le(count[PATCHABLE_RED_ZONE], 5);
	ck_assert_uint_le(count[PATCHABLE_NO_FUNCTION], 5);
}
END_TEST

/* Headers that lie are refused, not followed. */
START_TEST(test_broken_objects)
{
	static _Alignas(64) unsigned char copy[4096];
	struct eh_object elf;

	for (size_t at = 0; at < 1024; at++) {
		memcpy(copy, (const void *)own.object.elf.base, sizeof(copy));
		copy[at] ^= 0xff;
		elf = (struct eh_object){
			.span = {{(uintptr_t)copy,
				  (uintptr_t)copy + sizeof(copy)}},
			.spans = 1};
		/* .eh_frame_hdr is elsewhere: not in the one span given
		 */
		ck_assert_int_ne(eh_open(&elf, (uintptr_t)copy), 0);
	}
}
END_TEST

START_TEST(test_scan)
{
	unsigned char buf[64];

	for (size_t at = 0; at < 62; at++) {
		memset(buf, 0x0f, sizeof(buf));
		buf[at + 1] = 0x05;
		ck_assert_ptr_eq(insn_scan(buf, buf + 64), buf + at);
		/* the second byte must lie inside */
		ck_assert_ptr_null(insn_scan(buf, buf + at + 1));
		ck_assert_ptr_eq(insn_scan(buf, buf + at + 2), buf + at);
	}
}
END_TEST

static int is_within(const unsigned char *p, uint16_t first, uint16_t span)
{
	return (uint16_t)((p[2] | p[3] << 8) - first) <= span;
}

static int is_distance(const unsigned char *p)
{
	return (p[-1] & 0xfe) == 0xe8 ||
	       ((p[-1] & 0xf0) == 0x80 && p[-2] == 0x0f) ||
	       ((p[-1] & 0xc7) == 0x05 && p[-2] == 0x8d);
}

/* Places of four bytes, against a plain search. */
START_TEST(test_places)
{
	static const uint16_t spans[] = {0, 1, 7, 0x8000, 0xffff};
	unsigned char buf[2 + 8 * INSN_PLACES + 3];
	const unsigned char *last = buf + 2 + 8 * INSN_PLACES;
	unsigned int next = 1, found, wanted;

	for (int round = 0; round < 2000; round++) {
		uint16_t span = spans[round % 5], first = (uint16_t)round;
		const unsigned char *p = buf + 2, *to;

		for (size_t i = 0; i < sizeof(buf); i++) {
			next = next * 1103515245 + 12345;
			buf[i] = (unsigned char)(next >> 16 &
						 (round & 1 ? 0xff : 0x8f));
		}
		for (; p < last; p += INSN_PLACES) {
			for (unsigned int k = found = wanted = 0;
			     k < INSN_PLACES; k++) {
				found |= (unsigned int)is_distance(p + k) << k;
				wanted |= (unsigned int)is_within(p + k, first,
								  span)
					  << k;
			}
			ck_assert_uint_eq(insn_distances(p), found);
			to = insn_find_halves(p, p + INSN_PLACES, first, span,
					      &found);
			ck_assert_ptr_eq(to, wanted ? p : p + INSN_PLACES);
			if (wanted)
				ck_assert_uint_eq(found, wanted);
		}
	}
}
END_TEST

int main(void)
{
	dl_iterate_phdr(visit, NULL);
	if (functions_open(&own.object, own.object.elf.span[0].start) ||
	    functions_open(&libc.object, libc.object.elf.span[0].start)) {
		printf("own object or libc has no .eh_frame_hdr\n");
		return EXIT_FAILURE;
	}
	return unit_run("patchable", (const TTest *const[]){
					     test_instructions,
					     test_data,
					     test_red_zone,
					     test_frames_are_no_red_zone,
					     test_end_of_function,
					     test_order,
					     test_libc,
					     test_broken_objects,
					     test_scan,
					     test_places,
					     NULL,
				     });
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Every number lands where it belongs, with flags and registers intact. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/gate.h"
#include "intercept/sled.h"
#include "unit.h"

extern uint64_t sled_seen[16];
extern char sled_site[];
long sled_call(long nr, long rflags, uint64_t *expect);
enum { SEEN_RAX, SEEN_RFLAGS = 13, SEEN_RSP, SEEN_RETURN };

static const uint8_t prefixes[] = {0x2e, 0x36, 0x3e, 0x26, 0x40, 0x64, 0x65};

/* What the CPU does from byte n of the sled: prefixes, then jmp rel32. */
static uintptr_t follow(const uint8_t *sled, uint8_t prefix, size_t n)
{
	int32_t rel;

	for (size_t i = 0; sled[n] == prefix; i++, n++)
		ck_assert_uint_lt(i, 4);
	ck_assert_uint_eq(sled[n], 0xe9);
	memcpy(&rel, sled + n + 1, sizeof(rel));
	return n + 5 + (uintptr_t)(intptr_t)rel;
}

START_TEST(test_every_entry_by_its_bytes)
{
	static uint8_t sled[4096];

	for (size_t i = 0; i < sizeof(prefixes); i++) {
		uint8_t p = prefixes[i];

		sled_fill(sled, p);
		for (size_t n = 0; n < GATE_NUMBERS; n++)
			ck_assert_uint_eq(follow(sled, p, n),
					  sled_landing(p) + (n + 4) / 5 * 5);
	}
}
END_TEST

START_TEST(test_passing_number)
{
	uint64_t expect[16] = {0};

	ck_assert_int_eq(sled_map(SLED_SHOWN), 0);
	sled_publish();
	ck_assert_int_eq(sled_call(SYS_getpid, 0x202, expect), getpid());
	ck_assert_int_eq(sled_call(500, 0x202, expect), -ENOSYS);
	ck_assert_int_eq(sled_call(4090, 0x202, expect), -ENOSYS);
}
END_TEST

/* Number 0 passes only for sites that are known. */
START_TEST(test_number_zero)
{
	uint64_t expect[16] = {0};

	ck_assert_int_eq(sled_map(SLED_SHOWN), 0);
	expect[4] = (uint64_t)-1; /* rdi: no such descriptor */
	ck_assert_int_eq(sled_call(0, 0x202, expect), 0x600d);
	sled_known_site((uintptr_t)sled_site);
	ck_assert_int_eq(sled_call(0, 0x202, expect), -EBADF);
	sled_want(0, 1);
	ck_assert_int_eq(sled_call(0, 0x202, expect), 0x600d);
}
END_TEST

static void expect_registers(uint64_t *expect, long nr)
{
	for (size_t i = 0; i < 16; i++)
		expect[i] = 0x1111111111111111u * (i + 1) + (uint64_t)nr;
	expect[SEEN_RAX] = (uint64_t)nr;
}

START_TEST(test_every_number_asked_for)
{
	static const long flags[] = {0x202, 0xad7, 0x247, 0xa93, 0x602};
	uint64_t expect[16];

	ck_assert_int_eq(sled_map(SLED_SHOWN), 0);
	for (unsigned int nr = 0; nr < GATE_NUMBERS; nr++)
		ck_assert_int_eq(sled_want(nr, 1), 0);
	sled_publish();
	for (long nr = 0; nr < GATE_NUMBERS; nr++) {
		long f = flags[nr % 5];

		expect_registers(expect, nr);
		memset(sled_seen, 0, sizeof(sled_seen));
		ck_assert_int_eq(sled_call(nr, f, expect), 0x600d);
		expect[SEEN_RFLAGS] = (uint64_t)f;
		expect[SEEN_RETURN] = (uint64_t)(uintptr_t)sled_site;
		for (size_t i = 0; i < 16; i++)
			ck_assert_msg(sled_seen[i] == expect[i],
				      "number %ld, register %zu: %lx "
				      "for %lx",
				      nr, i, sled_seen[i], expect[i]);
	}
}
END_TEST

/* Asking for one of five that share a slot leaves the other four alone; after
 * start-up as well. */
START_TEST(test_neighbours_in_a_slot)
{
	uint64_t expect[16] = {0};

	ck_assert_int_eq(sled_map(SLED_SHOWN), 0);
	sled_publish();
	for (unsigned int nr = 491; nr <= 495; nr++) {
		ck_assert_int_eq(sled_want(nr, 1), 0);
		for (long n = 486; n <= 500; n++)
			ck_assert_int_eq(sled_call(n, 0x202, expect),
					 n == nr ? 0x600d : -ENOSYS);
		ck_assert_int_eq(sled_want(nr, 0), 0);
	}
}
END_TEST

/* Code pages that were never writable, and page 0 not writable. */
START_TEST(test_protection)
{
	FILE *maps;
	char line[512];
	int code = 0;

	ck_assert_int_eq(sled_map(SLED_SHOWN), 0);
	sled_publish();
	maps = fopen("/proc/self/maps", "r");
	ck_assert_ptr_nonnull(maps);
	while (fgets(line, sizeof(line), maps)) {
		if (!strstr(line, "zpoline-gate"))
			continue;
		ck_assert_msg(strstr(line, " r-xp ") || strstr(line, " --xp "),
			      "%s", line);
		code++;
	}
	fclose(maps);
	ck_assert_int_eq(code, 2);
}
END_TEST

int main(void)
{
	gate_bootstrap();
	if (mmap(NULL, 4096, PROT_NONE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
		 0) == MAP_FAILED)
		return unit_skip("this user may not map address 0");
	munmap(NULL, 4096);
	return unit_run("sled", (const TTest *const[]){
					test_every_entry_by_its_bytes,
					test_passing_number,
					test_number_zero,
					test_every_number_asked_for,
					test_neighbours_in_a_slot,
					test_protection,
					NULL,
				});
}

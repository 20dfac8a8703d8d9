/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Lines of /proc/self/maps, read. */
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/gate.h"
#include "base/maps.h"
#include "unit.h"

static int parse(const char *text, struct maps_entry *e)
{
	const char *line = text;

	return maps_parse(&line, text + strlen(text), e);
}

START_TEST(test_file_mapping)
{
	struct maps_entry e;

	ck_assert_int_eq(parse("7f1200000000-7f1200026000 r-xp "
			       "00026000 fe:00 "
			       "1234567                    /usr/lib/a "
			       "b.so\n",
			       &e),
			 1);
	ck_assert_uint_eq(e.start, 0x7f1200000000);
	ck_assert_uint_eq(e.end, 0x7f1200026000);
	ck_assert_uint_eq(e.offset, 0x26000);
	ck_assert_uint_eq(e.dev, 0xfe00);
	ck_assert_uint_eq(e.inode, 1234567);
	ck_assert_int_eq(e.prot, PROT_READ | PROT_EXEC);
	ck_assert_int_eq(e.shared, 0);
	ck_assert_int_eq((int)e.path_len, 15);
	ck_assert(memcmp(e.path, "/usr/lib/a b.so", 15) == 0);
}
END_TEST

START_TEST(test_anonymous_and_shared)
{
	struct maps_entry e;

	ck_assert_int_eq(
		parse("00400000-00401000 ---s 00000000 00:00 0 \n", &e), 1);
	ck_assert_int_eq(e.prot, PROT_NONE);
	ck_assert_int_eq(e.shared, 1);
	ck_assert_int_eq((int)e.path_len, 0);
	ck_assert_int_eq(parse("ffffffffff600000-ffffffffff601000 --xp "
			       "00000000 00:00 0                  "
			       "[vsyscall]",
			       &e),
			 1);
	ck_assert_uint_eq(e.end, 0xffffffffff601000);
	ck_assert_int_eq((int)e.path_len, 10);
}
END_TEST

START_TEST(test_broken_lines)
{
	static const char *const bad[] = {
		"x\n",
		"10-20\n",
		"10-20 r-xp\n",
		"10-20 r-x 0 0:0 0\n",
		"20-10 r-xp 0 0:0 0\n",
		"10-20 r-xp z 0:0 0\n",
		"10-20 r-xp 0 0-0 0\n",
		"\n",
	};
	struct maps_entry e;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(parse(bad[i], &e) < 0, "accepted: %s", bad[i]);
}
END_TEST

START_TEST(test_lines_follow_each_other)
{
	const char text[] = "1000-2000 r--p 0 0:0 0 /a\njunk\n"
			    "2000-3000 r--p 0 0:0 0 /b";
	const char *line = text, *end = text + sizeof(text) - 1;
	struct maps_entry e;

	ck_assert_int_eq(maps_parse(&line, end, &e), 1);
	ck_assert_uint_eq(e.start, 0x1000);
	ck_assert_int_lt(maps_parse(&line, end, &e), 0);
	ck_assert_int_eq(maps_parse(&line, end, &e), 1);
	ck_assert_uint_eq(e.start, 0x2000);
	ck_assert_int_eq(maps_parse(&line, end, &e), 0);
}
END_TEST

START_TEST(test_own_map)
{
	static char here;
	struct maps maps;
	struct maps_entry e;
	const char *line;
	int code = 0, data = 0, more;

	ck_assert_int_eq(maps_read(&maps), 0);
	line = maps.text;
	while ((more = maps_parse(&line, maps.text + maps.size, &e))) {
		ck_assert_int_eq(more, 1);
		if ((uintptr_t)parse >= e.start && (uintptr_t)parse < e.end)
			code = e.prot;
		if ((uintptr_t)&here >= e.start && (uintptr_t)&here < e.end)
			data = e.prot;
	}
	ck_assert_int_eq(code, PROT_READ | PROT_EXEC);
	ck_assert_int_eq(data, PROT_READ | PROT_WRITE);
	maps_free(&maps);
}
END_TEST

/* The kernel's answer, and what is read from the text. */
START_TEST(test_find_file)
{
	char path[4096], same_path[4096];
	struct maps_entry e, same;
	uintptr_t addr = 0;
	int n = 0, err;

	for (;; addr = e.end, n++) {
		err = maps_find_file(addr, &e, path, sizeof(path));
		ck_assert_int_eq(maps_search_file(addr, &same, same_path,
						  sizeof(same_path)),
				 err);
		if (err)
			break;
		ck_assert_uint_eq(e.start, same.start);
		ck_assert_uint_eq(e.end, same.end);
		ck_assert_uint_eq(e.offset, same.offset);
		ck_assert_uint_eq(e.inode, same.inode);
		ck_assert_int_eq(e.prot, same.prot);
		ck_assert_int_eq(e.shared, same.shared);
		ck_assert_uint_eq(e.path_len, same.path_len);
		ck_assert(memcmp(path, same_path, e.path_len) == 0);
		ck_assert_int_eq(maps_find_file(addr, &same, NULL, 0), 0);
		ck_assert_uint_eq(e.start, same.start);
	}
	ck_assert_int_eq(err, -2);
	ck_assert_int_gt(n, 3);
}
END_TEST

/* Of a file or not; in no mapping. */
START_TEST(test_find)
{
	static char here;
	const uintptr_t in[] = {(uintptr_t)parse, (uintptr_t)&here};
	char path[4096], same_path[4096];
	struct maps_entry e, same;
	struct stat st;

	for (size_t i = 0; i < sizeof(in) / sizeof(in[0]); i++) {
		ck_assert_int_eq(maps_find(in[i], &e, path, sizeof(path)), 0);
		ck_assert_int_eq(maps_search(in[i], &same, same_path,
					     sizeof(same_path)),
				 0);
		ck_assert(e.start <= in[i] && in[i] < e.end);
		ck_assert_uint_eq(e.start, same.start);
		ck_assert_uint_eq(e.dev, same.dev);
		ck_assert_uint_eq(e.inode, same.inode);
		ck_assert_uint_eq(e.path_len, same.path_len);
	}
	ck_assert_int_eq(maps_find(in[0], &e, path, sizeof(path)), 0);
	ck_assert_int_eq(stat("/proc/self/exe", &st), 0);
	ck_assert_uint_eq(e.inode, st.st_ino);
	ck_assert_int_eq(maps_find(0, &e, path, sizeof(path)), -2);
	ck_assert_int_eq(maps_search(0, &e, path, sizeof(path)), -2);
}
END_TEST

int main(void)
{
	gate_bootstrap();
	return unit_run("maps", (const TTest *const[]){
					test_file_mapping,
					test_anonymous_and_shared,
					test_broken_lines,
					test_lines_follow_each_other,
					test_own_map,
					test_find_file,
					test_find,
					NULL,
				});
}

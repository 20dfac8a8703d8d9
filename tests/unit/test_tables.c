/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>

#include "tables/tables.h"
#include "unit.h"

START_TEST(test_numbers_and_names)
{
	ck_assert_int_eq(tables_syscall_number("read"), SYS_read);
	ck_assert_int_eq(tables_syscall_number("openat"), SYS_openat);
	ck_assert_int_eq(tables_syscall_number("clone3"), SYS_clone3);
	ck_assert_int_eq(tables_syscall_number("nonesuch"), -1);
	ck_assert_int_eq(tables_syscall_number(""), -1);
	ck_assert_str_eq(tables_syscall_name(SYS_exit_group), "exit_"
							      "group");
	ck_assert_ptr_null(tables_syscall_name(-1));
	ck_assert_ptr_null(tables_syscall_name(400));
	ck_assert_ptr_null(tables_syscall_name(100000));
}
END_TEST

/* Every entry is complete, and found again by its name. */
START_TEST(test_every_entry)
{
	struct tables_syscall s;
	int count = 0;

	for (long nr = 0; nr <= tables_syscall_max(); nr++) {
		if (tables_syscall(nr, &s))
			continue;
		count++;
		ck_assert_int_eq(tables_syscall_number(s.name), nr);
		ck_assert_int_eq(tables_syscall_nargs(nr), s.nargs);
		for (int i = 0; i < s.nargs; i++) {
			ck_assert_msg(s.arg[i][0] && s.type[i][0], "%s",
				      s.name);
			ck_assert_int_eq(tables_syscall_arg(nr, s.arg[i]), i);
		}
	}
	ck_assert_int_ge(count, 350);
}
END_TEST

START_TEST(test_arguments)
{
	struct tables_syscall s;

	ck_assert_int_eq(tables_syscall(SYS_openat, &s), 0);
	ck_assert_int_eq(s.nargs, 4);
	ck_assert_str_eq(s.arg[0], "dfd");
	ck_assert_str_eq(s.arg[1], "path");
	ck_assert_str_eq(s.type[1], "const char *");
	ck_assert_int_eq(tables_syscall_arg(SYS_mmap, "flags"), 3);
	ck_assert_int_eq(tables_syscall_arg(SYS_clone, "tls"), 4);
	ck_assert_int_eq(tables_syscall_arg(SYS_read, "path"), -1);
	ck_assert_int_eq(tables_syscall_nargs(SYS_getpid), 0);
	ck_assert_int_eq(tables_syscall_nargs(4000), 6);
}
END_TEST

START_TEST(test_nearest)
{
	ck_assert_str_eq(tables_syscall_nearest("opennat"), "openat");
	ck_assert_str_eq(tables_syscall_nearest("wirte"), "write");
	ck_assert_str_eq(tables_syscall_nearest("getpids"), "getpid");
	ck_assert_ptr_null(tables_syscall_nearest("zzzzzzzzzzzz"));
}
END_TEST

START_TEST(test_errors)
{
	ck_assert_str_eq(tables_errno_name(ENOENT), "ENOENT");
	ck_assert_str_eq(tables_errno_name(EAGAIN), "EAGAIN");
	ck_assert_str_eq(tables_errno_name(EHWPOISON), "EHWPOISON");
	ck_assert_ptr_null(tables_errno_name(0));
	ck_assert_ptr_null(tables_errno_name(-1));
	ck_assert_ptr_null(tables_errno_name(4095));
	ck_assert_int_eq(tables_errno_value("EPERM"), EPERM);
	ck_assert_int_eq(tables_errno_value("EWOULDBLOCK"), EWOULDBLOCK);
	ck_assert_int_eq(tables_errno_value("EDEADLOCK"), EDEADLOCK);
	ck_assert_int_eq(tables_errno_value("ENOTSUP"), ENOTSUP);
	ck_assert_int_eq(tables_errno_value("ENOSUCH"), 0);
	ck_assert_int_eq(tables_errno_value(""), 0);
}
END_TEST

int main(void)
{
	return unit_run("tables", (const TTest *const[]){
					  test_numbers_and_names,
					  test_every_entry,
					  test_arguments,
					  test_nearest,
					  test_errors,
					  NULL,
				  });
}

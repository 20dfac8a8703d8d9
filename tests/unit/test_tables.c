/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The tables of system calls, their arguments and errors. */
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

/* Numbers that the table does not have are named by themselves. */
START_TEST(test_other_numbers)
{
	ck_assert_int_eq(tables_syscall_number("call_471"), 471);
	ck_assert_int_eq(tables_syscall_number("call_0"), 0);
	ck_assert_int_eq(tables_syscall_number("call_511"), 511);
	ck_assert_int_eq(tables_syscall_number("call_512"), -1);
	ck_assert_int_eq(tables_syscall_number("call_"), -1);
	ck_assert_int_eq(tables_syscall_number("call_-1"), -1);
	ck_assert_int_eq(tables_syscall_number("call_1x"), -1);
	ck_assert_int_eq(tables_syscall_number("call_99999999999999999999"),
			 -1);
}
END_TEST

/* The calls of Linux 6.18, by their numbers. */
START_TEST(test_new_calls)
{
	static const struct {
		const char *name;
		long nr;
	} calls[] = {
		{"uretprobe", 335},	    {"uprobe", 336},
		{"cachestat", 451},	    {"fchmodat2", 452},
		{"map_shadow_stack", 453},  {"futex_wake", 454},
		{"futex_wait", 455},	    {"futex_requeue", 456},
		{"statmount", 457},	    {"listmount", 458},
		{"lsm_get_self_attr", 459}, {"lsm_set_self_attr", 460},
		{"lsm_list_modules", 461},  {"mseal", 462},
		{"setxattrat", 463},	    {"getxattrat", 464},
		{"listxattrat", 465},	    {"removexattrat", 466},
		{"open_tree_attr", 467},    {"file_getattr", 468},
		{"file_setattr", 469},
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		ck_assert_int_eq(tables_syscall_number(calls[i].name),
				 calls[i].nr);
}
END_TEST

static struct tables_role role(const char *name, int i)
{
	struct tables_syscall s;

	ck_assert_int_eq(tables_syscall(tables_syscall_number(name), &s), 0);
	return tables_role(&s, i);
}

START_TEST(test_roles)
{
	struct tables_role r = role("linkat", 1);

	ck_assert_int_eq(r.use, TABLES_PATH);
	ck_assert_str_eq(r.effect, "links");
	ck_assert_str_eq(r.follow, "if");
	ck_assert_int_eq(r.dfd, 0);
	ck_assert_int_eq(r.flags, 4);
	ck_assert_uint_eq(r.bit, 0x400);
	r = role("removexattrat", 1);
	ck_assert_str_eq(r.effect, "changes");
	ck_assert_str_eq(r.follow, "unless");
	r = role("mkdir", 0);
	ck_assert_str_eq(r.follow, "never");
	ck_assert_int_eq(r.dfd, -1);
	ck_assert_int_eq(r.flags, -1);
	ck_assert_int_eq(role("inotify_add_watch", 1).bit, 0x2000000);
	ck_assert_int_eq(role("inotify_add_watch", 0).use, TABLES_NO_ROLE);
	ck_assert_int_eq(role("splice", 2).use, TABLES_TO);
	ck_assert_int_eq(role("splice", 4).use, TABLES_LENGTH);
	ck_assert_int_eq(role("vmsplice", 0).use, TABLES_PIPE);
	ck_assert_int_eq(role("preadv2", 1).use, TABLES_VECTOR);
	ck_assert_int_eq(role("recvmsg", 2).use, TABLES_PEEKS);
	ck_assert_int_eq(role("mq_timedsend", 2).use, TABLES_WHOLE);
	ck_assert_int_eq(role("symlinkat", 0).use, TABLES_NO_ROLE);
	ck_assert_int_eq(role("symlinkat", 1).use, TABLES_DFD);
}
END_TEST

/* What looks like a path has a role, or is known to be none. */
START_TEST(test_every_path)
{
	static const char others[] = " mq_open mq_unlink ";
	struct tables_syscall s;

	for (long nr = 0; nr <= tables_syscall_max(); nr++)
		for (int i = 0; tables_syscall(nr, &s) == 0 && i < s.nargs; i++)
			if (strstr(s.arg[i], "path") && !strstr(others, s.name))
				ck_assert_msg(tables_role(&s, i).use ==
						      TABLES_PATH,
					      "%s %s", s.name, s.arg[i]);
}
END_TEST

/* What bytes come from or go to, tells them in one way. */
START_TEST(test_bytes)
{
	struct tables_syscall s;

	for (long nr = 0; nr <= tables_syscall_max(); nr++) {
		int ends = 0, ways = 0;

		for (int i = 0; tables_syscall(nr, &s) == 0 && i < s.nargs;
		     i++) {
			enum tables_use use = tables_role(&s, i).use;

			ends += use == TABLES_FROM || use == TABLES_TO ||
				use == TABLES_PIPE;
			ways += use == TABLES_LENGTH || use == TABLES_WHOLE ||
				use == TABLES_VECTOR || use == TABLES_MESSAGE ||
				use == TABLES_MESSAGES;
		}
		if (ends)
			ck_assert_msg(ways == 1, "%s", s.name);
	}
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
	for (int i = 1; i < 4096; i++)
		if (strerrorname_np(i))
			ck_assert_str_eq(tables_errno_name(i),
					 strerrorname_np(i));
		else
			ck_assert_ptr_null(tables_errno_name(i));
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
					  test_other_numbers,
					  test_new_calls,
					  test_roles,
					  test_every_path,
					  test_bytes,
					  test_nearest,
					  test_errors,
					  NULL,
				  });
}

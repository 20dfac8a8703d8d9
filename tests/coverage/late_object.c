/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* For late: a system call of its own, in a function with an unwind entry. */
__attribute__((visibility("default"))) long late_call(long nr, long a);

long late_call(long nr, long a)
{
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "0"(nr), "D"(a)
			 : "rcx", "r11", "memory");
	return ret;
}

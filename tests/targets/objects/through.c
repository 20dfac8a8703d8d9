/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* An object for dlopen that calls back, through a function of a NAME that is
 * not exported. */
__attribute__((visibility("default"))) void through(void (*fn)(void));

static __attribute__((noinline, noclone)) void NAME(void (*fn)(void))
{
	fn();
	__asm__ volatile("" ::: "memory");
}

void through(void (*fn)(void))
{
	NAME(fn);
	__asm__ volatile("" ::: "memory");
}

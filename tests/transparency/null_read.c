/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Reading through a null pointer faults where the processor can have pages
 * that are for execution only. Fails there without trampoline.c's mprotect.
 */
#include <cpuid.h>
#include <setjmp.h>
#include <signal.h>

#include "check.h"

static sigjmp_buf out;

static void on_segv(int sig)
{
	(void)sig;
	siglongjmp(out, 1);
}

int main(void)
{
	unsigned int a, b, c, d;
	volatile char *p = NULL;

	if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(c & 1u << 4))
		skip("no protection keys: page 0 can be read");
	signal(SIGSEGV, on_segv);
	for (volatile int i = 0; i < 4096; i += 512) {
		p = (volatile char *)(long)i;
		__asm__("" : "+r"(p));
		if (sigsetjmp(out, 1) == 0) {
			a = (unsigned int)*p;
			printf("read at %d\n", i);
		}
	}
	return verdict();
}

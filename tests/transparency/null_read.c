/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Reading through a null pointer faults. Fails when the sled is mapped where
 * the processor cannot have pages that are for execution only, and where it
 * can, without sled.c's mprotect.
 */
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
	volatile char *p = NULL;
	char byte;

	signal(SIGSEGV, on_segv);
	for (volatile int i = 0; i < 4096; i += 512) {
		p = (volatile char *)(long)i;
		__asm__("" : "+r"(p));
		if (sigsetjmp(out, 1) == 0) {
			byte = *p;
			printf("read at %d: %d\n", i, byte);
		}
	}
	return verdict();
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Exit status 0 when this process may map the page at address 0. */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>

int main(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
		       0);

	if (p == MAP_FAILED) {
		perror("address 0 cannot be mapped");
		return 1;
	}
	return 0;
}

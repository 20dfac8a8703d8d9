/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* growth CALLS: does the memory in use grow while these calls are made? */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static long resident_pages(void)
{
	long total = 0, resident = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (!f || fscanf(f, "%ld %ld", &total, &resident) != 2)
		exit(2);
	fclose(f);
	return resident;
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 10000, before;

	for (long i = 0; i < n / 10; i++)
		getppid();
	before = resident_pages();
	for (long i = 0; i < n; i++)
		getppid();
	printf("grown by a MiB or more: %d\n",
	       resident_pages() - before >= 256);
	return 0;
}

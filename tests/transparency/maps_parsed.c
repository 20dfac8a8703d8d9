/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * /proc/self/maps reads as ever: every line parses, ranges ascend, the program,
 * its stack, heap and vDSO are there with their rights, and no mapping can be
 * written and executed. Fails when patch_in_place in rewriter.c leaves a page
 * writable.
 */
#include <stdint.h>
#include <string.h>

#include "check.h"

static int local;
static const char text[] = "text";

int main(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long start, end, offset, inode, last = 0;
	char line[4400], rights[5], path[4200], seen[5][5] = {""};
	const void *const here[5] = {&local, text, (void *)main, line,
				     (void *)&fopen};
	volatile char *heap = malloc(100);

	CHECK(maps != NULL && heap != NULL);
	while (maps && fgets(line, sizeof(line), maps)) {
		path[0] = '\0';
		CHECK(sscanf(line, "%lx-%lx %4s %lx %*x:%*x %lu %4199[^\n]",
			     &start, &end, rights, &offset, &inode, path) >= 5);
		CHECK(start >= last && end > start && end % 4096 == 0);
		last = end;
		CHECK(!strchr(rights, 'w') || !strchr(rights, 'x'));
		CHECK(strcmp(path, "[vdso]") != 0 || !strcmp(rights, "r-xp"));
		CHECK(strcmp(path, "[heap]") != 0 || !strchr(rights, 'x'));
		for (int i = 0; i < 5; i++)
			if ((uintptr_t)here[i] - start < end - start)
				strcpy(seen[i], rights);
	}
	for (int i = 0; i < 5; i++)
		puts(seen[i]);
	return verdict();
}

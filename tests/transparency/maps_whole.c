/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Each segment of an object is one mapping, as the loader has mapped it: Go's
 * profiles name functions by that. Fails where the protection of a part is
 * changed at start, to rewrite it: what was changed in parts and back stays
 * split.
 */
#include <stdio.h>
#include <string.h>

int main(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[4096 + 100], rights[8], *name;

	if (!maps)
		return 77;
	while (fgets(line, sizeof(line), maps)) {
		name = strrchr(line, '/');
		if (name && sscanf(line, "%*s %7s", rights) == 1 &&
		    !strstr(name, "zpoline") && !strstr(name, "memfd:"))
			printf("%s %s", rights, name + 1);
	}
	return fclose(maps) != 0;
}

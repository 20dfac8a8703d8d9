/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * How many candidates there are: pairs of bytes 0f 05, as the files have them,
 * in the executable pages of each mapped file but the library itself.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long candidates(const char *path, off_t offset, size_t size)
{
	unsigned char *code = malloc(size);
	int fd = open(path, O_RDONLY);
	ssize_t n = pread(fd, code, size, offset);
	long found = 0;

	for (ssize_t i = 0; i + 1 < n; i++)
		if (code[i] == 0x0f && code[i + 1] == 0x05) {
			found++;
			i++;
		}
	close(fd);
	free(code);
	return found;
}

int main(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[4096], mode[8], path[4096];
	unsigned long from, to, offset;
	long found = 0;

	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %4s %lx %*s %*s %4000s", &from, &to,
			   mode, &offset, path) == 5 &&
		    mode[2] == 'x' && path[0] == '/' &&
		    !strstr(path, "libzpoline") &&
		    !strstr(path, "zpoline-gate"))
			found += candidates(path, (off_t)offset, to - from);
	if (maps)
		fclose(maps);
	printf("candidates: %ld\n", found);
	return 0;
}

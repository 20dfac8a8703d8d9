/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * text_intact NAME: compares the executable pages of each mapped file whose
 * path contains NAME with the file, and prints how many bytes differ.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long differing(const char *memory, size_t size, const char *path,
		      off_t offset)
{
	char *file = malloc(size);
	int fd = open(path, O_RDONLY);
	ssize_t n = pread(fd, file, size, offset);
	long differ = 0;

	for (ssize_t i = 0; i < n; i++)
		differ += memory[i] != file[i];
	close(fd);
	free(file);
	return n > 0 ? differ : -1;
}

int main(int argc, char **argv)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[4096], mode[8], path[4096];
	unsigned long from, to, offset;
	long differ = 0, pages = 0;

	if (argc != 2 || !maps)
		return 2;
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx %4s %lx %*s %*s %4000s", &from, &to,
			   mode, &offset, path) != 5 ||
		    mode[2] != 'x' || !strstr(path, argv[1]))
			continue;
		pages += (long)((to - from) / 4096);
		differ += differing((const char *)from, to - from, path,
				    (off_t)offset);
	}
	fclose(maps);
	printf("%s: %s, %ld bytes differ\n", argv[1],
	       pages ? "mapped" : "not mapped", differ);
	return 0;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* files COUNT: make a file, and COUNT times open it, look at it, read it and
 * close it, in the folder where this is run. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 0;
	int fd = open("file", O_WRONLY | O_CREAT, 0600);
	char bytes[64] = {0};
	struct stat st;

	if (write(fd, bytes, sizeof(bytes)) != sizeof(bytes))
		return 1;
	close(fd);
	while (count-- > 0) {
		fd = openat(AT_FDCWD, "file", O_RDONLY | O_CLOEXEC);
		if (fd < 0 || fstat(fd, &st) != 0 ||
		    read(fd, bytes, sizeof(bytes)) != sizeof(bytes))
			return 1;
		close(fd);
	}
	return 0;
}

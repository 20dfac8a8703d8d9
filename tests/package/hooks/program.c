/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Status 0 if a read of eight bytes gives four. */
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	char text[8];
	int fd = open("/dev/zero", O_RDONLY);

	return read(fd, text, sizeof(text)) != sizeof(text) / 2;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program that fills its own pages: one thread waits for faults of others
 * (userfaultfd), by calls that are hooked as well. Paths and buffers of calls
 * stand in such pages. Needs the right to userfaultfd.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096
#define PAGES 64

static int uffd;
static char fill[PAGE] __attribute__((aligned(PAGE)));
static volatile int others;

static void *serve(void *unused)
{
	for (;;) {
		struct pollfd p = {.fd = uffd, .events = POLLIN};
		struct uffd_msg m;
		struct uffdio_copy copy = {.src = (uintptr_t)fill, .len = PAGE};

		poll(&p, 1, -1);
		if (read(uffd, &m, sizeof(m)) != sizeof(m) ||
		    m.event != UFFD_EVENT_PAGEFAULT)
			continue;
		copy.dst = m.arg.pagefault.address & ~(PAGE - 1ull);
		ioctl(uffd, UFFDIO_COPY, &copy);
	}
	return unused;
}

/* Another one that waits for the interpreter as well. */
static void *call_often(void *unused)
{
	for (;;) {
		getppid();
		others++;
	}
	return unused;
}

static char *map_served(void)
{
	struct uffdio_api api = {.api = UFFD_API};
	struct uffdio_register r = {.mode = UFFDIO_REGISTER_MODE_MISSING};
	char *p = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	uffd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
	r.range.start = (uintptr_t)p;
	r.range.len = PAGES * PAGE;
	if (p == MAP_FAILED || uffd < 0 || ioctl(uffd, UFFDIO_API, &api) ||
	    ioctl(uffd, UFFDIO_REGISTER, &r))
		return NULL;
	return p;
}

int main(void)
{
	char *page = map_served();
	pthread_t server, other;
	int opened = 0, there = 0;

	if (!page) {
		perror("userfaultfd");
		return 77;
	}
	strcpy(fill, "/etc/passwd");
	if (pthread_create(&server, NULL, serve, NULL) ||
	    pthread_create(&other, NULL, call_often, NULL))
		return 2;
	while (!others)
		usleep(1000);
	for (int i = 0; i < PAGES; i += 2) {
		int fd = open(page + (size_t)i * PAGE, O_RDONLY);

		opened += fd >= 0;
		/* the handler writes to the page, then the kernel does */
		there += pread(fd, page + (size_t)(i + 1) * PAGE, 4, 0) == 4;
		close(fd);
	}
	printf("opened %d, read %d\n", opened, there);
	return 0;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Writes code in place, or through /proc/self/mem. */
#include "base/patch.h"

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/mman.h>

#include "base/constants.h"
#include "base/nolibc.h"
#include "base/rawcall.h"

static int open_memory(struct patch *p)
{
	p->fd = sys_open("/proc/self/mem", O_RDWR | O_CLOEXEC, 0);
	return p->fd < 0 ? p->fd : 0;
}

/* Writable and executable at once: what never is both may not become so again
 * under PR_SET_MDWE, and this is refused there before anything is lost. */
static int open_pages(struct patch *p)
{
	p->fd = -1;
	return sys_mprotect((void *)p->start, p->size,
			    PROT_READ | PROT_WRITE | PROT_EXEC);
}

int patch_open(struct patch *p, uintptr_t start, uintptr_t end, int prot,
	       enum patch_way way)
{
	int err;

	p->prot = prot;
	p->page = NULL;
	p->start = page_down(start);
	p->size = page_up(end - p->start);
	err = way == PATCH_IN_PLACE ? open_pages(p) : open_memory(p);
	if (!err || way == PATCH_FILE_ONLY)
		return err;
	return way == PATCH_IN_PLACE ? open_memory(p) : open_pages(p);
}

void patch_gather(struct patch *p, struct patch_page *page)
{
	page->works = 0;
	page->at = 0;
	p->page = page;
}

static int write_file(const struct patch *p, uintptr_t to, const void *bytes,
		      size_t n)
{
	long ret = SYSCALL(__NR_pwrite64, p->fd, bytes, n, to, 0, 0);

	return ret == (long)n ? 0 : -EIO;
}

static void write_page(const struct patch *p)
{
	struct patch_page *page = p->page;

	if (page->at)
		write_file(p, page->at + page->first, page->bytes + page->first,
			   page->end - page->first);
	page->at = 0;
}

static int gather(const struct patch *p, uintptr_t to, const void *bytes,
		  size_t n)
{
	struct patch_page *page = p->page;
	size_t first = to % PAGE;
	int err;

	if (!page->works) {
		err = write_file(p, to, bytes, n);
		page->works = !err;
		return err;
	}
	if (page->at != page_down(to)) {
		write_page(p);
		memcpy(page->bytes, (const void *)page_down(to), PAGE);
		page->at = page_down(to);
		page->first = first;
		page->end = first;
	}
	memcpy(page->bytes + first, bytes, n);
	page->first = first < page->first ? first : page->first;
	page->end = first + n > page->end ? first + n : page->end;
	return 0;
}

int patch_put(const struct patch *p, uintptr_t to, const void *bytes, size_t n)
{
	uint16_t two;

	if (p->fd >= 0 && p->page && to % PAGE + n <= PAGE)
		return gather(p, to, bytes, n);
	if (p->fd >= 0)
		return write_file(p, to, bytes, n);
	if (n == sizeof(two) && to % sizeof(two) == 0) {
		memcpy(&two, bytes, sizeof(two));
		__atomic_store_n((uint16_t *)to, two, __ATOMIC_RELEASE);
	} else {
		memcpy((void *)to, bytes, n);
	}
	return 0;
}

void patch_claim(const struct patch *p, uintptr_t addr)
{
	if (p->fd < 0)
		__asm__ volatile("orb $0, %0" : "+m"(*(uint8_t *)addr));
}

int patch_close(const struct patch *p)
{
	if (p->fd >= 0 && p->page)
		write_page(p);
	return p->fd >= 0 ? sys_close(p->fd)
			  : sys_mprotect((void *)p->start, p->size, p->prot);
}

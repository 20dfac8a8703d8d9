/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * late_map OBJECT: its code is mapped without a loader, made executable,
 * moved, and replaced. Prints what getppid gives from it each time, and how
 * calls through a null pointer end where a call site was.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096ul
#define CODE (PROT_READ | PROT_EXEC)

static int fd;
static size_t size, call_at, site_at, far_at;

static void result(const char *what, long got)
{
	printf("%s: %s\n", what, got == 4242 ? "hooked" : "not hooked");
}

static long call(char *p, long nr)
{
	return ((long (*)(long, long))(void *)(p + call_at))(nr, -1);
}

static long far(char *p)
{
	return ((long (*)(void))(void *)(p + far_at))();
}

static char *map(int prot)
{
	char *p = mmap(NULL, size, prot, MAP_PRIVATE, fd, 0);

	if (p == MAP_FAILED)
		_exit(2);
	return p;
}

static char *hole(void)
{
	return mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Code that calls address 0 with rax 0 from where the site was. */
static void null_call(const char *what, char *p)
{
	static const unsigned char code[] = {0x31, 0xc0, 0xff, 0xd0, 0xc3};
	char *page = p + (site_at & ~(PAGE - 1));
	int status;

	if (mprotect(page, PAGE, PROT_READ | PROT_WRITE))
		printf("%s: cannot be written\n", what);
	memcpy(p + site_at - 2, code, sizeof(code));
	mprotect(page, PAGE, CODE);
	if (fork() == 0) {
		signal(SIGSEGV, SIG_DFL);
		((void (*)(void))(void *)(p + site_at - 2))();
		_exit(0);
	}
	wait(&status);
	printf("%s: a null call ends by signal %d\n", what,
	       WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

static void test_mprotect(void)
{
	char *p = map(PROT_READ);

	mprotect(p, size, CODE);
	result("mprotect", call(p, SYS_getppid));
	mprotect(p, size, CODE);
	result("mprotect again", far(p));
	munmap(p, size);
	p = map(PROT_READ);
	syscall(SYS_pkey_mprotect, p, size, CODE, -1);
	result("pkey_mprotect", far(p));
	munmap(p, size);
	p = map(PROT_READ);
	mprotect(p + (far_at & ~(PAGE - 1)), PAGE, CODE);
	result("mprotect of one page", far(p));
	munmap(p, size);
}

static void test_moved(void)
{
	char *p = map(CODE), *to = hole();

	p = mremap(p, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, to);
	result("moved", p == to ? call(p, SYS_getppid) : 0);
	p = mremap(p, size, 2 * PAGE, 0);
	result("cut", call(p, SYS_getppid));
	p = mremap(p, 2 * PAGE, size, MREMAP_MAYMOVE);
	result("grown", far(p));
	munmap(p, size);
}

/* It issues number 0 too, from where null calls will come. */
static void test_replaced(void)
{
	char *p = map(CODE);
	int shm = shmget(IPC_PRIVATE, size, 0600);

	call(p, SYS_read);
	call(p, SYS_read);
	mmap(p, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
	     0);
	null_call("mapped over", p);
	munmap(p, size);

	p = map(CODE);
	call(p, SYS_read);
	munmap(p, size);
	p = mmap(p, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	null_call("unmapped", p);
	munmap(p, size);

	p = map(CODE);
	call(p, SYS_read);
	munmap(mremap(p, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, hole()),
	       size);
	p = mmap(p, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	null_call("moved away", p);
	munmap(p, size);

	p = map(CODE);
	call(p, SYS_read);
	if (shm >= 0 && shmat(shm, p, SHM_REMAP) == p)
		null_call("shared memory", p);
	else
		puts("shared memory: a null call ends by signal 11");
	shmctl(shm, IPC_RMID, NULL);
}

/* Never written ahead: it is somebody else's file, or still being written. */
static void test_left_alone(void)
{
	static const unsigned char site[] = {0x0f, 0x05};
	char *shared = mmap(NULL, size, CODE, MAP_SHARED, fd, 0);
	char *writable = map(CODE | PROT_WRITE);

	printf("shared: %s\n",
	       memcmp(shared + site_at, site, 2) ? "changed" : "left alone");
	printf("writable: %s\n",
	       memcmp(writable + site_at, site, 2) ? "changed" : "left alone");
}

int main(int argc, char **argv)
{
	void *handle = argc > 1 ? dlopen(argv[1], RTLD_NOW) : NULL;
	struct stat st;
	Dl_info info;

	if (!handle || !dladdr(dlsym(handle, "late_call"), &info))
		return 2;
	call_at = (size_t)((char *)dlsym(handle, "late_call") -
			   (char *)info.dli_fbase);
	site_at = (size_t)((char *)dlsym(handle, "late_site") -
			   (char *)info.dli_fbase);
	far_at = (size_t)((char *)dlsym(handle, "late_far") -
			  (char *)info.dli_fbase);
	dlclose(handle);
	fd = open(argv[1], O_RDONLY);
	if (fstat(fd, &st))
		return 2;
	size = ((size_t)st.st_size + PAGE - 1) & ~(PAGE - 1);
	setvbuf(stdout, NULL, _IONBF, 0);
	test_mprotect();
	test_moved();
	test_replaced();
	test_left_alone();
	return 0;
}

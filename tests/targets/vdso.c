/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The functions of the vDSO, through pointers that are taken before anything
 * else is done.
 *
 *   vdso results   what each returns
 *   vdso years     the year, as libc's functions for it say
 *   vdso late      getppid between calls of all
 *   vdso remove    a C hook on each comes, and goes again
 *   vdso threads   threads call all the time while getppid is called
 *   vdso dirty     kilobytes of the vDSO that are a copy of the process's own
 *   vdso params    what getrandom says of its state, and bytes through it
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define COUNT 6

struct SyscallRegs {
	uint64_t rax;
};

typedef long (*function)(long, const void *, long, const void *, long);
typedef int (*hook)(int, int (*)(struct SyscallRegs *, void *), void *);

static const char *const names[COUNT] = {"clock_gettime", "gettimeofday",
					 "time",	  "clock_getres",
					 "getcpu",	  "getrandom"};
static const int numbers[COUNT] = {SYS_clock_gettime, SYS_gettimeofday,
				   SYS_time,	      SYS_clock_getres,
				   SYS_getcpu,	      318 /* SYS_getrandom */};
static function functions[COUNT];

static int find(void)
{
	void *vdso = dlopen("linux-vdso.so.1", RTLD_LAZY | RTLD_NOLOAD);
	char name[32];

	for (int i = 0; i < COUNT && vdso; i++) {
		snprintf(name, sizeof(name), "__vdso_%s", names[i]);
		functions[i] = (function)(uintptr_t)dlsym(vdso, name);
	}
	return functions[0] != NULL;
}

/* All can be called with two buffers, but for the clocks' number. */
static long call(int i)
{
	static long a[64], b[64];
	long first = i == 0 || i == 3 ? CLOCK_MONOTONIC : (long)a;
	const void *second = i == 5 ? (const void *)8 : b;

	return functions[i](first, second, 0, NULL, 0);
}

static void results(void)
{
	for (int i = 0; i < COUNT; i++)
		if (functions[i])
			printf("%s %ld\n", names[i], call(i));
}

static void years(void)
{
	struct timespec ts;
	struct timeval tv;
	time_t now[3];

	clock_gettime(CLOCK_REALTIME, &ts);
	gettimeofday(&tv, NULL);
	now[0] = ts.tv_sec;
	now[1] = tv.tv_sec;
	time(&now[2]);
	for (int i = 0; i < 3; i++)
		printf("%d\n", gmtime(&now[i])->tm_year + 1900);
}

static int answer(struct SyscallRegs *regs, void *arg)
{
	regs->rax = (uint64_t)(uintptr_t)arg;
	return 1;
}

static int removed(void)
{
	hook set = (hook)(uintptr_t)dlsym(RTLD_DEFAULT, "zpoline_hook");
	char bytes[COUNT][16];

	for (int i = 0; i < COUNT && set; i++) {
		if (!functions[i])
			continue;
		memcpy(bytes[i], (void *)(uintptr_t)functions[i], 16);
		if (set(numbers[i], answer, (void *)1234))
			return 1;
		if (call(i) != 1234)
			return printf("%s is not hooked\n", names[i]);
		if (set(numbers[i], NULL, NULL))
			return 1;
		if (call(i) == 1234)
			return printf("%s is still hooked\n", names[i]);
		if (memcmp(bytes[i], (void *)(uintptr_t)functions[i], 16) != 0)
			return printf("%s is still changed\n", names[i]);
	}
	return set == NULL;
}

static int stop;

static void *hammer(void *arg)
{
	struct timespec t;
	long *hooked = arg;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		long ret = functions[0](CLOCK_MONOTONIC, &t, 0, NULL, 0);

		if (ret == 7)
			(*hooked)++;
		else if (ret != 0)
			*hooked = -1000000000;
	}
	return NULL;
}

static int all_hooked(const long *hooked, int n)
{
	for (int i = 0; i < n; i++)
		if (__atomic_load_n(&hooked[i], __ATOMIC_RELAXED) == 0)
			return 0;
	return 1;
}

static int threads(void)
{
	enum { THREADS = 4 };
	pthread_t id[THREADS];
	long hooked[THREADS] = {0};

	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&id[i], NULL, hammer, &hooked[i]))
			return 1;
	usleep(50000);
	getppid();
	/* on a busy machine it takes its time until all have had their turn */
	for (int i = 0; i < 100 && !all_hooked(hooked, THREADS); i++)
		usleep(50000);
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(id[i], NULL);
		puts(hooked[i] > 0 ? "hooked" : "not hooked");
	}
	return 0;
}

static int dirty(void)
{
	FILE *smaps = fopen("/proc/self/smaps", "r");
	char line[256];
	int in_vdso = 0, kib, total = -1;

	while (smaps && fgets(line, sizeof(line), smaps)) {
		if (strstr(line, "[vdso]"))
			in_vdso = 1;
		else if (strstr(line, "VmFlags"))
			in_vdso = 0;
		else if (in_vdso &&
			 sscanf(line, "Private_Dirty: %d", &kib) == 1)
			total = (total < 0 ? 0 : total) + kib;
	}
	return printf("%d\n", total) < 0;
}

static int params(void)
{
	uint32_t p[16];
	char buf[64] = {0}, zero[64] = {0};
	void *state;
	long n;

	if (!functions[5])
		return 77;
	memset(p, 0xff, sizeof(p));
	printf("%ld", functions[5](0, NULL, 0, p, -1));
	for (int i = 0; i < 16; i++)
		printf(" %x", p[i]);
	state = mmap(NULL, 4096, (int)p[1], (int)p[2], -1, 0);
	n = functions[5]((long)buf, (const void *)64, 0, state, (long)p[0]);
	printf("\n%ld %s\n", n, memcmp(buf, zero, 64) ? "random" : "zero");
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (!find())
		return 77;
	if (strcmp(what, "results") == 0)
		results();
	else if (strcmp(what, "years") == 0)
		years();
	else if (strcmp(what, "remove") == 0)
		return removed();
	else if (strcmp(what, "threads") == 0)
		return threads();
	else if (strcmp(what, "dirty") == 0)
		return dirty();
	else if (strcmp(what, "params") == 0)
		return params();
	else if (strcmp(what, "late") == 0) {
		for (int i = 0; i < COUNT; i++)
			if (functions[i])
				call(i);
		getppid();
		results();
	}
	return 0;
}

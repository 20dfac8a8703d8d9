/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The vDSO of this process, changed and put back. Each test is a process of
 * its own. Calls that reach the gate are answered with their number, negative.
 */
#include <dlfcn.h>
#include <elf.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/gate.h"
#include "intercept/vdso.h"
#include "unit.h"

#define ENTRY_SIZE 16

static long (*gettime)(clockid_t, struct timespec *);
static char original[ENTRY_SIZE];
static volatile int faults;

/* thread.h and libc do not go together. A new record is zeroed. */
static _Alignas(64) char record[8192];
static struct thread *const self = (struct thread *)(void *)record;

static long ask(void)
{
	struct timespec t;

	return gettime(CLOCK_MONOTONIC, &t);
}

static int is_original(void)
{
	return memcmp((void *)(uintptr_t)gettime, original, ENTRY_SIZE) == 0;
}

static void begin(void)
{
	size_t size;

	gettime = (long (*)(clockid_t, struct timespec *))vdso_function(
		getauxval(AT_SYSINFO_EHDR), "clock_gettime", &size);
	memcpy(original, (void *)(uintptr_t)gettime, ENTRY_SIZE);
}

static void fault(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)info;
	faults++;
	if (!vdso_arrived((struct sigcontext *)&uc->uc_mcontext))
		signal(sig, SIG_DFL);
}

static void take_faults(void)
{
	struct sigaction act = {.sa_sigaction = fault,
				.sa_flags = SA_SIGINFO | SA_NODEFER};

	sigaction(SIGSEGV, &act, NULL);
}

START_TEST(test_unwanted)
{
	begin();
	vdso_want(SYS_getpid, 1);
	vdso_start(environ);
	vdso_want(SYS_getpid, 1);
	vdso_want(SYS_clock_gettime, 0);
	ck_assert_int_eq(ask(), 0);
	ck_assert(is_original());
}
END_TEST

START_TEST(test_wanted_at_start)
{
	begin();
	take_faults();
	vdso_want(SYS_clock_gettime, 1);
	ck_assert(is_original());
	vdso_start(environ);
	ck_assert_int_eq(ask(), -SYS_clock_gettime);
	ck_assert_int_eq(faults, 0);
	vdso_want(SYS_clock_gettime, 0);
	ck_assert_int_eq(ask(), 0);
	ck_assert(is_original());
}
END_TEST

START_TEST(test_wanted_late)
{
	begin();
	take_faults();
	vdso_start(environ);
	for (int i = 1; i < 4; i++) {
		vdso_want(SYS_clock_gettime, 1);
		vdso_want(SYS_clock_gettime, 1);
		ck_assert_int_eq(ask(), -SYS_clock_gettime);
		ck_assert_int_eq(faults, i);
		ck_assert_int_eq(memcmp((char *)(uintptr_t)gettime + 1,
					original + 1, ENTRY_SIZE - 1),
				 0);
		vdso_want(SYS_clock_gettime, 0);
		ck_assert_int_eq(ask(), 0);
		ck_assert(is_original());
	}
}
END_TEST

static uint64_t kernels_now(void)
{
	struct timespec t;

	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void check_clock(void)
{
	for (int i = 0; i < 3; i++) {
		uint64_t before = kernels_now(), now = vdso_now(self),
			 after = kernels_now();

		ck_assert_uint_ge(now, before);
		ck_assert_uint_le(now, after);
	}
	ck_assert_int_eq(faults, 0);
	vdso_want(SYS_clock_gettime, 0);
	ck_assert_uint_ge(vdso_now(self), 1);
}

/* The clock goes on for us: these fail where it is asked at the changed entry.
 */
START_TEST(test_clock_by_jump)
{
	begin();
	take_faults();
	vdso_want(SYS_clock_gettime, 1);
	vdso_start(environ);
	check_clock();
}
END_TEST

START_TEST(test_clock_by_trap)
{
	begin();
	take_faults();
	vdso_start(environ);
	vdso_want(SYS_clock_gettime, 1);
	check_clock();
}
END_TEST

static volatile int stop;

static void *hammer(void *arg)
{
	long *wrong = arg, ret;

	while (!stop) {
		ret = ask();
		*wrong += ret != 0 && ret != -SYS_clock_gettime;
	}
	return NULL;
}

/* Fails with a jump that is put into the entry late. (Check itself asks for the
 * time: at last nothing is wanted.) */
START_TEST(test_changes_under_threads)
{
	pthread_t id[3];
	long wrong[3] = {0};

	begin();
	take_faults();
	vdso_want(SYS_clock_gettime, 1);
	vdso_start(environ);
	for (int i = 0; i < 3; i++)
		pthread_create(&id[i], NULL, hammer, &wrong[i]);
	for (int i = 0; i <= 20000; i++)
		vdso_want(SYS_clock_gettime, i & 1);
	stop = 1;
	for (int i = 0; i < 3; i++) {
		pthread_join(id[i], NULL);
		ck_assert_int_eq(wrong[i], 0);
	}
	ck_assert_int_ge(faults, 1);
}
END_TEST

/* One of the two tables that tell how many symbols there are is taken out. */
START_TEST(test_either_hash)
{
	static const long tags[] = {DT_HASH, 0x6ffffef5 /* DT_GNU_HASH */};
	static char copy[2][16384] __attribute__((aligned(4096)));
	const char *image = (const char *)getauxval(AT_SYSINFO_EHDR);
	void *vdso = dlopen("linux-vdso.so.1", RTLD_LAZY | RTLD_NOLOAD);
	size_t size;

	ck_assert_ptr_nonnull(vdso);
	for (int i = 0; i < 2; i++) {
		char *real = dlsym(vdso, "__vdso_getcpu");
		uintptr_t found;
		const Elf64_Phdr *p;
		Elf64_Dyn *d;
		int left = 0;

		memcpy(copy[i], image, 4096);
		p = (const Elf64_Phdr *)(copy[i] +
					 ((Elf64_Ehdr *)copy[i])->e_phoff);
		while (p->p_type != PT_DYNAMIC)
			p++;
		for (d = (Elf64_Dyn *)(copy[i] + p->p_offset); d->d_tag; d++) {
			if (d->d_tag == tags[i])
				d->d_tag = DT_DEBUG;
			left += d->d_tag == tags[!i];
		}
		if (!left)
			continue; /* this kernel's has the other one only */
		found = vdso_function((uintptr_t)copy[i], "getcpu", &size);
		ck_assert_uint_eq(found - (uintptr_t)copy[i],
				  (uintptr_t)(real - image));
		ck_assert_uint_gt(size, 0);
		ck_assert_uint_eq(
			vdso_function((uintptr_t)copy[i], "getcp", &size), 0);
	}
}
END_TEST

int main(void)
{
	gate_bootstrap();
	if (!getauxval(AT_SYSINFO_EHDR))
		return unit_skip("no vDSO");
	return unit_run("vdso", (const TTest *const[]){
					test_unwanted,
					test_wanted_at_start,
					test_wanted_late,
					test_changes_under_threads,
					test_either_hash,
					test_clock_by_jump,
					test_clock_by_trap,
					NULL,
				});
}

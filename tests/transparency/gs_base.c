/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The base of gs is the program's: nobody else's in any task, and its own from
 * when it has set one. Without the answer of the library's to ARCH_GET_GS, the
 * program would find the record of its thread there (mode exec); without the
 * check of what gs leads to, the library would take the program's words for
 * one.
 */
#define _GNU_SOURCE
#include <asm/prctl.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"

static uint64_t words[512] = {7, 8};

static uint64_t get_base(void)
{
	uint64_t base = 1;

	CHECK(syscall(SYS_arch_prctl, ARCH_GET_GS, &base) == 0);
	return base;
}

static uint64_t get_word(void)
{
	uint64_t word;

	__asm__ volatile("mov %%gs:8, %0" : "=r"(word));
	return word;
}

static void check_base(uintptr_t base)
{
	for (int i = 0; i < 100; i++) {
		CHECK(getppid() > 0);
		CHECK(get_base() == base);
	}
}

static void *run_plain(void *arg)
{
	check_base(0);
	return arg;
}

static void *run_own(void *arg)
{
	CHECK(get_base() == (uintptr_t)words);
	CHECK(get_word() == 8);
	return arg;
}

static void run_thread(void *(*fn)(void *))
{
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, fn, NULL) == 0);
	CHECK(pthread_join(thread, NULL) == 0);
}

static void run_child(uintptr_t base)
{
	pid_t child = fork();

	if (child == 0) {
		check_base(base);
		_exit(broken);
	}
	CHECK(end_of(child) == 0);
}

int main(void)
{
	check_base(0);
	run_thread(run_plain);
	run_child(0);
	CHECK(syscall(SYS_arch_prctl, ARCH_GET_GS, 1) == -1);
	/* an instruction that is not seen */
	__asm__ volatile("mov %0, %%gs" : : "r"(0));
	check_base(0);
	run_thread(run_plain);
	run_child(0);
	CHECK(syscall(SYS_arch_prctl, ARCH_SET_GS, words) == 0);
	check_base((uintptr_t)words);
	CHECK(get_word() == 8);
	run_thread(run_own);
	run_child((uintptr_t)words);
	CHECK(get_word() == 8);
	return verdict();
}

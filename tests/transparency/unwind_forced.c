/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler that interrupted a blocking call does not return, but unwinds the
 * stack as pthread_cancel and pthread_exit do: cleanups of the functions
 * that made the call run, innermost first, and find what their functions had in
 * registers. Fails without sigcontext_show() (sigcontext.c): the unwinder does
 * not find the frames; nor where that leaves out registers that calls leave
 * alone.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <unwind.h>

#include "blocked_read.h"

/* As many as there are registers that calls leave alone. */
struct kept {
	long a, b, c, d, e, f;
};

static int ends[2], cleaned;
static struct _Unwind_Exception exception;
static sigjmp_buf env;
static void *bottom_frame;

/* Inlined, and a constant in each place: the values never have an address. */
static inline __attribute__((always_inline)) void clean(struct kept *k,
							long level)
{
	cleaned = cleaned * 10 + (int)level;
	CHECK(k->a == level && k->b == level + 1 && k->c == level + 2);
	CHECK(k->d == level + 3 && k->e == level + 4 && k->f == level + 5);
}

static inline __attribute__((always_inline)) void clean_outer(struct kept *k)
{
	clean(k, 1);
}

static inline __attribute__((always_inline)) void clean_middle(struct kept *k)
{
	clean(k, 2);
}

/* A number that the compiler does not know. */
static inline long opaque(long n)
{
	__asm__ volatile("" : "+r"(n));
	return n;
}

#define KEPT(level)                                                            \
	{                                                                      \
		opaque(level), opaque((level) + 1), opaque((level) + 2),       \
			opaque((level) + 3), opaque((level) + 4),              \
			opaque((level) + 5)                                    \
	}

static _Unwind_Reason_Code stop(int version, _Unwind_Action actions,
				_Unwind_Exception_Class class,
				struct _Unwind_Exception *object,
				struct _Unwind_Context *context, void *bottom)
{
	(void)version, (void)class, (void)object;
	if ((actions & _UA_END_OF_STACK) ||
	    _Unwind_GetCFA(context) >= (uintptr_t)bottom)
		siglongjmp(env, 1);
	return _URC_NO_REASON;
}

static void on_signal(int sig)
{
	(void)sig;
	_Unwind_ForcedUnwind(&exception, stop, bottom_frame);
	CHECK(!"comes back");
}

PART(inner) static long inner(int site, char *byte)
{
	long ret;

	*poke_armed = 1;
	ret = blocked_read(site, ends[0], byte);
	NO_TAIL_CALL(ret);
	return ret;
}

PART(middle) static long middle(int site, char *byte)
{
	__attribute__((cleanup(clean_middle), unused)) struct kept k = KEPT(2);

	return inner(site, byte);
}

PART(outer) static long outer(int site, char *byte)
{
	__attribute__((cleanup(clean_outer), unused)) struct kept k = KEPT(1);

	return middle(site, byte);
}

PART(bottom) static void bottom(int site)
{
	char byte;

	cleaned = 0;
	bottom_frame = __builtin_frame_address(0);
	if (sigsetjmp(env, 1) == 0) {
		outer(site, &byte);
		CHECK(!"the call ends");
	}
	check(__LINE__, site_names[site], cleaned == 21);
}

int main(void)
{
	struct sigaction act = {.sa_handler = on_signal};

	alarm(20);
	CHECK(pipe(ends) == 0);
	poke_start();
	for (int round = 0; round < 100; round++) {
		act.sa_flags = round % 2 ? SA_RESTART : 0;
		sigaction(SIGUSR1, &act, NULL);
		for (int site = 0; site < SITES; site++)
			bottom(site);
	}
	poke_end();
	return verdict();
}

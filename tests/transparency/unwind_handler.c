/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler that interrupted a blocking call walks the stack by the unwind
 * tables, as sanitizers, crash reporters and profilers do: as many frames as
 * natively, among them the function with the call site and its callers, in
 * order. Fails without sigcontext_show() (sigcontext.c): from the gate no table
 * leads on, and three frames are found.
 */
#define _GNU_SOURCE
#include <unwind.h>

#include "unwind_chain.h"

static int ends[2];
static uintptr_t addr[MOST];
static volatile int frames;

static _Unwind_Reason_Code note(struct _Unwind_Context *context, void *arg)
{
	(void)arg;
	if (frames < MOST)
		addr[frames++] = _Unwind_GetIP(context);
	return frames < MOST ? _URC_NO_REASON : _URC_END_OF_STACK;
}

static void on_signal(int sig)
{
	(void)sig;
	frames = 0;
	_Unwind_Backtrace(note, NULL);
	/* the call may go on: it ends then */
	CHECK(write(ends[1], "x", 1) == 1);
}

PART(inner) static long inner(int site, char *byte)
{
	long ret;

	*poke_armed = 1;
	ret = blocked_read(site, ends[0], byte);
	NO_TAIL_CALL(ret);
	return ret;
}

PART(bottom) static void bottom(int site, int flags)
{
	struct sigaction act = {.sa_handler = on_signal, .sa_flags = flags};
	char byte;
	long ret;

	sigaction(SIGUSR1, &act, NULL);
	ret = outer(site, &byte);
	if (flags)
		CHECK(ret == 1);
	else
		CHECK(ret < 0 && read(ends[0], &byte, 1) == 1);
	check(__LINE__, site_names[site], parts_follow(addr, frames, parts, 4));
}

int main(void)
{
	alarm(20);
	CHECK(pipe(ends) == 0);
	poke_start();
	for (int site = 0; site < SITES; site++) {
		for (int round = 0; round < 20; round++)
			bottom(site, round % 2 ? SA_RESTART : 0);
		printf("%s: %d frames\n", site_names[site], frames);
	}
	poke_end();
	return verdict();
}

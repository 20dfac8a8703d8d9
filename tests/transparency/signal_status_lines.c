/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * SigBlk, SigIgn and SigPnd of /proc/self/status, with signals other than the
 * library's. SigCgt has more in it under the library (SIGSEGV, SIGBUS): only
 * the program's are looked at. Fails without SIG_IGN going to the kernel as
 * it is (signals_action() in signals.c).
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "sig.h"

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)info, (void)context;
}

static void show(const char *name, uint64_t interest)
{
	FILE *status = fopen("/proc/self/status", "r");
	char line[256];

	while (status && fgets(line, sizeof(line), status))
		if (strncmp(line, name, strlen(name)) == 0)
			printf("%s %lx\n", name,
			       strtoul(line + 7, NULL, 16) & interest);
	if (status)
		fclose(status);
}

int main(void)
{
	const uint64_t ours = bit(SIGSEGV) | bit(SIGBUS) | bit(SIGSYS);
	const uint64_t other = bit(SIGUSR1) | bit(SIGUSR2) | bit(40) | 1;

	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGUSR2, SIG_IGN);
	handle(SIGUSR1, on_signal, 0);
	handle(40, on_signal, 0);
	mask_call(SIG_BLOCK, bit(SIGUSR1) | bit(SIGTERM) | bit(40));
	kill(getpid(), SIGTERM);
	raise(SIGUSR1);
	show("SigPnd:", ~ours);
	show("ShdPnd:", ~ours);
	show("SigBlk:", ~ours);
	show("SigIgn:", ~ours);
	show("SigCgt:", other);
	return failed;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Names of signals, which not every libc has. */
#include "cli/common/signal_name.h"

#include <signal.h>
#include <stdio.h>

#define FIRST_RT 32 /* the kernel's: libc keeps some for itself */
#define NAME(sig) [sig] = #sig

static const char *const names[FIRST_RT] = {
	NAME(SIGHUP),	 NAME(SIGINT),	NAME(SIGQUIT),	NAME(SIGILL),
	NAME(SIGTRAP),	 NAME(SIGABRT), NAME(SIGBUS),	NAME(SIGFPE),
	NAME(SIGKILL),	 NAME(SIGUSR1), NAME(SIGSEGV),	NAME(SIGUSR2),
	NAME(SIGPIPE),	 NAME(SIGALRM), NAME(SIGTERM),	NAME(SIGSTKFLT),
	NAME(SIGCHLD),	 NAME(SIGCONT), NAME(SIGSTOP),	NAME(SIGTSTP),
	NAME(SIGTTIN),	 NAME(SIGTTOU), NAME(SIGURG),	NAME(SIGXCPU),
	NAME(SIGXFSZ),	 NAME(SIGPROF), NAME(SIGWINCH), NAME(SIGPWR),
	NAME(SIGVTALRM), NAME(SIGIO),	NAME(SIGSYS),
};

const char *signal_name(int sig)
{
	static char real_time[24];

	if (sig > 0 && sig < FIRST_RT)
		return names[sig];
	snprintf(real_time, sizeof(real_time), "SIGRT_%d", sig - FIRST_RT);
	return real_time;
}

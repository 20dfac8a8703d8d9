/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Signals: their names, and what comes with one as a table.
 */
#include "bindings/runtime/siginfo.h"

#include <signal.h>
#include <string.h>

/* By number, from 1 on. */
static const char *const signals[] = {
	"HUP",	"INT",	  "QUIT", "ILL",   "TRAP", "ABRT", "BUS",  "FPE",
	"KILL", "USR1",	  "SEGV", "USR2",  "PIPE", "ALRM", "TERM", "STKFLT",
	"CHLD", "CONT",	  "STOP", "TSTP",  "TTIN", "TTOU", "URG",  "XCPU",
	"XFSZ", "VTALRM", "PROF", "WINCH", "IO",   "PWR",  "SYS",
};
#define SIGNALS (sizeof(signals) / sizeof(signals[0]))

/* The first that programs can use; glibc keeps those below. */
#define FIRST_REAL_TIME 34

int siginfo_number(const char *name)
{
	if (strncmp(name, "SIG", 3) == 0)
		name += 3;
	for (size_t i = 0; i < SIGNALS; i++)
		if (strcmp(signals[i], name) == 0)
			return (int)i + 1;
	return 0;
}

static void push_name(lua_State *L, int sig)
{
	if (sig <= (int)SIGNALS)
		lua_pushfstring(L, "SIG%s", signals[sig - 1]);
	else if (sig < FIRST_REAL_TIME)
		lua_pushfstring(L, "SIG%d", sig);
	else
		lua_pushfstring(L, "SIGRTMIN+%d", sig - FIRST_REAL_TIME);
}

static void set_field(lua_State *L, const char *key, lua_Integer value)
{
	lua_pushinteger(L, value);
	lua_setfield(L, -2, key);
}

static void set_sender(lua_State *L, const siginfo_t *info)
{
	set_field(L, "pid", info->si_pid);
	set_field(L, "uid", info->si_uid);
}

/* What the kernel says of a signal of its own. */
static void set_kernel(lua_State *L, const siginfo_t *info)
{
	switch (info->si_signo) {
	case SIGCHLD:
		set_sender(L, info);
		set_field(L, "status", info->si_status);
		break;
	case SIGILL:
	case SIGFPE:
	case SIGSEGV:
	case SIGBUS:
	case SIGTRAP:
		set_field(L, "addr", (lua_Integer)(uintptr_t)info->si_addr);
		break;
	case SIGIO:
		set_field(L, "fd", info->si_fd);
		set_field(L, "band", info->si_band);
		break;
	case SIGSYS:
		set_field(L, "addr",
			  (lua_Integer)(uintptr_t)info->si_call_addr);
		set_field(L, "nr", info->si_syscall);
		break;
	}
}

void siginfo_push(lua_State *L, const struct call *call)
{
	const siginfo_t *info = (const siginfo_t *)call->regs.rsi;
	int code = info->si_code;

	lua_createtable(L, 0, 6);
	push_name(L, info->si_signo);
	lua_setfield(L, -2, "name");
	set_field(L, "code", code);
	set_field(L, "rip", (lua_Integer)call->regs.rip);
	if (code > 0 && code != SI_KERNEL)
		set_kernel(L, info);
	else if (code <= 0 && code != SI_TIMER)
		set_sender(L, info);
	if (code == SI_QUEUE || code == SI_MESGQ || code == SI_TIMER)
		set_field(L, "value", (lua_Integer)(uintptr_t)info->si_ptr);
}

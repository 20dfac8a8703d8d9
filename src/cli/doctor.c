/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zpoline doctor: what works here. Each engine is tried on a program that does
 * nothing, with a script that counts: what is said of it is what happened.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cli.h"
#include "message.h"
#include "options.h"
#include "paths.h"
#include "probes.h"
#include "tables.h"

static const char usage[] = "Usage: zpoline doctor\n"
			    "Try what works on this machine, for this user, "
			    "and say what helps where\n"
			    "something does not.\n"
			    "\n"
			    "  -h, --help  this text\n"
			    "\n"
			    "The exit status is 0 if programs can be hooked, "
			    "else 1.\n";

static const struct option options[] = {
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

/* --- lines -------------------------------------------------------------------
 */

#define LACKS "no" /* and nothing is lost but what the line says */

static void line(const char *state, const char *what, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void line(const char *state, const char *what, const char *format, ...)
{
	va_list args;

	printf("%-5s %-16s ", state, what);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

static void remedy(const char *text)
{
	printf("%-22s Remedy: %s\n", "", text);
}

/* What the library said on refusing, and its remedy on a line of its own. */
static void refusal(const char *state, const char *what, char *said)
{
	char *p = strstr(said, "zpoline: "), *help;

	p = p ? p + strlen("zpoline: ") : said;
	p[strcspn(p, "\n")] = '\0';
	help = strstr(p, " Remedy: ");
	if (help)
		*help = '\0';
	line(state, what, "%s", *p ? p : "the program ended without a word");
	if (help)
		remedy(help + strlen(" Remedy: "));
}

/* --- what the machine says ---------------------------------------------------
 */

/* The first line of a file, of which key is the beginning; "" if there is
 * none. */
static const char *read_line(const char *path, const char *key)
{
	static char text[4096];
	FILE *file = fopen(path, "re");
	int found = 0;

	while (!found && file && fgets(text, sizeof(text), file))
		found = strncmp(text, key, strlen(key)) == 0;
	if (file)
		fclose(file);
	if (!found)
		return "";
	text[strcspn(text, "\n")] = '\0';
	return text + strlen(key) + strspn(text + strlen(key), " \t");
}

static void kernel(void)
{
	struct utsname name;
	int major = 0, minor = 0;

	uname(&name);
	sscanf(name.release, "%d.%d", &major, &minor);
	line("ok", "kernel", "%s %s, %s", name.sysname, name.release,
	     name.machine);
	if (major < 5 || (major == 5 && minor < 11)) {
		line(LACKS, "kernel",
		     "older than 5.11: calls of code that cannot be rewritten "
		     "are not seen");
		remedy("Linux 5.11 or later");
	}
}

/* Calls of the kernel's that are not in the table, by what it says of numbers
 * beyond it. What a sandbox forbids is not known. */
static void calls(void)
{
	long highest = tables_syscall_max(), last = highest;

	for (long nr = highest + 1; nr <= highest + 16; nr++)
		if (syscall(nr, -1L, -1L, -1L, -1L, -1L, -1L) >= 0 ||
		    (errno != ENOSYS && errno != EPERM))
			last = nr;
	if (last == highest) {
		line("ok", "calls", "the kernel has none beyond %ld (%s)",
		     highest, tables_syscall_name(highest));
		return;
	}
	line(LACKS, "calls",
	     "the kernel has calls beyond %ld, up to %ld at least: scripts "
	     "hook them as call_%ld, by register",
	     highest, last, last);
	remedy("a newer zpoline knows their names and arguments");
}

static void selinux(void)
{
	const char *enforce = read_line("/sys/fs/selinux/enforce", "");

	if (!*enforce) {
		line("ok", "SELinux", "is not there");
		return;
	}
	line("ok", "SELinux", "%s",
	     *enforce == '1' ? "enforces: the probes tell "
			       "whether it forbids to change "
			       "code (execmod)"
			     : "is permissive");
	if (*read_line("/sys/fs/selinux/booleans/deny_execmem", "") == '1') {
		line(LACKS, "SELinux", "deny_execmem is on");
		remedy("setsebool deny_execmem off, or --engine=sud");
	}
}

static void keys(void)
{
	const char *flags = read_line("/proc/cpuinfo", "flags");

	if (strstr(flags, " ospke"))
		line("ok", "protection keys",
		     "the processor has them: page 0 can be hidden from "
		     "reads");
	else
		line(LACKS, "protection keys",
		     "not in this processor: engine near does without page 0; "
		     "with engine zpoline null pointers can be read");
}

static void seccomp(void)
{
	const char *mode = read_line("/proc/self/status", "Seccomp:");

	if (*mode == '0' || !*mode)
		line("ok", "seccomp", "no filter");
	else
		line("ok", "seccomp",
		     "a filter holds for this shell (mode %c): what it forbids "
		     "to zpoline, the probes show",
		     *mode);
	if (*read_line("/proc/self/status", "NoNewPrivs:") == '1')
		line("ok", "no_new_privs",
		     "set: set-user-ID programs gain nothing, and are hooked");
	else
		line("ok", "no_new_privs",
		     "not set: programs that gain rights run unhooked");
}

/* --- what was tried ----------------------------------------------------------
 */

static int library(void)
{
	const char *path = paths_find_library();

	if (!path) {
		line("FAILS", "library",
		     "libzpoline.so is neither beside the command nor "
		     "in " ZPOLINE_LIBDIR " from there");
		remedy("build it (cmake --build), or install again");
		return 0;
	}
	line("ok", "library", "%s", path);
	if (strcmp(path, paths_library()) != 0)
		printf("%-22s LD_PRELOAD cannot name a path with a blank or a "
		       "colon: it is %s there\n",
		       "", paths_library());
	if (!paths_scripts()) {
		line("FAILS", "scripts",
		     "neither beside the command nor in " ZPOLINE_DATADIR " fro"
		     "m "
		     "ther"
		     "e");
		remedy("install again");
		return 0;
	}
	line("ok", "scripts", "%s", paths_scripts());
	return 1;
}

static int automatic(void)
{
	struct probe p;

	probes_run("auto", &p);
	if (!p.works) {
		refusal("FAILS", "probe", p.said);
		return 0;
	}
	line("ok", "version", "command %s, library %s", ZPOLINE_VERSION,
	     p.version);
	line("ok", "engine",
	     p.jumps ? "auto takes near: %ld call sites became jumps to stubs"
		     : "auto takes sud: calls go through SIGSYS, at more than "
		       "1 us (%ld jumps)",
	     p.jumps);
	line("ok", "probe",
	     "%s was run with a hook on every call: seen %ld, by the net %ld",
	     probes_program(), p.seen, p.by_net);
	return 1;
}

static void net(void)
{
	const char *value =
		read_line("/proc/sys/kernel/syscall_user_dispatch", "");
	struct probe p;

	probes_run("sud", &p);
	if (p.works) {
		line("ok", "net",
		     "Syscall User Dispatch works: the probe saw %ld by it%s%s",
		     p.by_net, *value ? "; kernel.syscall_user_dispatch=" : "",
		     value);
		return;
	}
	refusal(LACKS, "net", p.said);
}

static void zero(void)
{
	struct probe p;

	probes_run("zpoline", &p);
	if (p.works) {
		line("ok", "address 0",
		     "engine zpoline works: %ld call sites became calls",
		     p.calls);
		return;
	}
	refusal(LACKS, "address 0", p.said);
	printf("%-22s vm.mmap_min_addr=%s; engine near does not need it\n", "",
	       read_line("/proc/sys/vm/mmap_min_addr", ""));
}

static int doctor(int argc, char **argv)
{
	int works;

	while (options_next(&cli_doctor, argc, argv, "+:h", options) != -1)
		;
	line("ok", "user", "%s", getuid() ? "without root's rights" : "root");
	kernel();
	calls();
	works = library() && automatic();
	if (paths_find_library() && paths_scripts()) {
		net();
		zero();
	}
	keys();
	selinux();
	seccomp();
	printf("\n%s\n", works ? "Programs can be hooked."
			       : "Programs cannot be hooked: see FAILS.");
	return !works;
}

const struct cli_command cli_doctor = {
	"doctor", "what works on this machine, and what helps", doctor, usage};

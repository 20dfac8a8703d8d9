/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Looks at the kernel, the machine and the caller for doctor. */
#include "cli/launch/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "tables/tables.h"

void machine_line(const char *state, const char *what, const char *format, ...)
{
	va_list args;

	printf("%-5s %-16s ", state, what);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

void machine_remedy(const char *text)
{
	printf("%-22s Remedy: %s\n", "", text);
}

const char *machine_read(const char *path, const char *key)
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

/* Calls of the kernel's that are not in the table, by what it says of numbers
 * beyond it. What a sandbox forbids is not known. */
static void show_calls(void)
{
	long highest = tables_syscall_max(), last = highest;

	for (long nr = highest + 1; nr <= highest + 16; nr++)
		if (syscall(nr, -1L, -1L, -1L, -1L, -1L, -1L) >= 0 ||
		    (errno != ENOSYS && errno != EPERM))
			last = nr;
	if (last == highest) {
		machine_line("ok", "calls",
			     "the kernel has none beyond %ld (%s)", highest,
			     tables_syscall_name(highest));
		return;
	}
	machine_line(MACHINE_LACKS, "calls",
		     "the kernel has calls beyond %ld, up to %ld at least: "
		     "scripts hook them as call_%ld, by register",
		     highest, last, last);
	machine_remedy("a newer zpoline knows their names and arguments");
}

void machine_kernel(void)
{
	struct utsname name;
	int major = 0, minor = 0;

	uname(&name);
	sscanf(name.release, "%d.%d", &major, &minor);
	machine_line("ok", "kernel", "%s %s, %s", name.sysname, name.release,
		     name.machine);
	if (major < 5 || (major == 5 && minor < 11)) {
		machine_line(MACHINE_LACKS, "kernel",
			     "older than 5.11: calls of code that cannot be "
			     "rewritten "
			     "are not seen");
		machine_remedy("Linux 5.11 or later");
	}
	show_calls();
}

static void check_selinux(void)
{
	const char *enforce = machine_read("/sys/fs/selinux/enforce", "");

	if (!*enforce) {
		machine_line("ok", "SELinux", "is not there");
		return;
	}
	machine_line("ok", "SELinux", "%s",
		     *enforce == '1' ? "enforces: the probes tell "
				       "whether it forbids to change "
				       "code (execmod)"
				     : "is permissive");
	if (*machine_read("/sys/fs/selinux/booleans/deny_execmem", "") == '1') {
		machine_line(MACHINE_LACKS, "SELinux", "deny_execmem is on");
		machine_remedy("setsebool deny_execmem off, or --engine=sud");
	}
}

static void check_keys(void)
{
	const char *flags = machine_read("/proc/cpuinfo", "flags");

	if (strstr(flags, " ospke"))
		machine_line("ok", "protection keys",
			     "the processor has them: page 0 can be hidden "
			     "from "
			     "reads");
	else
		machine_line(MACHINE_LACKS, "protection keys",
			     "not in this processor: engine near does without "
			     "page 0; "
			     "with engine zpoline null pointers can be read");
}

static void check_seccomp(void)
{
	const char *mode = machine_read("/proc/self/status", "Seccomp:");

	if (*mode == '0' || !*mode)
		machine_line("ok", "seccomp", "no filter");
	else
		machine_line("ok", "seccomp",
			     "a filter holds for this shell (mode %c): what it "
			     "forbids "
			     "to zpoline, the probes show",
			     *mode);
	if (*machine_read("/proc/self/status", "NoNewPrivs:") == '1')
		machine_line("ok", "no_new_privs",
			     "set: set-user-ID programs gain nothing, and are "
			     "hooked");
	else
		machine_line("ok", "no_new_privs", "not set");
}

static void check_uring(void)
{
	const char *off =
		machine_read("/proc/sys/kernel/io_uring_disabled", "");

	if (*off == '2') {
		machine_line("ok", "io_uring", "switched off");
		return;
	}
	machine_line(MACHINE_LACKS, "io_uring",
		     "what it does for a program is not seen");
	machine_remedy("zp.hook(\"io_uring_setup\", function() return "
		       "-zp.errno.ENOSYS end)");
}

/* Who may look at a process that it has not started. */
static void check_yama(void)
{
	const char *scope =
		machine_read("/proc/sys/kernel/yama/ptrace_scope", "");

	if (!*scope || *scope == '0') {
		machine_line("ok", "debuggers",
			     "may attach to hooked programs");
		return;
	}
	machine_line(MACHINE_LACKS, "debuggers",
		     "kernel.yama.ptrace_scope=%s: gdb -p and strace -p may "
		     "not attach to a program",
		     scope);
	machine_remedy(*scope == '3' ? "none before a reboot"
				     : "start the program by them, or as root");
}

void machine_protection(void)
{
	check_keys();
	check_selinux();
	check_seccomp();
	check_uring();
	check_yama();
}

/* --- who asks ----------------------------------------------------------------
 */

/* With less than that, in MiB, executable.c leaves programs alone. */
#define LEAST_SPACE 8
#define LEAST_DATA 4
#define MIB (1ul << 20)

static int check_limit(int limit, const char *option, unsigned long least)
{
	struct rlimit now;

	if (getrlimit(limit, &now) != 0 || now.rlim_cur == RLIM_INFINITY)
		return 0;
	if (now.rlim_cur / MIB >= least)
		machine_line("ok", "memory",
			     "limited to %lu MiB (ulimit %s): "
			     "reached earlier with the library",
			     (unsigned long)(now.rlim_cur / MIB), option);
	else
		machine_line(MACHINE_LACKS, "memory",
			     "limited to %lu MiB (ulimit %s): what a hooked "
			     "program starts is not hooked",
			     (unsigned long)(now.rlim_cur / MIB), option);
	if (now.rlim_cur / MIB < least)
		machine_remedy("8 MiB for -v, 4 for -d");
	return 1;
}

static void check_limits(void)
{
	int any = check_limit(RLIMIT_AS, "-v", LEAST_SPACE);

	any |= check_limit(RLIMIT_DATA, "-d", LEAST_DATA);
	if (!any)
		machine_line("ok", "memory", "no limit");
}

static void check_descriptors(void)
{
	static const char *const names[] = {"standard input", "standard output",
					    "standard error"};
	struct rlimit files = {0};
	int closed = 0;

	for (int fd = 0; fd < 3; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		machine_line(MACHINE_LACKS, "descriptors", "%s is closed%s",
			     names[fd],
			     fd == 2 ? ": there is no log without ZPOLINE_LOG"
				     : "");
		machine_remedy("open it, for /dev/null say");
		closed = 1;
	}
	getrlimit(RLIMIT_NOFILE, &files);
	if (!closed)
		machine_line("ok", "descriptors", "%lu (ulimit -n)",
			     (unsigned long)files.rlim_cur);
}

static void check_counter(void)
{
	int mode = PR_TSC_ENABLE;

	prctl(PR_GET_TSC, &mode, 0, 0, 0);
	if (mode == PR_TSC_ENABLE)
		machine_line("ok", "clock",
			     "the time stamp counter may be read");
	else
		machine_line(MACHINE_LACKS, "clock",
			     "the time stamp counter is forbidden "
			     "(PR_SET_TSC): "
			     "histograms and delays make system calls");
}

void machine_caller(void)
{
	check_limits();
	check_descriptors();
	check_counter();
}

/* --- which programs ----------------------------------------------------------
 */

/* The first part of the path that others may not enter, or read; NULL: none. */
static const char *find_closed(const char *path)
{
	static char part[4096];
	struct stat st;

	for (const char *p = path; (p = strchr(p + 1, '/'));) {
		snprintf(part, sizeof(part), "%.*s", (int)(p - path), path);
		if (stat(part, &st) == 0 && !(st.st_mode & S_IXOTH))
			return part;
	}
	snprintf(part, sizeof(part), "%s", path);
	return stat(part, &st) == 0 && !(st.st_mode & S_IROTH) ? part : NULL;
}

static void check_others(const char *library)
{
	const char *closed = find_closed(library);

	if (!closed) {
		machine_line("ok", "other users",
			     "can read the library: programs that give up "
			     "rights stay hooked");
		return;
	}
	machine_line(MACHINE_LACKS, "other users",
		     "cannot read the library (%s): programs that are started "
		     "with their rights are not hooked",
		     closed);
	machine_remedy("install it where all can read it");
}

/* Others than glibc's for x86-64. */
static void check_loaders(int at_exec)
{
	static const char *const patterns[] = {"/lib/ld-linux.so.2",
					       "/libx32/ld-linux-x32.so.2",
					       "/lib/ld-musl-x86_64*"};
	glob_t found = {0};

	for (int i = 0; i < (at_exec ? 2 : 3); i++)
		glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++)
		machine_line(MACHINE_LACKS, "other programs",
			     "those for %s run, and are not hooked",
			     found.gl_pathv[i]);
	if (found.gl_pathc)
		machine_remedy("builds for x86-64 and glibc");
	globfree(&found);
}

static void check_kinds(int at_exec)
{
	if (at_exec)
		machine_line("ok", "programs",
			     "dynamic and static ones, for glibc and musl, of "
			     "Go and Rust, and what they start");
	else
		machine_line(MACHINE_LACKS, "programs",
			     "dynamic ones for glibc only: static ones, as of "
			     "Go, and those for musl are not hooked");
	if (!at_exec)
		machine_remedy("door exec");
	if (*machine_read("/proc/self/status", "NoNewPrivs:") == '1')
		return;
	machine_line(MACHINE_LACKS, "programs",
		     "that gain rights (set-user-ID, file capabilities) are "
		     "not hooked");
	machine_remedy(getuid() ? "setpriv --no-new-privs zpoline ..., or as "
				  "root"
				: "those for other users than root: setpriv "
				  "--no-new-privs zpoline ...");
}

void machine_programs(const char *library, const char *door)
{
	const int at_exec = door && strcmp(door, "exec") == 0;

	check_others(library);
	if (door)
		check_kinds(at_exec);
	check_loaders(at_exec);
}

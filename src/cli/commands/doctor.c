/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zpoline doctor: what works here. Each engine is tried on a program that does
 * nothing, with a script that counts: what is said of it is what happened.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/launch/door.h"
#include "cli/launch/machine.h"
#include "cli/launch/paths.h"
#include "cli/launch/probes.h"

static const char usage[] = "Usage: zpoline doctor\n"
			    "Test what works on this machine for this user, "
			    "and say what to do if something\n"
			    "does not.\n"
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

/* What the library said on refusing, and its remedy on a line of its own. */
static void print_refusal(const char *state, const char *what, char *said)
{
	char *p = strstr(said, "zpoline: "), *help;

	p = p ? p + strlen("zpoline: ") : said;
	p[strcspn(p, "\n")] = '\0';
	help = strstr(p, " Remedy: ");
	if (help)
		*help = '\0';
	machine_line(state, what, "%s",
		     *p ? p : "the program ended without a word");
	if (help)
		machine_remedy(help + strlen(" Remedy: "));
}

/* --- what was tried ----------------------------------------------------------
 */

static int check_library(void)
{
	const char *path = paths_find_library();

	if (!path) {
		machine_line("FAILS", "library",
			     "libzpoline.so is neither beside the command nor "
			     "in " ZPOLINE_LIBDIR " from there");
		machine_remedy("build it (cmake --build), or install again");
		return 0;
	}
	machine_line("ok", "library", "%s", path);
	if (strcmp(path, paths_library()) != 0)
		printf("%-22s LD_PRELOAD cannot name a path with a blank or a "
		       "colon: it is %s there\n",
		       "", paths_library());
	if (!paths_scripts()) {
		machine_line("FAILS", "scripts",
			     "neither beside the command nor "
			     "in " ZPOLINE_DATADIR " fro"
			     "m "
			     "ther"
			     "e");
		machine_remedy("install again");
		return 0;
	}
	machine_line("ok", "scripts", "%s", paths_scripts());
	return 1;
}

static int check_automatic(void)
{
	struct probe p;

	probes_run("auto", &p);
	if (!p.works) {
		print_refusal("FAILS", "probe", p.said);
		return 0;
	}
	machine_line("ok", "version", "command %s, library %s", ZPOLINE_VERSION,
		     p.version);
	machine_line("ok", "engine",
		     p.jumps ? "auto takes near: %ld call sites became jumps "
			       "to stubs"
			     : "auto takes sud: calls go through SIGSYS, at "
			       "more than "
			       "1 us (%ld jumps)",
		     p.jumps);
	machine_line("ok", "probe",
		     "%s was run with a hook on every call: %ld seen, %ld of "
		     "them by SIGSYS",
		     probes_program(), p.seen, p.by_net);
	return 1;
}

static void check_net(void)
{
	const char *value =
		machine_read("/proc/sys/kernel/syscall_user_dispatch", "");
	struct probe p;

	probes_run("sud", &p);
	if (p.works) {
		machine_line("ok", "fallback",
			     "Syscall User Dispatch works: the probe saw %ld "
			     "by it%s%s",
			     p.by_net,
			     *value ? "; kernel.syscall_user_dispatch=" : "",
			     value);
		return;
	}
	print_refusal(MACHINE_LACKS, "fallback", p.said);
}

/* Programs without a loader. */
static void check_door(void)
{
	struct probe p;
	char *why;

	probes_run_at_exec(&p);
	if (p.works) {
		machine_line("ok", "door exec",
			     "the library can be mapped in at the exec: static "
			     "programs and those for musl can be hooked");
		return;
	}
	why = strstr(p.said, DOOR_SHUT);
	if (!why) {
		print_refusal(MACHINE_LACKS, "door exec", p.said);
		return;
	}
	why += strlen(DOOR_SHUT);
	machine_line(MACHINE_LACKS, "door exec", "shut: %.*s",
		     (int)strcspn(why, "\n"), why);
	machine_remedy("run it where ptrace(2) is allowed: see Yama's "
		       "kernel.yama.ptrace_scope and the container's policy");
}

static void check_zero(void)
{
	struct probe p;

	probes_run("zpoline", &p);
	if (p.works) {
		machine_line("ok", "address 0",
			     "engine zpoline works: %ld call sites became "
			     "calls",
			     p.calls);
		return;
	}
	print_refusal(MACHINE_LACKS, "address 0", p.said);
	printf("%-22s vm.mmap_min_addr=%s; engine near does not need it\n", "",
	       machine_read("/proc/sys/vm/mmap_min_addr", ""));
}

static int examine_machine(int argc, char **argv)
{
	int works;

	while (options_next(&cli_doctor, argc, argv, "+:h", options) != -1)
		;
	machine_line("ok", "user", "%s",
		     getuid() ? "without root's rights" : "root");
	machine_kernel();
	works = check_library() && check_automatic();
	if (paths_find_library() && paths_scripts()) {
		check_door();
		check_net();
		check_zero();
	}
	machine_protection();
	machine_caller();
	if (paths_find_library())
		machine_programs(paths_library());
	printf("\n%s\n", works ? "Programs can be hooked."
			       : "Programs cannot be hooked: see FAILS.");
	return !works;
}

const struct cli_command cli_doctor = {
	"doctor", "test what works on this machine", examine_machine, usage};

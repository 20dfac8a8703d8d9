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

/* How the library comes into programs: the first door that is open. */
static const char *door;

static void show_engine(const struct probe *p)
{
	machine_line("ok", "version", "command %s, library %s", ZPOLINE_VERSION,
		     p->version);
	machine_line("ok", "engine",
		     p->jumps ? "auto takes near: %ld call sites became jumps "
				"to stubs"
			      : "auto takes sud: calls go through SIGSYS, at "
				"more than "
				"1 us (%ld jumps)",
		     p->jumps);
	machine_line("ok", "probe",
		     "%s was run with a hook on every call: %ld seen, %ld of "
		     "them by SIGSYS",
		     probes_program(), p->seen, p->by_fallback);
}

static void show_shut(struct probe *p)
{
	char *why = strstr(p->said, DOOR_SHUT);

	if (!why) {
		print_refusal(MACHINE_LACKS, "door exec", p->said);
		return;
	}
	memcpy(why, "zpoline: ", strlen("zpoline: "));
	memmove(why + strlen("zpoline: "), why + strlen(DOOR_SHUT),
		strlen(why + strlen(DOOR_SHUT)) + 1);
	print_refusal(MACHINE_LACKS, "door exec", why);
}

static int check_doors(void)
{
	struct probe at_exec, by_loader;

	probes_run("auto", "exec", &at_exec);
	probes_run("auto", "preload", &by_loader);
	if (!at_exec.works && !by_loader.works) {
		print_refusal("FAILS", "probe", at_exec.said);
		return 0;
	}
	door = at_exec.works ? "exec" : "preload";
	show_engine(at_exec.works ? &at_exec : &by_loader);
	if (at_exec.works)
		machine_line("ok", "door exec",
			     "the library is mapped into programs before their "
			     "first instruction");
	else
		show_shut(&at_exec);
	if (by_loader.works)
		machine_line("ok", "door preload",
			     "glibc's loader takes the library along");
	else
		print_refusal(MACHINE_LACKS, "door preload", by_loader.said);
	return 1;
}

static void check_fallback(void)
{
	const char *value =
		machine_read("/proc/sys/kernel/syscall_user_dispatch", "");
	struct probe p;

	probes_run("sud", door, &p);
	if (p.works) {
		machine_line("ok", "fallback",
			     "Syscall User Dispatch works: the probe saw %ld "
			     "by it%s%s",
			     p.by_fallback,
			     *value ? "; kernel.syscall_user_dispatch=" : "",
			     value);
		return;
	}
	print_refusal(MACHINE_LACKS, "fallback", p.said);
}

static void check_zero(void)
{
	struct probe p;

	probes_run("zpoline", door, &p);
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
	works = check_library() && check_doors();
	if (works) {
		check_fallback();
		check_zero();
	}
	machine_protection();
	machine_caller();
	if (paths_find_library())
		machine_programs(paths_library(), door);
	printf("\n%s\n", works ? "Programs can be hooked."
			       : "Programs cannot be hooked: see FAILS.");
	return !works;
}

const struct cli_command cli_doctor = {
	"doctor", "test what works on this machine", examine_machine, usage};

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The `zpoline` command. It talks to the library through the environment only:
 * it never loads it, it starts programs that do.
 */
#ifndef CLI_H
#define CLI_H

/* Exit statuses besides the program's own, as env(1) and timeout(1) use them;
 * CLI_REFUSED is also the library's own. */
enum cli_status {
	CLI_USAGE = 2,	   /* the command line is wrong */
	CLI_REFUSED = 125, /* the program was not started */
	CLI_CANNOT = 126,  /* the program cannot be executed */
	CLI_MISSING = 127, /* there is no such program */
};

/* A subcommand: argv[0] is its name. Returns the exit status. */
struct cli_command {
	const char *name;
	const char *summary;
	int (*run)(int argc, char **argv);
	const char *usage; /* what `zpoline NAME --help` prints */
};

extern const struct cli_command cli_run, cli_test, cli_trace, cli_top,
	cli_doctor, cli_new, cli_list, cli_check, cli_syscalls, cli_report;

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* zpoline COMMAND ...: finds the command, or says what there is. */
#include <stdio.h>
#include <string.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/launch/door.h"
#include "cli/launch/paths.h"

static const struct cli_command *const commands[] = {
	&cli_run, &cli_test,  &cli_trace,    &cli_top,	  &cli_list,
	&cli_new, &cli_check, &cli_syscalls, &cli_report, &cli_doctor,
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static int print_help(void)
{
	puts("Usage: zpoline COMMAND ...\n"
	     "Start a program and run Lua functions at its system calls.\n");
	for (size_t i = 0; i < COMMANDS; i++)
		printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
	puts("\n"
	     "  zpoline run -e 'zp.hook(\"openat\", function(r, dfd, path)\n"
	     "      print(zp.mem.string(path)) end)' -- cat /etc/hostname\n"
	     "  zpoline run -s opensnoop -- make\n"
	     "  zpoline trace -e openat,read -T -- ls\n"
	     "\n"
	     "zpoline COMMAND --help describes a command; see also man "
	     "zpoline.");
	return 0;
}

static int print_version(void)
{
	puts("zpoline " ZPOLINE_VERSION);
	return 0;
}

static const struct cli_command *find_command(const char *name)
{
	const char *names[COMMANDS], *near;

	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
		names[i] = commands[i]->name;
	}
	near = options_nearest(name, names, COMMANDS, sizeof(names[0]));
	if (near)
		message_fatal(CLI_USAGE,
			      "unknown command '%s' (did you mean '%s'?)", name,
			      near);
	message_fatal(CLI_USAGE,
		      "unknown command '%s'. Remedy: zpoline --help lists the "
		      "commands; to run a program use zpoline run",
		      name);
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	const struct cli_command *command;

	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		return print_help();
	if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
		return print_version();
	if (strcmp(name, "help") == 0) {
		if (argc < 3)
			return print_help();
		fputs(find_command(argv[2])->usage, stdout);
		return 0;
	}
	if (argc < 2)
		message_fatal(CLI_USAGE, "no command. Remedy: zpoline --help "
					 "lists the commands");
	command = find_command(name);
	door_start();
	return command->run(argc - 1, argv + 1);
}

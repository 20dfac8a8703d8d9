/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Runs a program with the library to see what works. */
#include "cli/launch/probes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/launch/door.h"
#include "cli/launch/job.h"
#include "cli/launch/paths.h"
#include "cli/launch/program.h"

extern char **environ;

const char *probes_program(void)
{
	static const char *const places[] = {"/bin/true", "/usr/bin/true"};

	for (int i = 0; i < 2; i++)
		if (access(places[i], X_OK) == 0)
			return places[i];
	return program_find("true");
}

/* The command's own environment is changed: nothing else is started in it. */
static void set_environment(const char *engine)
{
	char name[64];

	for (char **p = environ; *p;) {
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(*p, "="), *p);
		if (strncmp(name, "ZPOLINE_", 8) == 0 && unsetenv(name) == 0)
			p = environ;
		else
			p++;
	}
	setenv("LD_PRELOAD", paths_library(), 1);
	setenv("ZPOLINE_SCRIPT", paths_inner("probe"), 1);
	setenv("ZPOLINE_VERBOSE", "1", 1);
	setenv("ZPOLINE_ENGINE", engine, 1);
}

/* The number in front of that text; 0: it was not said. */
static long number_before(const char *text, const char *what)
{
	const char *p = strstr(text, what);

	while (p && p > text && p[-1] >= '0' && p[-1] <= '9')
		p--;
	return p ? strtol(p, NULL, 10) : 0;
}

void probes_run(const char *engine, const char *door, struct probe *probe)
{
	const char *path = probes_program(), *at;
	char *argv[] = {(char *)path, NULL};
	int status;

	*probe = (struct probe){.version = "unknown"};
	set_environment(engine);
	door_choose(door);
	probe->said = job_capture(path, argv, &status);
	unsetenv("LD_PRELOAD");
	probe->seen = number_before(probe->said, " calls seen by the probe");
	probe->jumps = number_before(probe->said, " jumps, ");
	probe->calls = number_before(probe->said, " calls\n");
	probe->by_fallback = number_before(probe->said, " of them by SIGSYS");
	at = strstr(probe->said, "probe of version ");
	if (at)
		sscanf(at, "probe of version %31[^ ,\n]", probe->version);
	probe->works = WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
		       probe->seen > 0 && !strstr(probe->said, DOOR_SHUT);
}

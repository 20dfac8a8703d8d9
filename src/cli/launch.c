/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "launch.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "message.h"
#include "options.h"
#include "setup.h"

static int verbose;

static void set_engine(const char *value)
{
	static const char *const engines[] = {"auto", "near", "zpoline", "sud"};
	const char *near;

	for (int i = 0; i < 4; i++)
		if (strcmp(engines[i], value) == 0) {
			setup_set("ENGINE", value);
			return;
		}
	near = options_nearest(value, engines, 4, sizeof(engines[0]));
	message_fatal(CLI_USAGE,
		      "--engine is auto, near, zpoline or sud, not '%s'%s%s%s",
		      value, near ? " (did you mean '" : "", near ? near : "",
		      near ? "'?)" : "");
}

void launch_option(int c, const char *value)
{
	static const char *const levels[] = {"0", "1", "2", "3"};

	switch (c) {
	case LAUNCH_ENGINE:
		set_engine(value);
		break;
	case LAUNCH_NO_NET:
		setup_set("SUD", "off");
		break;
	case LAUNCH_NO_FOLLOW:
		setup_set("FOLLOW", "0");
		break;
	case LAUNCH_EXCLUDE:
		setup_set("EXCLUDE", value);
		break;
	case LAUNCH_ABORT:
		setup_set("ON_ERROR", "abort");
		break;
	case LAUNCH_PATH:
		setup_set("PATH", value);
		break;
	case 'v':
		verbose += verbose < 3;
		setup_set("VERBOSE", levels[verbose]);
		break;
	}
}

void launch_log(const char *path)
{
	int fd;

	setup_set("LOG", path);
	if (strncmp(path, "fd:", 3) == 0 || strstr(path, "%p"))
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		message_fatal(CLI_REFUSED,
			      "%s: cannot be written (%m). "
			      "Remedy: name another file",
			      path);
	close(fd);
}

int launch_is_verbose(void)
{
	return verbose;
}

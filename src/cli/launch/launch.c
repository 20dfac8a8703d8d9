/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Parses the options that all commands which start programs share. */
#include "cli/launch/launch.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "cli/launch/child_env.h"
#include "cli/launch/door.h"

static int verbose;

/* One of a few words: the option, and the variable's name. */
static void set_word(const char *option, const char *name,
		     const char *const *words, unsigned int n,
		     const char *value)
{
	char list[64] = "";
	const char *near;

	for (unsigned int i = 0; i < n; i++) {
		if (strcmp(words[i], value) == 0) {
			child_env_set(name, value);
			return;
		}
		snprintf(list + strlen(list), sizeof(list) - strlen(list),
			 "%s%s", i ? ", " : "", words[i]);
	}
	near = options_nearest(value, words, n, sizeof(words[0]));
	message_fatal(CLI_USAGE, "%s is one of %s, not '%s'%s%s%s", option,
		      list, value, near ? " (did you mean '" : "",
		      near ? near : "", near ? "'?)" : "");
}

void launch_option(int c, const char *value)
{
	static const char *const engines[] = {"auto", "near", "zpoline", "sud"};
	static const char *const states[] = {"shared", "thread"};
	static const char *const levels[] = {"0", "1", "2", "3"};

	switch (c) {
	case LAUNCH_ENGINE:
		set_word("--engine", "ENGINE", engines, 4, value);
		break;
	case LAUNCH_STATE:
		set_word("--state", "STATE", states, 2, value);
		break;
	case LAUNCH_DOOR:
		door_choose(value);
		break;
	case LAUNCH_PRELOAD:
		door_choose("preload");
		break;
	case LAUNCH_RELOAD:
		child_env_set("RELOAD", "1");
		break;
	case LAUNCH_NO_SUD:
		child_env_set("SUD", "off");
		break;
	case LAUNCH_NO_FOLLOW:
		child_env_set("FOLLOW", "0");
		break;
	case LAUNCH_EXCLUDE:
		child_env_set("EXCLUDE", value);
		break;
	case LAUNCH_ABORT:
		child_env_set("ON_ERROR", "abort");
		break;
	case LAUNCH_HOOK:
		child_env_set("HOOK", value);
		break;
	case LAUNCH_PATH:
		child_env_set("PATH", value);
		break;
	case 'v':
		verbose += verbose < 3;
		child_env_set("VERBOSE", levels[verbose]);
		break;
	}
}

void launch_log(const char *path)
{
	int fd;

	child_env_set("LOG", path);
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

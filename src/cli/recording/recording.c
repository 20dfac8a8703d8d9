/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Reads a recording, one call after the other. */
#include "cli/recording/recording.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/message.h"
#include "cli/recording/json.h"

static void read_args(const char *list, struct recording_call *call)
{
	const char *name, *value;

	while (call->n < RECORDING_ARGS && json_next(&list, &name, &value)) {
		char *text = json_string(value);

		if (text)
			call->args[call->n++] = text;
	}
}

static void read_text(const char *value, char **text)
{
	free(*text);
	*text = json_string(value);
}

static void read_member(const char *name, const char *value,
			struct recording_call *call)
{
	if (strncmp(name, "\"pid\"", 5) == 0)
		call->pid = strtol(value, NULL, 10);
	else if (strncmp(name, "\"tid\"", 5) == 0)
		call->tid = strtol(value, NULL, 10);
	else if (strncmp(name, "\"call\"", 6) == 0)
		read_text(value, &call->name);
	else if (strncmp(name, "\"args\"", 6) == 0)
		read_args(value, call);
	else if (strncmp(name, "\"result\"", 8) == 0)
		read_text(value, &call->result);
	else if (strncmp(name, "\"error\"", 7) == 0)
		read_text(value, &call->error);
	else if (strncmp(name, "\"ret\"", 5) == 0)
		call->ret = strtoll(value, NULL, 10);
	else if (strncmp(name, "\"time\"", 6) == 0)
		call->time = strtod(value, NULL);
	else if (strncmp(name, "\"took\"", 6) == 0)
		call->took = strtod(value, NULL);
}

int recording_read(const char *line, struct recording_call *call)
{
	const char *end = *line == '{' ? json_end(line) : NULL;
	const char *at = line, *name, *value;

	*call = (struct recording_call){.took = -1};
	if (!end || end[strspn(end, " \t\r\n")])
		return 0;
	while (json_next(&at, &name, &value))
		read_member(name, value, call);
	if (call->name && call->result && call->tid > 0 && call->time > 0)
		return 1;
	recording_free(call);
	return 0;
}

void recording_free(struct recording_call *call)
{
	for (unsigned int i = 0; i < call->n; i++)
		free(call->args[i]);
	free(call->name);
	free(call->result);
	free(call->error);
}

char *recording_text(const struct recording_call *call)
{
	size_t size = strlen(call->name) + strlen(call->result) + 8;
	char *text, *p;

	for (unsigned int i = 0; i < call->n; i++)
		size += strlen(call->args[i]) + 2;
	text = message_alloc(NULL, size);
	p = stpcpy(stpcpy(text, call->name), "(");
	for (unsigned int i = 0; i < call->n; i++)
		p = stpcpy(stpcpy(p, i ? ", " : ""), call->args[i]);
	stpcpy(stpcpy(p, ") = "), call->result);
	return text;
}

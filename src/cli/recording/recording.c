/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Reads a recording, one call or event after the other. */
#include "cli/recording/recording.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/message.h"
#include "cli/recording/json.h"
#include "cli/recording/value.h"
#include "tables/tables.h"

/* What a line has, in place; NULL: it has none. */
struct members {
	const char *pid, *tid, *name, *event, *path, *args, *ret, *result,
		*error, *time, *took;
};

static const struct {
	const char *name;
	size_t at;
} known[] = {
	{"pid", offsetof(struct members, pid)},
	{"tid", offsetof(struct members, tid)},
	{"name", offsetof(struct members, name)},
	{"event", offsetof(struct members, event)},
	{"path", offsetof(struct members, path)},
	{"args", offsetof(struct members, args)},
	{"ret", offsetof(struct members, ret)},
	{"result", offsetof(struct members, result)},
	{"error", offsetof(struct members, error)},
	{"time", offsetof(struct members, time)},
	{"took", offsetof(struct members, took)},
};

static void find_members(const char *line, struct members *all)
{
	const char *name, *value;

	while (json_next(&line, &name, &value)) {
		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
			size_t n = strlen(known[i].name);

			if (strncmp(name + 1, known[i].name, n) == 0 &&
			    name[n + 1] == '"')
				memcpy((char *)all + known[i].at, &value,
				       sizeof(value));
		}
	}
}

/* --- arguments and results ---------------------------------------------------
 */

/* What the strings of an argument are, by its C type. */
static enum value_kind kind_of(const struct tables_syscall *s, const char *name)
{
	for (int i = 0; i < s->nargs; i++) {
		size_t n = strlen(s->arg[i]);

		if (strncmp(name + 1, s->arg[i], n) != 0 || name[n + 1] != '"')
			continue;
		if (strstr(s->type[i], "char *"))
			return VALUE_TEXT;
		if (strchr(s->type[i], '*'))
			return VALUE_EITHER;
		return strstr(s->type[i], "mode_t") ? VALUE_MODE
						    : VALUE_CONSTANT;
	}
	return VALUE_EITHER;
}

static void read_args(const char *object, struct recording_call *call)
{
	struct tables_syscall s = {0};
	const char *name, *value;

	if (*object != '{')
		return;
	tables_syscall(tables_syscall_number(call->name), &s);
	while (call->n < RECORDING_ARGS && json_next(&object, &name, &value))
		call->args[call->n++] = value_text(value, kind_of(&s, name));
}

static char *read_result(const struct members *all,
			 const struct recording_call *call)
{
	char *meaning, *text;

	if (!all->ret)
		return message_format("?");
	if (call->error)
		return message_format("-1 %s (%s)", call->error,
				      strerror((int)-call->ret));
	if (!all->result)
		return message_format("%lld", call->ret);
	meaning = value_text(all->result, VALUE_EITHER);
	if (strncmp(all->result, "{\"fd\":", 6) == 0)
		return meaning;
	text = message_format("%lld (%s)", call->ret, meaning);
	free(meaning);
	return text;
}

/* --- lines -------------------------------------------------------------------
 */

static double number(const char *value, double otherwise)
{
	return value ? strtod(value, NULL) : otherwise;
}

static char *string(const char *value)
{
	return value ? json_string(value) : NULL;
}

int recording_read(const char *line, struct recording_call *call)
{
	const char *end = *line == '{' ? json_end(line) : NULL;
	struct members all = {0};

	*call = (struct recording_call){0};
	if (!end || end[strspn(end, " \t\r\n")])
		return 0;
	find_members(line, &all);
	call->pid = (long)number(all.pid, 0);
	call->tid = (long)number(all.tid, 0);
	call->time = number(all.time, 0);
	call->took = number(all.took, -1);
	call->ret = all.ret ? strtoll(all.ret, NULL, 10) : 0;
	if (call->tid <= 0 || call->time <= 0)
		return 0;
	call->name = string(all.name);
	call->event = string(all.event);
	call->path = string(all.path);
	call->error = string(all.error);
	if (call->name && all.args) {
		read_args(all.args, call);
		call->result = read_result(&all, call);
	}
	if (call->result || call->event)
		return 1;
	recording_free(call);
	return 0;
}

void recording_free(struct recording_call *call)
{
	for (unsigned int i = 0; i < call->n; i++)
		free(call->args[i]);
	free(call->name);
	free(call->event);
	free(call->path);
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

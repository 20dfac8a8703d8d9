/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Gathers what a program's environment is to be, and sets it. */
#include "cli/launch/child_env.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/alias.h"
#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/launch/paths.h"

/* The kernel takes no longer string: MAX_ARG_STRLEN. */
#define STRING_MAX (32 * 4096)

/* What such words begin with in ZPOLINE_ARGS: see child_env.h. */
#define CHUNK '\1'
#define OWNER '\2'

/* Text that grows, items parted by a byte. */
struct list {
	char *text;
	size_t size;
};

/* A script, or a chunk of Lua with its text, and the words that are its own. */
struct script {
	const char *path;
	const char *chunk;
	struct list words;
};

static struct script *scripts;
static unsigned int script_count, chunk_count;
static struct list words; /* for all scripts */

static void add_item(struct list *list, char separator, const char *item,
		     size_t n)
{
	list->text = message_alloc(list->text, list->size + n + 2);
	if (list->size)
		list->text[list->size++] = separator;
	memcpy(list->text + list->size, item, n);
	list->size += n;
	list->text[list->size] = '\0';
}

static void add_script(const char *path, const char *chunk)
{
	scripts = message_alloc(scripts, (script_count + 1) * sizeof(*scripts));
	scripts[script_count++] = (struct script){path, chunk, {NULL, 0}};
}

void child_env_script(const char *path)
{
	char *real = realpath(path, NULL);
	/* a script that is no file, a pipe's say, has no other name */
	const char *name = alias_of(real ? real : path, ":");

	if (!name)
		message_fatal(CLI_REFUSED,
			      "%s: ZPOLINE_SCRIPT cannot name a path with a "
			      "colon. Remedy: rename it",
			      path);
	add_script(message_format("%s", name), NULL);
	free(real);
}

void child_env_chunk(const char *text)
{
	child_env_script(paths_inner("chunk"));
	scripts[script_count - 1].chunk = text;
	chunk_count++;
}

/* Blanks part words: they and the quote itself become two bytes. */
static char *quote_word(const char *text)
{
	static const char bytes[] = " \t\n\\", codes[] = "_tn\\";
	char *quoted = message_alloc(NULL, 2 * strlen(text) + 1), *out = quoted;

	for (; *text; text++) {
		const char *at = strchr(bytes, *text);

		if (at)
			*out++ = '\\';
		*out++ = at ? codes[at - bytes] : *text;
	}
	*out = '\0';
	return quoted;
}

void child_env_word(const char *format, ...)
{
	va_list args;
	char *text, *quoted;
	int n;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0)
		message_fatal(CLI_REFUSED, "no memory");
	quoted = quote_word(text);
	add_item(&words, ' ', quoted, strlen(quoted));
	free(quoted);
	free(text);
}

void child_env_words(const char *text)
{
	struct list *list = script_count ? &scripts[script_count - 1].words
					 : &words;

	add_item(list, ' ', text, strlen(text));
}

static void set_variable(const char *variable, const char *value)
{
	if (strlen(variable) + strlen(value) + 2 > STRING_MAX)
		message_fatal(CLI_REFUSED,
			      "%s would be longer than the kernel takes (%d "
			      "bytes). Remedy: put the Lua text into a file "
			      "and name it with -s",
			      variable, STRING_MAX);
	setenv(variable, value, 1);
}

void child_env_set(const char *name, const char *value)
{
	char *variable = message_format("ZPOLINE_%s", name);

	set_variable(variable, value);
	free(variable);
}

int child_env_has_script(void)
{
	const char *given = getenv("ZPOLINE_SCRIPT");
	const char *libraries = getenv("ZPOLINE_HOOK");

	return script_count || (given && *given) || (libraries && *libraries);
}

/* The words that are set already, and are for no script of another command's.
 */
static void inherit_words(void)
{
	const char *p = getenv("ZPOLINE_ARGS");

	while (p && *(p += strspn(p, " \t\n")) && *p != OWNER) {
		size_t n = strcspn(p, " \t\n");

		add_item(&words, ' ', p, n);
		p += n;
	}
}

/* The chunk as a word. number: which of several it is, else 0. */
static void add_chunk(struct list *list, const char *text, unsigned int number)
{
	char *name = number ? message_format("-e %u", number)
			    : message_format("-e");
	char *word = message_format("%c%s%c%s", CHUNK, name, CHUNK, text);
	char *quoted = quote_word(word);

	add_item(list, ' ', quoted, strlen(quoted));
	free(quoted);
	free(word);
	free(name);
}

/* ZPOLINE_SCRIPT and ZPOLINE_ARGS, of all that was asked for. */
static void set_scripts(void)
{
	struct list paths = {NULL, 0}, *all = &words;
	unsigned int chunk = 0;

	for (unsigned int i = 0; i < script_count; i++) {
		const struct script *s = &scripts[i];
		char owner[16];

		add_item(&paths, ':', s->path, strlen(s->path));
		if (!s->chunk && !s->words.size)
			continue;
		snprintf(owner, sizeof(owner), "%c%u", OWNER, i + 1);
		add_item(all, ' ', owner, strlen(owner));
		if (s->chunk)
			add_chunk(all, s->chunk, chunk_count > 1 ? ++chunk : 0);
		if (s->words.size)
			add_item(all, ' ', s->words.text, s->words.size);
	}
	set_variable("ZPOLINE_SCRIPT", paths.text);
	if (all->size)
		set_variable("ZPOLINE_ARGS", all->text);
	else
		unsetenv("ZPOLINE_ARGS");
	free(paths.text);
}

static void set_preload(void)
{
	const char *library = paths_library();
	const char *given = getenv("LD_PRELOAD");
	char *list;

	if (!given || !*given) {
		setenv("LD_PRELOAD", library, 1);
		return;
	}
	if (strstr(given, library)) /* a hooked program has started us */
		return;
	list = message_format("%s:%s", library, given);
	setenv("LD_PRELOAD", list, 1);
	free(list);
}

void child_env_apply(void)
{
	const char *follow = getenv("ZPOLINE_FOLLOW");

	set_preload();
	/* a hooked program has said so of us: not of what we start */
	if (follow && strcmp(follow, "1") == 0)
		unsetenv("ZPOLINE_FOLLOW");
	else if (follow && strcmp(follow, "1+strict") == 0)
		setenv("ZPOLINE_FOLLOW", "strict", 1);
	if (script_count && !words.size)
		inherit_words();
	if (script_count)
		set_scripts();
	else if (words.size)
		set_variable("ZPOLINE_ARGS", words.text);
}

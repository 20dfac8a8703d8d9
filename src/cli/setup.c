/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "setup.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alias.h"
#include "cli.h"
#include "message.h"
#include "paths.h"

/* The kernel takes no longer string: MAX_ARG_STRLEN. */
#define STRING_MAX (32 * 4096)

#define CHUNK '\1'

/* Text that grows, items parted by a byte. */
struct list {
	char *text;
	size_t size;
};

static struct list scripts, chunks, words;

static void add(struct list *list, char separator, const char *item, size_t n)
{
	list->text = message_alloc(list->text, list->size + n + 2);
	if (list->size)
		list->text[list->size++] = separator;
	memcpy(list->text + list->size, item, n);
	list->size += n;
	list->text[list->size] = '\0';
}

void setup_script(const char *path)
{
	char *real = realpath(path, NULL);
	/* a script that is no file, a pipe's say, has no other name */
	const char *name = alias_of(real ? real : path, ":");

	if (!name)
		message_fatal(CLI_REFUSED,
			      "%s: ZPOLINE_SCRIPT cannot name a path with a "
			      "colon. Remedy: rename it",
			      path);
	else
		add(&scripts, ':', name, strlen(name));
	free(real);
}

/* Blanks part words: they and the quote itself become two bytes. */
static char *quote(const char *text)
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

void setup_chunk(const char *text)
{
	char *quoted = quote(text);
	char *word = message_format("%c%s", CHUNK, quoted);

	setup_script(paths_inner("chunk"));
	add(&chunks, ' ', word, strlen(word));
	free(word);
	free(quoted);
}

void setup_word(const char *format, ...)
{
	va_list args;
	char *text, *quoted;
	int n;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0)
		message_fatal(CLI_REFUSED, "no memory");
	quoted = quote(text);
	add(&words, ' ', quoted, strlen(quoted));
	free(quoted);
	free(text);
}

void setup_words(const char *text)
{
	add(&words, ' ', text, strlen(text));
}

static void set(const char *variable, const char *value)
{
	if (strlen(variable) + strlen(value) + 2 > STRING_MAX)
		message_fatal(CLI_REFUSED,
			      "%s would be longer than the kernel takes (%d "
			      "bytes). Remedy: put the Lua text into a file "
			      "and name it with -s",
			      variable, STRING_MAX);
	setenv(variable, value, 1);
}

void setup_set(const char *name, const char *value)
{
	char *variable = message_format("ZPOLINE_%s", name);

	set(variable, value);
	free(variable);
}

int setup_has_script(void)
{
	const char *given = getenv("ZPOLINE_SCRIPT");
	const char *libraries = getenv("ZPOLINE_HOOK");

	return scripts.size || (given && *given) || (libraries && *libraries);
}

/* The words that are set already, without another command's chunks. */
static void inherit_words(void)
{
	const char *p = getenv("ZPOLINE_ARGS");

	while (p && *(p += strspn(p, " \t\n"))) {
		size_t n = strcspn(p, " \t\n");

		if (*p != CHUNK)
			add(&words, ' ', p, n);
		p += n;
	}
}

static void preload(void)
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

void setup_apply(void)
{
	const char *follow = getenv("ZPOLINE_FOLLOW");
	struct list all = {NULL, 0};

	preload();
	/* a hooked program has said so of us: not of what we start */
	if (follow && strcmp(follow, "1") == 0)
		unsetenv("ZPOLINE_FOLLOW");
	if (!words.size)
		inherit_words();
	if (chunks.size) {
		const char *first = paths_inner("chunk");

		add(&all, ':', first, strlen(first));
		add(&all, ':', scripts.text, scripts.size);
		set("ZPOLINE_SCRIPT", all.text);
		if (words.size)
			add(&chunks, ' ', words.text, words.size);
		set("ZPOLINE_ARGS", chunks.text);
		return;
	}
	if (scripts.size)
		set("ZPOLINE_SCRIPT", scripts.text);
	if (words.size)
		set("ZPOLINE_ARGS", words.text);
	else
		unsetenv("ZPOLINE_ARGS");
}

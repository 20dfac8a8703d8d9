/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Reads the ZPOLINE_* variables. */
#include "start/config.h"

#include <stddef.h>

#include "base/log.h"
#include "base/nolibc.h"

#define PREFIX "ZPOLINE_"
#define PREFIX_LEN (sizeof(PREFIX) - 1)

/* A variable holds text, or one of a list of words; the word's index counts. */
struct variable {
	char name[12];
	unsigned short offset;
	char words[32]; /* colon list; empty: any text */
};

/* clang-format off */
#define TEXT(name, field) {name, offsetof(struct config, field), ""}
#define WORDS(name, field, words) {name, offsetof(struct config, field), words}
/* clang-format on */

static const struct variable variables[] = {
	TEXT("SCRIPT", script),
	TEXT("ARGS", args),
	TEXT("PATH", path),
	TEXT("EXCLUDE", exclude),
	TEXT("LOG", log),
	TEXT("HOOK", hook),
	WORDS("VERBOSE", verbose, "0:1:2:3"),
	WORDS("ON_ERROR", abort_on_error, "warn:abort"),
	WORDS("ENGINE", engine, "auto:near:zpoline:sud"),
	WORDS("SUD", sud, "auto:off"),
	WORDS("FOLLOW", follow, "0:1:strict:1+strict"),
	WORDS("ANALYSIS", analysed_at_start, "late:start"),
	WORDS("STATE", own_states, "shared:thread"),
	WORDS("RELOAD", reload, "0:1"),
	TEXT("REPORT", report),
	WORDS("DOOR", door, "preload:exec"), /* the command's */
	/* handed on to programs that are started; users do not set them */
	TEXT("LOADED", loaded),
	TEXT("FILTERS", filters),
	TEXT("RING", ring),
	TEXT("LIBRARY", library),
	TEXT("HANDED", handed),
};
#define VARIABLES (sizeof(variables) / sizeof(variables[0]))
#define OF_USERS (VARIABLES - 5)

static int word_index(const char *words, const char *value)
{
	const char *word;
	size_t n, len = strlen(value);

	for (int i = 0; (n = nolibc_next(&words, &word)); i++)
		if (n == len && memcmp(word, value, n) == 0)
			return i;
	return -1;
}

static void store_variable(struct config *config, const struct variable *v,
			   const char *value)
{
	char *field = (char *)config + v->offset;
	int index;

	if (!v->words[0]) {
		*(const char **)(void *)field = *value ? value : NULL;
		return;
	}
	index = word_index(v->words, value);
	if (index < 0)
		log_fatal(PREFIX "%s=%s: unknown value. Remedy: use one of %s",
			  v->name, value, v->words);
	*(int *)(void *)field = index;
}

static void unknown(const char *name, size_t len)
{
	char list[128];
	size_t n = 0;

	for (size_t i = 0; i < OF_USERS; i++)
		n += nolibc_format(list + n, sizeof(list) - n, " %s",
				   variables[i].name);
	log_fatal("%.*s: unknown variable. Remedy: unset it; known are "
		  "ZPOLINE_ with one of%s",
		  (int)len, name, list);
}

static void read_variable(struct config *config, const char *entry)
{
	const char *name = entry + PREFIX_LEN;
	const char *value = strchr(entry, '=');
	size_t len;

	if (!value)
		return;
	len = (size_t)(value - name);
	for (size_t i = 0; i < VARIABLES; i++)
		if (strlen(variables[i].name) == len &&
		    memcmp(variables[i].name, name, len) == 0) {
			store_variable(config, &variables[i], value + 1);
			return;
		}
	unknown(entry, (size_t)(value - entry));
}

static void read_follow(struct config *config)
{
	config->strict = config->follow == FOLLOW_STRICT ||
			 config->follow == FOLLOW_STRICT_SAID;
	if (config->follow == FOLLOW_STRICT)
		config->follow = FOLLOW;
	if (config->follow == FOLLOW_STRICT_SAID)
		config->follow = FOLLOW_SAID;
}

void config_read(struct config *config, char **envp)
{
	*config = (struct config){.follow = FOLLOW};
	for (; *envp; envp++)
		if (strncmp(*envp, PREFIX, PREFIX_LEN) == 0)
			read_variable(config, *envp);
	read_follow(config);
}

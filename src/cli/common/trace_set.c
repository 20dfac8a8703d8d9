/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Parses strace's sets of system calls. */
#include "cli/common/trace_set.h"

#include <ctype.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/options.h"
#include "tables/classes.h"

struct walk {
	const char *option;
	const char *mark; /* "!" if what follows is left out */
	void (*take)(const char *word);
	int words;
};

static void pass_word(struct walk *w, const char *word)
{
	char *marked = message_format("%s%s", w->mark, word);

	w->words++;
	w->take(marked);
	free(marked);
}

static int is_class(const char *name)
{
	const char *known;

	for (unsigned int i = 0; (known = classes_name(i)); i++)
		if (strcmp(known, name) == 0)
			return 1;
	return 0;
}

static void take_class(struct walk *w, const char *name)
{
	char word[32], list[256] = "";
	const char *known;

	if (strcmp(name, "net") == 0)
		name = "network";
	if (is_class(name)) {
		snprintf(word, sizeof(word), "%%%s", name);
		pass_word(w, word);
		return;
	}
	for (unsigned int i = 0; (known = classes_name(i)); i++)
		snprintf(list + strlen(list), sizeof(list) - strlen(list),
			 " %%%s", known);
	message_fatal(CLI_USAGE, "%s: unknown class '%%%s' (known are%s)",
		      w->option, name, list);
}

static void take_matching(struct walk *w, const char *pattern)
{
	char why[128];
	regex_t regex;
	int err = regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB);

	if (err) {
		regerror(err, &regex, why, sizeof(why));
		message_fatal(CLI_USAGE, "%s: '/%s': %s", w->option, pattern,
			      why);
	}
	for (long nr = 0; nr <= tables_syscall_max(); nr++) {
		const char *name = tables_syscall_name(nr);

		if (name && regexec(&regex, name, 0, NULL, 0) == 0)
			pass_word(w, name);
	}
	regfree(&regex);
}

static void take_name(struct walk *w, const char *word)
{
	const char *name = word + (*word == '?');
	const char *near;
	char *end;
	long nr = strtol(name, &end, 10);

	if (isdigit((unsigned char)*name) && !*end)
		name = tables_syscall_name(nr);
	if (name && tables_syscall_number(name) >= 0) {
		pass_word(w, name);
		return;
	}
	if (*word == '?')
		return;
	near = name ? tables_syscall_nearest(name) : NULL;
	message_fatal(CLI_USAGE, "%s: unknown system call '%s'%s%s%s",
		      w->option, word, near ? " (did you mean '" : "",
		      near ? near : "", near ? "'?)" : "");
}

static void take_item(struct walk *w, const char *item)
{
	if (strcmp(item, "all") == 0)
		pass_word(w, "*");
	else if (strcmp(item, "none") == 0 || !*item)
		return;
	else if (*item == '%')
		take_class(w, item + 1);
	else if (*item == '/')
		take_matching(w, item + 1);
	else if (is_class(item) && tables_syscall_number(item) < 0)
		take_class(w, item);
	else
		take_name(w, item);
}

int trace_set_words(const char *option, const char *set,
		    void (*give)(const char *word))
{
	struct walk w = {option, "", give, 0};

	if (*set == '!') {
		w.mark = "!";
		set++;
	}
	for (;;) {
		size_t n = strcspn(set, ",");
		char *item = message_format("%.*s", (int)n, set);

		take_item(&w, item);
		free(item);
		if (!set[n])
			break;
		set += n + 1;
	}
	if (*w.mark && !w.words) { /* all but nothing */
		w.mark = "";
		pass_word(&w, "*");
	}
	return w.words;
}

/* --- is it in there? ---------------------------------------------------------
 */

static struct {
	struct tables_syscall call;
	int positive, in, out;
} look;

static void compare_word(const char *word)
{
	int left_out = *word == '!';
	int hit;

	word += left_out;
	hit = strcmp(word, "*") == 0 || strcmp(word, look.call.name) == 0 ||
	      (*word == '%' && classes_has(word + 1, &look.call));
	look.positive |= !left_out;
	look.in |= hit && !left_out;
	look.out |= hit && left_out;
}

int trace_set_has(const char *option, const char *set, const char *call)
{
	look.positive = look.in = look.out = 0;
	if (tables_syscall(tables_syscall_number(call), &look.call) ||
	    !trace_set_words(option, set, compare_word))
		return 0;
	return (look.in || !look.positive) && !look.out;
}

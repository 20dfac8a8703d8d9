/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Keeps each text once, with a number. */
#include "cli/recording/intern.h"

#include <stdlib.h>
#include <string.h>

#include "cli/common/message.h"

/* FNV-1a */
static unsigned int hash_text(const char *text)
{
	unsigned int h = 2166136261U;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 16777619U;
	return h;
}

/* The slot of the text, or the free one that it would have. */
static unsigned int *find_slot(const struct intern *words, const char *text)
{
	unsigned int i = hash_text(text) & (words->size - 1);

	while (words->slots[i] &&
	       strcmp(words->text[words->slots[i] - 1], text) != 0)
		i = (i + 1) & (words->size - 1);
	return &words->slots[i];
}

/* Half of the slots stay free. */
static void make_room(struct intern *words)
{
	if (2 * words->n < words->size)
		return;
	words->size = words->size ? 2 * words->size : 64;
	free(words->slots);
	words->slots = message_alloc(NULL, words->size * sizeof(unsigned int));
	memset(words->slots, 0, words->size * sizeof(unsigned int));
	for (unsigned int i = 0; i < words->n; i++)
		*find_slot(words, words->text[i]) = i + 1;
}

unsigned int intern_number(struct intern *words, const char *text)
{
	unsigned int *at;

	make_room(words);
	at = find_slot(words, text);
	if (!*at) {
		words->text =
			intern_grow(words->text, words->n, sizeof(char *));
		words->text[words->n] = message_format("%s", text);
		*at = ++words->n;
	}
	return *at - 1;
}

unsigned int intern_find(const struct intern *words, const char *text)
{
	unsigned int number = words->size ? *find_slot(words, text) : 0;

	return number ? number - 1 : words->n;
}

void *intern_grow(void *list, unsigned int n, unsigned long item)
{
	if (n & (n - 1)) /* there is room up to the next power of two */
		return list;
	return message_alloc(list, (n ? 2UL * n : 1) * item);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Texts, each kept once and numbered in the order in which they came. */
#ifndef INTERN_H
#define INTERN_H

struct intern {
	char **text;
	unsigned int n;
	unsigned int *slots; /* number + 1; 0: free */
	unsigned int size;
};

unsigned int intern_number(struct intern *words, const char *text);

/* The number, or words->n if it is not there. */
unsigned int intern_find(const struct intern *words, const char *text);

/* Memory for a list that grows by one: n items of that size are there. */
void *intern_grow(void *list, unsigned int n, unsigned long item);

#endif

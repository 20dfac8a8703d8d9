/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A locale whose decimal point is a comma, for the process and for the thread:
 * the program's output has it, before, between and after calls. Fails when the
 * interpreter changes the locale or is changed by it.
 */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

static const char *const names[] = {
	"de_DE.UTF-8", "de_DE.utf8",  "fr_FR.UTF-8", "fr_FR.utf8",
	"es_ES.UTF-8", "pt_BR.UTF-8", "ru_RU.UTF-8", "de_DE",
};

int main(void)
{
	const char *name = NULL;
	locale_t locale;

	CHECK(setlocale(LC_ALL, "") != NULL);
	for (size_t i = 0; !name && i < sizeof(names) / sizeof(names[0]); i++)
		name = setlocale(LC_NUMERIC, names[i]);
	if (!name)
		skip("no locale with a decimal comma");
	for (int i = 0; i < 20; i++) {
		char text[40];

		snprintf(text, sizeof(text), "%.2f", i + 0.25);
		CHECK(strchr(text, ',') != NULL);
		CHECK(getppid() > 0);
		CHECK(fabs(strtod(text, NULL) - i - 0.25) < 0.01);
	}
	locale = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
	uselocale(locale);
	CHECK(getppid() > 0);
	printf("%.1f", 1.5);
	uselocale(LC_GLOBAL_LOCALE);
	CHECK(getppid() > 0);
	printf(" %.1f\n", 1.5);
	freelocale(locale);
	return verdict();
}

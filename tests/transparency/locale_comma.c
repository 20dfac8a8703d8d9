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

int main(void)
{
	locale_t locale;

	CHECK(setlocale(LC_ALL, "") != NULL);
	/* made with the program: see CMakeLists.txt */
	if (!setlocale(LC_NUMERIC, "de_DE.UTF-8"))
		skip("localedef and the package locales were not there when "
		     "this was built");
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

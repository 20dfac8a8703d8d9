/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Prints a system call's arguments as C writes them. */
#include "cli/common/prototype.h"

#include <string.h>

void prototype_print(FILE *out, const struct tables_syscall *s)
{
	for (int i = 0; i < s->nargs; i++) {
		size_t n = strlen(s->type[i]);
		int is_pointer = n && s->type[i][n - 1] == '*';

		fprintf(out, "%s%s%s%s", i ? ", " : "", s->type[i],
			is_pointer ? "" : " ", s->arg[i]);
	}
}

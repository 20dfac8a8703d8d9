/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Looks up system calls and errors by name or number. */
#include "tables/tables.h"

#include <string.h>

#include "tables/tables_data.h"

/* Longer names are not compared by letters. */
#define NAME_MAX_LEN 64

static const struct tables_row *row(long nr)
{
	if (nr < 0 || nr > tables_syscall_highest ||
	    !tables_syscall_row[nr].name)
		return NULL;
	return &tables_syscall_row[nr];
}

static const char *text(uint16_t at)
{
	return tables_syscall_text + at;
}

int tables_syscall(long nr, struct tables_syscall *out)
{
	const struct tables_row *r = row(nr);

	if (!r)
		return -1;
	out->name = text(r->name);
	out->nargs = r->nargs;
	for (int i = 0; i < 6; i++) {
		out->arg[i] = text(r->arg[i]);
		out->type[i] = text(r->type[i]);
		out->role[i] = text(r->role[i]);
	}
	return 0;
}

const char *tables_syscall_name(long nr)
{
	const struct tables_row *r = row(nr);

	return r ? text(r->name) : NULL;
}

/* "call_471" is 471, and -1 what is not of this form. */
static long number_told(const char *name)
{
	long nr = 0;

	if (strncmp(name, "call_", 5) != 0 || !name[5] || strlen(name) > 8)
		return -1;
	for (name += 5; *name; name++) {
		if (*name < '0' || *name > '9')
			return -1;
		nr = nr * 10 + (*name - '0');
	}
	return nr < TABLES_NUMBERS ? nr : -1;
}

long tables_syscall_number(const char *name)
{
	size_t low = 0, high = tables_syscall_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		long nr = tables_syscall_by_name[mid];
		int order = strcmp(name, text(tables_syscall_row[nr].name));

		if (order == 0)
			return nr;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return number_told(name);
}

unsigned int tables_widths(long nr)
{
	const struct tables_row *r = row(nr);

	return r ? r->widths : 0;
}

int tables_syscall_nargs(long nr)
{
	const struct tables_row *r = row(nr);

	return r ? r->nargs : 6;
}

static int place_of(const struct tables_row *r, const char *name)
{
	for (int i = 0; r && i < r->nargs; i++)
		if (strcmp(text(r->arg[i]), name) == 0)
			return i;
	return -1;
}

/* As the man pages call some arguments, and earlier versions of this table; one
 * name may stand for several, each in calls of its own. */
static const struct alias {
	char alias[12], name[12];
} alias[] = {
	{"pathname", "path"},
	{"filename", "path"},
	{"file", "path"},
	{"linkpath", "path"},
	{"dirfd", "dfd"},
	{"olddirfd", "olddfd"},
	{"newdirfd", "newdfd"},
	{"sockfd", "fd"},
	{"pipefd", "fds"},
	{"sv", "fds"},
	{"signum", "sig"},
	{"length", "len"},
	{"buf", "statbuf"},
	{"buf", "dirp"},
	{"status", "wstatus"},
	{"request", "req"},
	{"request", "cmd"},
	{"remain", "rem"},
	{"op", "cmd"},
	{"operation", "cmd"},
	{"old_address", "addr"},
	{"old_size", "old_len"},
	{"new_size", "new_len"},
	{"new_address", "new_addr"},
	{"clk_id", "clockid"},
	{"clock_id", "clockid"},
	{"timerid", "timer_id"},
	{"oss", "old_ss"},
	{"old_limit", "old_rlim"},
	{"new_limit", "new_rlim"},
	{"name", "attr"},
	{"first", "fd"},
	{"last", "max_fd"},
	{"upid", "pid"},
	{"utid", "tid"},
	{"idtype", "which"},
	{"id", "pid"},
};

int tables_syscall_arg(long nr, const char *name)
{
	const struct tables_row *r = row(nr);
	int place = place_of(r, name);

	for (size_t i = 0; place < 0 && i < sizeof(alias) / sizeof(*alias); i++)
		if (strcmp(alias[i].alias, name) == 0)
			place = place_of(r, alias[i].name);
	return place;
}

/* --- roles -------------------------------------------------------------------
 */

static const struct {
	const char *word;
	enum tables_use use;
} uses[] = {
	{"dfd", TABLES_DFD},	     {"from", TABLES_FROM},
	{"to", TABLES_TO},	     {"pipe", TABLES_PIPE},
	{"changes", TABLES_CHANGES}, {"address", TABLES_ADDRESS},
	{"binds", TABLES_BINDS},     {"told", TABLES_TOLD},
	{"message", TABLES_MESSAGE}, {"messages", TABLES_MESSAGES},
	{"vector", TABLES_VECTOR},   {"length", TABLES_LENGTH},
	{"whole", TABLES_WHOLE},     {"peeks", TABLES_PEEKS},
};

/* The letters that text begins with, into word; what is behind them. */
static const char *take_word(const char *from, char *word, size_t size)
{
	size_t n = 0;

	for (; *from >= 'a' && *from <= 'z'; from++)
		if (n + 1 < size)
			word[n++] = *from;
	word[n] = '\0';
	return from;
}

static unsigned int hexadecimal(const char *digits)
{
	unsigned int n = 0;

	for (; *digits; digits++)
		n = n * 16 + (unsigned int)(*digits <= '9'
						    ? *digits - '0'
						    : *digits - 'a' + 10);
	return n;
}

/* "path@ EFFECT FOLLOW", FOLLOW being "never", "open3" or "unless4:0x100". */
static void read_path(const char *role, int i, struct tables_role *out)
{
	const char *at = role + strlen("path");

	out->use = TABLES_PATH;
	out->dfd = *at == '@' ? i - 1 : -1;
	at = take_word(at + (*at == '@') + 1, out->effect, sizeof(out->effect));
	at = take_word(at + 1, out->follow, sizeof(out->follow));
	if (!*at)
		return;
	out->flags = *at - '1';
	if (at[1] == ':')
		out->bit = hexadecimal(at + strlen("N:0x"));
}

struct tables_role tables_role(const struct tables_syscall *call, int i)
{
	struct tables_role out = {.dfd = -1, .flags = -1};
	const char *role = call->role[i];

	if (strncmp(role, "path", 4) == 0)
		read_path(role, i, &out);
	for (size_t k = 0; k < sizeof(uses) / sizeof(uses[0]); k++)
		if (strcmp(uses[k].word, role) == 0)
			out.use = uses[k].use;
	return out;
}

int tables_syscall_modifies(const struct tables_syscall *call)
{
	static const char effects[] = " makes links removes changes ";

	for (int i = 0; i < call->nargs; i++) {
		struct tables_role r = tables_role(call, i);

		if (r.use == TABLES_CHANGES || r.use == TABLES_BINDS ||
		    (r.use == TABLES_PATH && strstr(effects, r.effect)))
			return 1;
	}
	return strcmp(call->name, "creat") == 0;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Letters to insert, drop or change to make b of a. */
int tables_distance(const char *a, const char *b)
{
	int above[NAME_MAX_LEN + 1];
	int n = (int)strlen(b);

	if (n > NAME_MAX_LEN)
		return n;
	for (int k = 0; k <= n; k++)
		above[k] = k;
	for (int i = 1; *a; a++, i++) {
		int diagonal = above[0];

		above[0] = i;
		for (int k = 1; k <= n; k++) {
			int changed = diagonal + (*a != b[k - 1]);

			diagonal = above[k];
			above[k] = least(changed,
					 least(above[k], above[k - 1]) + 1);
		}
	}
	return above[n];
}

const char *tables_syscall_nearest(const char *name)
{
	size_t len = strlen(name);
	int best = (int)len / 3 > 2 ? (int)len / 3 + 1 : 3;
	const char *nearest = NULL;

	if (len > NAME_MAX_LEN)
		return NULL;
	for (size_t i = 0; i < tables_syscall_count; i++) {
		long nr = tables_syscall_by_name[i];
		const char *known = text(tables_syscall_row[nr].name);
		int d = tables_distance(name, known);

		if (d < best) {
			best = d;
			nearest = known;
		}
	}
	return nearest;
}

long tables_syscall_max(void)
{
	return tables_syscall_highest;
}

const char *tables_errno_name(int value)
{
	if (value < 1 || value > tables_errno_highest ||
	    !tables_errno_at[value])
		return NULL;
	return tables_errno_text + tables_errno_at[value];
}

int tables_errno_value(const char *name)
{
	for (int value = 1; value <= tables_errno_highest; value++)
		if (strcmp(tables_errno_text + tables_errno_at[value], name) ==
		    0)
			return *name ? value : 0;
	for (size_t i = 0; i < tables_errno_aliases; i++)
		if (strcmp(tables_errno_text + tables_errno_alias[i].name,
			   name) == 0)
			return tables_errno_alias[i].value;
	return 0;
}

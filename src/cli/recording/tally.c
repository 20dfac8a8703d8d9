/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Shares memory with hooked processes, and sums up what they count there. */
#include "cli/recording/tally.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <unistd.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/launch/child_env.h"
#include "tables/tables.h"

#define PIECE 65536

/* Memory behind the reader is given back in pieces of that size. */
#define GIVEN_BACK (1 << 20)

struct call_count tally[TALLY_NUMBERS];

static struct call_counts *shared;

static int fd, is_pipe;
static off_t at, given_back;
static FILE *rest; /* where lines go */

/* What it holds at most without being read. The program waits where it is full.
 */
#define PIPE_ROOM (1 << 20)

/* A file in memory counts as a file for RLIMIT_FSIZE (ulimit -f), so where
 * there is such a limit a pipe takes its place. Returns the descriptor to write
 * to. */
static int open_file(void)
{
	struct rlimit limit = {0, 0};
	int ends[2];

	getrlimit(RLIMIT_FSIZE, &limit);
	is_pipe = limit.rlim_cur != RLIM_INFINITY;
	if (!is_pipe) {
		fd = memfd_create("zpoline", MFD_CLOEXEC);
		if (fd >= 0)
			return fd;
		message_fatal(CLI_REFUSED, "no file in memory (%m). Remedy: "
					   "Linux 3.17 or later, and check "
					   "ulimit -n");
	}
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		message_fatal(CLI_REFUSED, "no pipe (%m). Remedy: check ulimit "
					   "-n");
	fcntl(ends[1], F_SETPIPE_SZ, PIPE_ROOM);
	fd = ends[0];
	return ends[1];
}

/* The limit on the size of files is for memory as well; this process may raise
 * its own for a moment. */
static int make_file(void)
{
	struct rlimit limit = {0, 0}, most;
	int counts = memfd_create("zpoline-counts", MFD_CLOEXEC), ret;

	if (counts < 0)
		return -1;
	getrlimit(RLIMIT_FSIZE, &limit);
	most = limit;
	most.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_FSIZE, &most);
	ret = limit.rlim_max >= sizeof(*shared)
		      ? ftruncate(counts, (off_t)sizeof(*shared))
		      : -1;
	setrlimit(RLIMIT_FSIZE, &limit);
	if (ret == 0)
		return counts;
	close(counts);
	return -1;
}

/* A segment goes with the last process that has it. */
static char *share_segment(void)
{
	int id = shmget(IPC_PRIVATE, sizeof(*shared), 0600);
	void *p = id < 0 ? (void *)-1l : shmat(id, NULL, 0);

	if (id >= 0)
		shmctl(id, IPC_RMID, NULL);
	if (p == (void *)-1l)
		message_fatal(CLI_REFUSED, "no memory to count in (%m). "
					   "Remedy: raise ulimit -f");
	shared = p;
	return message_format("shm:%d", id);
}

static char *share_memory(void)
{
	int counts = make_file();

	if (counts < 0)
		return share_segment();
	shared = mmap(NULL, sizeof(*shared), PROT_READ, MAP_SHARED, counts, 0);
	if (shared == MAP_FAILED)
		message_fatal(CLI_REFUSED, "no memory to count in (%m). "
					   "Remedy: raise ulimit -v");
	return message_format("/proc/%d/fd/%d", getpid(), counts);
}

void tally_start(FILE *lines)
{
	int to = open_file();
	char *path = message_format("/proc/%d/fd/%d", getpid(), to);
	char *counts = share_memory();

	rest = lines;
	child_env_set("LOG", path);
	child_env_word("counted=%s", counts);
	free(counts);
	free(path);
}

static uint64_t load(const uint64_t *n)
{
	return __atomic_load_n(n, __ATOMIC_RELAXED);
}

static void sum_rows(void)
{
	for (unsigned int nr = 0; nr < TALLY_NUMBERS; nr++) {
		struct call_count sum = {0, 0, 0, 0};

		for (int i = 0; i < CALL_COUNTS_ROWS; i++) {
			const struct call_count *c = &shared->row[i][nr];

			sum.calls += load(&c->calls);
			sum.errors += load(&c->errors);
			sum.ns += load(&c->ns);
		}
		tally[nr] = sum;
	}
}

/* Whole lines of these bytes; returns how many bytes they were. */
static size_t take_lines(const char *bytes, size_t n)
{
	const char *p = bytes, *end;

	while ((end = memchr(p, '\n', n - (size_t)(p - bytes)))) {
		if (rest)
			fwrite(p, 1, (size_t)(end + 1 - p), rest);
		p = end + 1;
	}
	return (size_t)(p - bytes);
}

static char *bytes;
static size_t room;

static void read_pipe(void)
{
	static size_t kept; /* the beginning of a line */
	ssize_t n;

	while ((n = read(fd, bytes + kept, room - kept)) > 0) {
		size_t taken = take_lines(bytes, kept += (size_t)n);

		kept -= taken;
		memmove(bytes, bytes + taken, kept);
		if (kept == room)
			bytes = message_alloc(bytes, room *= 2);
	}
}

static void read_file(void)
{
	ssize_t n;

	while ((n = pread(fd, bytes, room, at)) > 0) {
		size_t taken = take_lines(bytes, (size_t)n);

		at += (off_t)taken;
		if (taken)
			continue;
		if ((size_t)n < room)
			break;
		bytes = message_alloc(bytes, room *= 2); /* a long line */
	}
	while (at - given_back >= GIVEN_BACK) {
		fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			  given_back, GIVEN_BACK);
		given_back += GIVEN_BACK;
	}
}

void tally_read(void)
{
	if (!bytes)
		bytes = message_alloc(NULL, room = PIECE);
	if (is_pipe)
		read_pipe();
	else
		read_file();
	if (rest)
		fflush(rest);
	sum_rows();
}

const char *tally_name(unsigned int nr)
{
	static char text[32];
	const char *name = tables_syscall_name((long)nr);

	if (name)
		return name;
	snprintf(text, sizeof(text), "call_%u", nr);
	return text;
}

static enum tally_order order_now;

static int compare_tallies(const void *left, const void *right)
{
	unsigned int l = *(const unsigned int *)left;
	unsigned int r = *(const unsigned int *)right;
	const struct call_count *a = &tally[l], *b = &tally[r];

	if (order_now == TALLY_TIME && a->ns != b->ns)
		return a->ns < b->ns ? 1 : -1;
	if (order_now == TALLY_ERRORS && a->errors != b->errors)
		return a->errors < b->errors ? 1 : -1;
	if (order_now == TALLY_NAME) {
		char name[32];

		snprintf(name, sizeof(name), "%s", tally_name(l));
		return strcmp(name, tally_name(r));
	}
	if (a->calls != b->calls)
		return a->calls < b->calls ? 1 : -1;
	return l < r ? -1 : l > r;
}

unsigned int tally_sort(enum tally_order order,
			unsigned int sorted[TALLY_NUMBERS])
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < TALLY_NUMBERS; i++)
		if (tally[i].calls)
			sorted[n++] = i;
	order_now = order;
	qsort(sorted, n, sizeof(*sorted), compare_tallies);
	return n;
}

static void print_row(FILE *out, const struct call_count *c, uint64_t all_ns,
		      const char *name)
{
	char errors[24] = "";

	if (c->errors)
		snprintf(errors, sizeof(errors), "%lu", c->errors);
	fprintf(out, "%6.2f %11.6f %11lu %9lu %9s %s\n",
		all_ns ? 100.0 * (double)c->ns / (double)all_ns : 0.0,
		(double)c->ns / 1e9, c->calls ? c->ns / 1000 / c->calls : 0,
		c->calls, errors, name);
}

void tally_print(FILE *out, enum tally_order order)
{
	static const char line[] = "------ ----------- ----------- --------- "
				   "--------- "
				   "----------------\n";
	unsigned int sorted[TALLY_NUMBERS] = {0};
	unsigned int n = tally_sort(order, sorted);
	struct call_count all = {0, 0, 0, 0};

	for (unsigned int i = 0; i < n; i++) {
		all.calls += tally[sorted[i]].calls;
		all.errors += tally[sorted[i]].errors;
		all.ns += tally[sorted[i]].ns;
	}
	fputs("% time     seconds  usecs/call     calls    errors syscall\n",
	      out);
	fputs(line, out);
	for (unsigned int i = 0; i < n; i++)
		print_row(out, &tally[sorted[i]], all.ns,
			  tally_name(sorted[i]));
	fputs(line, out);
	print_row(out, &all, all.ns, "total");
}

void tally_print_json(FILE *out, enum tally_order order)
{
	unsigned int sorted[TALLY_NUMBERS] = {0};
	unsigned int n = tally_sort(order, sorted);

	for (unsigned int i = 0; i < n; i++) {
		const struct call_count *c = &tally[sorted[i]];

		fprintf(out,
			"{\"event\":\"count\",\"name\":\"%s\","
			"\"calls\":%lu,\"errors\":%lu,\"took\":%lu.%09lu}\n",
			tally_name(sorted[i]), c->calls, c->errors,
			c->ns / 1000000000, c->ns % 1000000000);
	}
}

void tally_end(FILE *out, const char *path)
{
	if ((fflush(out) != 0 || ferror(out)) && path)
		message_warn("%s: not all that was counted could be written. "
			     "Remedy: check the space there, and ulimit -f",
			     path);
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Trace lines through memory: writers and the reader are processes of their
 * own. Lines are whole and in order, whoever is killed and whenever;
 * RING_ROUNDS is how often writers are.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/gate.h"
#include "base/log.h"
#include "cli/tracing/drain.h"
#include "cli/tracing/output.h"
#include "cli/tracing/processes.h"
#include "ring_writer.h"
#include "trace/ring.h"
#include "unit.h"

/* --- both ends ---------------------------------------------------------------
 */

static const char *ring;
static char output_name[] = "/tmp/zpoline-ring-XXXXXX";
static int output_fd;

/* What writers have done, in memory of all. */
static struct shared {
	atomic_int begun, finished, written;
} * shared;

static void start(int drops)
{
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	output_fd = mkstemp(output_name);
	ck_assert_int_ge(output_fd, 0);
	fcntl(output_fd, F_SETFL, O_APPEND);
	output_to(output_fd);
	ring = drain_start(drops);
	ck_assert_ptr_nonnull(ring);
	processes_start(getpid());
}

static void cut_line(const struct process *p, const char *text, size_t n)
{
	output_add(p->out, text, n);
	output_add(p->out, " <cut>\n", 7);
}

/* The writer asserts nothing: Check would write that to a file which it shares
 * with the test, and of one that is killed half a message might stay there. */
static pid_t start_writer(void (*fn)(void))
{
	pid_t pid = fork();

	if (pid == 0) {
		log_open(output_name, NULL);
		if (ring_open(writer_self(), ring) != 0)
			_exit(3);
		fn();
		_exit(0);
	}
	ck_assert_int_gt(pid, 0);
	return pid;
}

static void forget_dead(void)
{
	struct process *p, *next;

	for (p = processes_first(); p; p = next) {
		next = p->next;
		if (p->is_dead && !p->lanes)
			processes_forget(p);
	}
}

/* Read until the writer has ended; returns its status. */
static int read_to_end(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		processes_look();
		drain_read(cut_line);
		usleep(300);
	}
	processes_look();
	drain_rest(cut_line);
	forget_dead();
	output_flush();
	return status;
}

static char *text;
static size_t text_size;

static void read_text(void)
{
	struct stat st;
	FILE *f = fopen(output_name, "r");

	ck_assert_ptr_nonnull(f);
	fstat(fileno(f), &st);
	text_size = (size_t)st.st_size;
	text = malloc(text_size + 1);
	ck_assert_uint_eq(fread(text, 1, text_size, f), text_size);
	text[text_size] = '\0';
	fclose(f);
}

static void finish(void)
{
	drain_end();
	unlink(output_name);
}

/* --- a line that shows whether it is whole -----------------------------------
 */

static unsigned int next_random(unsigned int *state)
{
	*state = *state * 1103515245 + 12345;
	return *state >> 8;
}

#define LONGEST 40000

/* "WRITER NUMBER BEFORE SIZE xxx...\n" */
static size_t make_line(char *line, int writer, int number, size_t more)
{
	size_t n = (size_t)sprintf(line, "%d %d %llu %zu ", writer, number,
				   (unsigned long long)drain_now(), more);

	memset(line + n, 'a' + number % 26, more);
	line[n + more] = '\n';
	return n + more + 1;
}

struct seen {
	int writer, number;
	unsigned long long before;
};

/* ck_assert() takes too long for each byte and line. */
static void expect(int holds, const char *what, int number)
{
	if (!holds)
		ck_abort_msg("%s: %d", what, number);
}

/* The next line; fails if it is torn. Returns 0 at the end. */
static int next_line(const char **at, struct seen *seen)
{
	char *p;
	size_t size;

	if (!**at)
		return 0;
	seen->writer = (int)strtol(*at, &p, 10);
	seen->number = (int)strtol(p, &p, 10);
	seen->before = strtoull(p, &p, 10);
	size = strtoul(p, &p, 10);
	expect(*p++ == ' ', "no line", seen->number);
	for (size_t i = 0; i < size; i++)
		expect(p[i] == 'a' + seen->number % 26, "torn", seen->number);
	expect(p[size] == '\n', "no end", seen->number);
	*at = p + size + 1;
	return 1;
}

static size_t random_size(unsigned int *state)
{
	unsigned int r = next_random(state);

	return r % 50 == 0 ? r % LONGEST : r % 300;
}

/* --- one writer, and several ------------------------------------------------
 */

#define LINES 20000

static void *write_lines(void *arg)
{
	const int writer = (int)(intptr_t)arg;
	char *line = malloc(LONGEST + 100);
	unsigned int state = (unsigned int)writer;

	for (int i = 0; i < LINES; i++) {
		size_t more = random_size(&state);

		ring_write(writer_self(), line,
			   make_line(line, writer, i, more));
	}
	ring_close(writer_self());
	free(line);
	return NULL;
}

static void write_alone(void)
{
	write_lines(NULL);
}

START_TEST(test_sizes)
{
	struct seen seen;
	const char *at;
	int n = 0;

	start(0);
	ck_assert_int_eq(read_to_end(start_writer(write_alone)), 0);
	read_text();
	for (at = text; next_line(&at, &seen); n++)
		expect(seen.number == n, "not the next", seen.number);
	ck_assert_int_eq(n, LINES);
	ck_assert(drain_leave());
	finish();
}
END_TEST

#define THREADS 4

static void write_in_threads(void)
{
	pthread_t thread[THREADS];

	for (intptr_t i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, write_lines, (void *)i);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
}

/* A line's time is between the `before` of itself and of the next one of its
 * writer: no line may come behind one that was made after it was written. */
START_TEST(test_threads)
{
	unsigned long long(*before)[LINES + 1] =
		calloc(THREADS, sizeof(*before));
	int next[THREADS] = {0};
	unsigned long long newest = 0;
	struct seen seen;
	const char *at;

	start(0);
	ck_assert_int_eq(read_to_end(start_writer(write_in_threads)), 0);
	read_text();
	for (at = text; next_line(&at, &seen);)
		before[seen.writer][seen.number] = seen.before;
	for (int i = 0; i < THREADS; i++)
		before[i][LINES] = UINT64_MAX;
	for (at = text; next_line(&at, &seen);) {
		unsigned long long until = before[seen.writer][seen.number + 1];

		expect(seen.number == next[seen.writer]++, "not the next",
		       seen.number);
		expect(until >= newest, "too late", seen.number);
		if (seen.before > newest)
			newest = seen.before;
	}
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(next[i], LINES);
	finish();
}
END_TEST

/* More threads than lanes: the others' lines go to the log. */
#define MANY 300
static pthread_barrier_t all_there;

static void *write_few(void *arg)
{
	char line[200];

	for (int i = 0; i < 3; i++)
		ring_write(writer_self(), line,
			   make_line(line, (int)(intptr_t)arg, i, 10));
	pthread_barrier_wait(&all_there);
	ring_close(writer_self());
	return NULL;
}

static void write_in_many(void)
{
	pthread_attr_t attr;
	pthread_t thread[MANY];

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 65536);
	pthread_barrier_init(&all_there, NULL, MANY);
	for (intptr_t i = 0; i < MANY; i++)
		if (pthread_create(&thread[i], &attr, write_few, (void *)i))
			_exit(4);
	for (int i = 0; i < MANY; i++)
		pthread_join(thread[i], NULL);
}

START_TEST(test_many_threads)
{
	int next[MANY] = {0};
	struct seen seen;
	const char *at;

	start(0);
	ck_assert_int_eq(read_to_end(start_writer(write_in_many)), 0);
	read_text();
	for (at = text; next_line(&at, &seen);)
		ck_assert_int_eq(seen.number, next[seen.writer]++);
	for (int i = 0; i < MANY; i++)
		ck_assert_int_eq(next[i], 3);
	ck_assert(drain_leave());
	finish();
}
END_TEST

/* --- killed writers ----------------------------------------------------------
 */

/* Calls: begun, and then whole. */
static void make_calls(void)
{
	unsigned int state = (unsigned int)getpid();
	char line[LONGEST + 100];

	for (int i = 0;; i++) {
		size_t n = make_line(line, 0, i, random_size(&state));

		ring_begin(writer_self(), 0, line, 20 < n ? 20 : n, drain_now(),
			   0);
		atomic_store(&shared->begun, i + 1);
		ring_finish(writer_self(), 0, line, n);
		atomic_store(&shared->finished, i + 1);
	}
}

static void kill_writer(unsigned int *state)
{
	const pid_t pid = start_writer(make_calls);
	const int delay = (int)(next_random(state) % 5000);
	int status, waited;

	for (waited = 0; waited < delay; waited += 200) {
		usleep(200);
		if (next_random(state) % 2)
			drain_read(cut_line);
	}
	kill(pid, SIGKILL);
	status = read_to_end(pid);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

/* All that was finished is there and whole, and what was begun is told. */
static void check_killed(void)
{
	int begun = atomic_load(&shared->begun), n = 0;
	const char *at, *cut;
	struct seen seen;

	read_text();
	cut = strstr(text, " <cut>\n");
	if (cut) {
		ck_assert_str_eq(cut, " <cut>\n");
		while (cut > text && cut[-1] != '\n')
			cut--;
		text[cut - text] = '\0';
	}
	for (at = text; next_line(&at, &seen); n++)
		expect(seen.number == n, "not the next", seen.number);
	ck_assert_int_ge(n, atomic_load(&shared->finished));
	ck_assert_int_ge(n + !!cut, begun);
	ck_assert_int_le(n + !!cut, begun + 1);
	free(text);
}

START_TEST(test_killed_writers)
{
	const char *rounds = getenv("RING_ROUNDS");
	unsigned int state = (unsigned int)getpid();

	start(0);
	for (int left = rounds ? atoi(rounds) : 30; left; left--) {
		atomic_store(&shared->begun, 0);
		atomic_store(&shared->finished, 0);
		ck_assert_int_eq(ftruncate(output_fd, 0), 0);
		ck_assert_int_eq(lseek(output_fd, 0, SEEK_SET), 0);
		kill_writer(&state);
		check_killed();
	}
	finish();
}
END_TEST

/* Calls below each other, of which inner ones are left. */
static void leave_calls(void)
{
	ring_begin(writer_self(), 0, "a(", 2, drain_now(), 0);
	ring_begin(writer_self(), 1, "b(", 2, drain_now(), 0);
	ring_begin(writer_self(), 2, "c(", 2, drain_now(), 0);
	ring_finish(writer_self(), 2, "c()\n", 4);
	ring_begin(writer_self(), 2, "d(", 2, drain_now(), 0);
	ring_finish(writer_self(), 0, "a()\n", 4);
	ring_begin(writer_self(), 0, "e(", 2, drain_now(), 0);
	ring_forget(writer_self(), 0);
	ring_begin(writer_self(), 0, "f(", 2, drain_now(), 0);
	ring_begin(writer_self(), 1, "g(", 2, drain_now(), 0);
	kill(getpid(), SIGKILL);
}

START_TEST(test_nested)
{
	start(0);
	read_to_end(start_writer(leave_calls));
	read_text();
	ck_assert_str_eq(text, "c()\na()\nd( <cut>\nb( <cut>\nf( <cut>\ng( "
			       "<cut>\n");
	finish();
}
END_TEST

/* --- a full lane -------------------------------------------------------------
 */

#define COUNTED 3000

static void write_counted(void)
{
	char line[300];

	for (int i = 0; i < COUNTED; i++) {
		ring_write(writer_self(), line, make_line(line, 0, i, 200));
		atomic_fetch_add(&shared->written, 1);
	}
}

/* It stops where the lane is full, and goes on when that is read. */
START_TEST(test_waits)
{
	struct seen seen;
	const char *at;
	int n = 0, written;
	pid_t pid;

	start(0);
	pid = start_writer(write_counted);
	usleep(300000);
	written = atomic_load(&shared->written);
	ck_assert_int_gt(written, 100);
	ck_assert_int_lt(written, COUNTED);
	usleep(100000);
	ck_assert_int_eq(atomic_load(&shared->written), written);
	ck_assert_int_eq(read_to_end(pid), 0);
	read_text();
	for (at = text; next_line(&at, &seen); n++)
		expect(seen.number == n, "not the next", seen.number);
	ck_assert_int_eq(n, COUNTED);
	finish();
}
END_TEST

START_TEST(test_drops)
{
	unsigned long dropped;
	struct seen seen;
	const char *at;
	int n = 0, status, last = -1;
	pid_t pid;

	start(DRAIN_DROPS);
	pid = start_writer(write_counted);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid); /* nobody reads */
	ck_assert_int_eq(status, 0);
	drain_read(cut_line);
	processes_look();
	drain_rest(cut_line);
	output_flush();
	dropped = drain_dropped();
	ck_assert_uint_gt(dropped, 0);
	read_text();
	for (at = text; next_line(&at, &seen); n++) {
		ck_assert_int_gt(seen.number, last);
		last = seen.number;
	}
	ck_assert_uint_eq((unsigned long)n + dropped, COUNTED);
	finish();
}
END_TEST

/* The reader is killed: the writer goes on, and writes what is left and what
 * comes to the log. */
/* Lines that are longer than a piece: each is there as a whole, or not at all.
 */
#define LONG (40 * 1024)
#define LONG_LINES 1000

static void write_long(void)
{
	static char line[LONG];

	for (int i = 0; i < LONG_LINES; i++) {
		memset(line, 'a' + i % 26, sizeof(line));
		line[sizeof(line) - 1] = '\n';
		ring_write(writer_self(), line, sizeof(line));
		usleep(100); /* the reader takes some */
	}
	ring_close(writer_self());
}

START_TEST(test_drops_whole_lines)
{
	unsigned int lines = 0;
	pid_t pid;

	start(DRAIN_DROPS);
	pid = start_writer(write_long);
	ck_assert_int_eq(read_to_end(pid), 0);
	read_text();
	for (const char *p = text; p < text + text_size; p += LONG, lines++) {
		ck_assert_uint_le((size_t)(p - text) + LONG, text_size);
		ck_assert_uint_eq(strspn(p, (const char[]){*p, '\0'}),
				  LONG - 1);
		ck_assert_int_eq(p[LONG - 1], '\n');
	}
	ck_assert_uint_ge(lines, 1);
	ck_assert_uint_gt(drain_dropped(), 0);
	ck_assert_uint_eq(lines + drain_dropped(), LONG_LINES);
	finish();
}
END_TEST

START_TEST(test_killed_reader)
{
	int ends[2], status, n = 0;
	struct seen seen;
	const char *at;
	struct stat st;
	char path[256] = "";
	pid_t reader, pid;

	ck_assert_int_eq(pipe(ends), 0);
	output_fd = mkstemp(output_name);
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	reader = fork();
	if (reader == 0) {
		ring = drain_start(0);
		if (write(ends[1], ring, strlen(ring) + 1) < 0)
			_exit(1);
		for (;;)
			pause();
	}
	ck_assert_int_gt((int)read(ends[0], path, sizeof(path)), 0);
	ring = path;
	pid = start_writer(write_counted);
	usleep(300000);
	ck_assert_int_lt(atomic_load(&shared->written), COUNTED);
	kill(reader, SIGKILL);
	ck_assert_int_eq(waitpid(reader, &status, 0), reader);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	read_text();
	for (at = text; next_line(&at, &seen); n++)
		expect(seen.number == n, "not the next", seen.number);
	ck_assert_int_eq(n, COUNTED);
	ck_assert_int_ne(stat(path, &st), 0); /* and leaves nothing behind */
	unlink(output_name);
}
END_TEST

/* The reader leaves while lines come: each is written once, by one of both. */
START_TEST(test_detach)
{
	struct seen seen;
	const char *at;
	int n = 0, status;
	pid_t pid;

	start(0);
	pid = start_writer(write_counted);
	while (atomic_load(&shared->written) < 500) {
		drain_read(cut_line);
		usleep(100);
	}
	drain_detach(cut_line);
	output_flush();
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	read_text();
	for (at = text; next_line(&at, &seen); n++)
		;
	ck_assert_int_eq(n, COUNTED);
	finish();
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		test_sizes,
		test_threads,
		test_many_threads,
		test_killed_writers,
		test_nested,
		test_waits,
		test_drops,
		test_drops_whole_lines,
		test_killed_reader,
		test_detach,
		NULL,
	};

	gate_bootstrap();
	return unit_run("ring", tests);
}

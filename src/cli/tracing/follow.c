/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Runs a program, and writes its trace lines until its last process ends. */
#include "cli/tracing/follow.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/common/signal_name.h"
#include "cli/launch/child_env.h"
#include "cli/launch/job.h"
#include "cli/tracing/drain.h"
#include "cli/tracing/output.h"
#include "cli/tracing/processes.h"
#include "tables/ring_file.h"

/* Microseconds between two looks: lanes that fill up, lines, none for long. */
#define HURRIED 500
#define BUSY 2000
#define IDLE 50000
#define FULL 25 /* hundredths of a lane */

/* The status of a process that is no child of ours is looked for so long. */
#define PATIENCE_NS 20000000ull

static struct follow how;

/* --- lines of the command's own ----------------------------------------------
 */

/* strace has no time in front of what it tells of a process's end but for -t
 * and -r. */
static size_t put_stamp(char *text, size_t size, const struct process *p)
{
	uint64_t since = p->last ? drain_now() - p->last : 0;
	struct timespec t;
	long of_day;
	size_t n = 0;

	clock_gettime(CLOCK_REALTIME, &t);
	of_day = (t.tv_sec + how.zone) % 86400;
	if (how.relative)
		n += (size_t)snprintf(text, size, "%6llu.%06llu ",
				      (unsigned long long)since / 1000000000,
				      (unsigned long long)since / 1000 %
					      1000000);
	if (how.stamps > 2)
		n += (size_t)snprintf(text + n, size - n, "%ld.%06ld ",
				      (long)t.tv_sec, t.tv_nsec / 1000);
	else if (how.stamps)
		n += (size_t)snprintf(text + n, size - n, "%02ld:%02ld:%02ld",
				      of_day / 3600, of_day / 60 % 60,
				      of_day % 60);
	if (how.stamps == 2)
		n += (size_t)snprintf(text + n, size - n, ".%06ld",
				      t.tv_nsec / 1000);
	if (how.stamps && how.stamps < 3)
		n += (size_t)snprintf(text + n, size - n, " ");
	return n;
}

/* "text" as a line of the process's. */
static void add_text(const struct process *p, const char *text)
{
	char line[256];
	size_t n = 0;

	if (how.output)
		n = (size_t)snprintf(line, sizeof(line), "%d ", p->pid);
	else if (!p->is_program)
		n = (size_t)snprintf(line, sizeof(line), "[pid %5d] ", p->pid);
	n += put_stamp(line + n, sizeof(line) - n, p);
	n += (size_t)snprintf(line + n, sizeof(line) - n, "%s\n", text);
	output_add(p->out, line, n);
}

/* Bytes that are no plain text are left out: a name is short, and rarely has
 * any. */
static void put_plain(char *to, const char *from)
{
	for (; *from; from++)
		if (*from >= ' ' && *from < 127 && *from != '"' &&
		    *from != '\\')
			*to++ = *from;
	*to = '\0';
}

/* members as an object of the process's. */
static void add_object(const struct process *p, const char *members)
{
	char line[512], comm[sizeof(p->comm)];
	struct timespec t;

	put_plain(comm, p->comm);
	clock_gettime(CLOCK_REALTIME, &t);
	output_add(p->out, line,
		   (size_t)snprintf(line, sizeof(line),
				    "{\"time\":%ld.%06ld,\"pid\":%d,\"tid\":%d,"
				    "\"comm\":\"%s\",%s}\n",
				    (long)t.tv_sec, t.tv_nsec / 1000, p->pid,
				    p->pid, comm, members));
}

static void tell_kill(const struct process *p)
{
	int sig = WTERMSIG(p->status), core = WCOREDUMP(p->status) != 0;
	const char *name = signal_name(sig);
	char text[128];

	if (how.is_json) {
		snprintf(text, sizeof(text),
			 "\"event\":\"kill\",\"signal\":\"%s\",\"core\":%s",
			 name, core ? "true" : "false");
		add_object(p, text);
		return;
	}
	snprintf(text, sizeof(text), "+++ killed by %s%s +++", name,
		 core ? " (core dumped)" : "");
	add_text(p, text);
}

static void tell_exit(const struct process *p)
{
	char text[128];

	/* an object about a thread's end says nothing of the process */
	if (p->says_exit & RING_SAYS_EXIT || (p->says_exit && !how.is_json))
		return;
	if (how.is_json) {
		snprintf(text, sizeof(text),
			 "\"event\":\"exit\",\"process\":true,\"status\":%d",
			 WEXITSTATUS(p->status));
		add_object(p, text);
		return;
	}
	snprintf(text, sizeof(text), "+++ exited with %d +++",
		 WEXITSTATUS(p->status));
	add_text(p, text);
}

/* How it has ended, if it is known and not said. */
static void tell_end(const struct process *p)
{
	if (!how.says_ends || !p->has_status)
		return;
	if (WIFSIGNALED(p->status))
		tell_kill(p);
	else
		tell_exit(p);
}

/* The line of a call that has not come back: with these words, text or a
 * member of JSON. */
static void add_cut(const struct process *p, const char *text, size_t n,
		    const char *words, const char *value)
{
	char end[64];

	if (!how.is_json) {
		output_add(p->out, text, n);
		output_add(p->out, end,
			   (size_t)snprintf(end, sizeof(end), " <%s ...>\n",
					    words));
		return;
	}
	if (!n || text[n - 1] != '}')
		return; /* cut: it is no object */
	output_add(p->out, text, n - 1);
	output_add(p->out, end,
		   (size_t)snprintf(end, sizeof(end),
				    ",\"unfinished\":\"%s\"}\n", value));
}

static void cut_unfinished(const struct process *p, const char *text, size_t n)
{
	add_cut(p, text, n, "unfinished", "died");
}

static void cut_detached(const struct process *p, const char *text, size_t n)
{
	add_cut(p, text, n, "detached", "detached");
}

/* --- processes ---------------------------------------------------------------
 */

/* Its status may be known soon. */
static int may_wait(struct process *p)
{
	if (p->has_status)
		return 0;
	if (!p->missed)
		p->missed = drain_now();
	return drain_now() - p->missed < PATIENCE_NS;
}

/* Those that are dead, and whose lines are all written. */
static void tell_ends(int is_last)
{
	struct process *p, *next;

	for (p = processes_first(); p; p = next) {
		next = p->next;
		if (!p->is_dead || p->lanes || (!is_last && may_wait(p)))
			continue;
		tell_end(p);
		processes_forget(p);
	}
	output_flush();
}

static void tell_losses(void)
{
	int failure = output_failure();

	if (drain_dropped())
		message_warn("%lu lines were dropped: they came faster than "
			     "they could be written. Remedy: leave out --drop",
			     drain_dropped());
	if (failure && failure != EPIPE)
		message_warn("lines of the trace were lost: %s",
			     strerror(failure));
}

static int look_again(int fullest)
{
	static int period = BUSY;

	if (fullest >= FULL)
		period = HURRIED;
	else if (fullest)
		period = BUSY;
	else if (period < IDLE)
		period += period / 4;
	return period;
}

/* See job_follow(). */
static int tick(const int *status, int interrupted)
{
	int alive, fullest;

	if (status)
		processes_ended(*status);
	alive = processes_look();
	fullest = drain_read(cut_unfinished);
	processes_settle();
	tell_ends(0);
	if (interrupted) {
		drain_detach(cut_detached);
		tell_ends(1);
		return 0;
	}
	if (!status || alive)
		return look_again(fullest);
	if (processes_dead())
		return HURRIED;
	if (processes_first()) { /* of another PID namespace, and not seen */
		drain_detach(cut_unfinished);
		return 0;
	}
	return drain_leave() ? 0 : HURRIED;
}

/* --- the run -----------------------------------------------------------------
 */

static void open_destination(void)
{
	int fd = STDERR_FILENO;

	if (how.output && strstr(how.output, "%p")) {
		output_to_files(how.output);
		return;
	}
	if (how.output && strncmp(how.output, "fd:", 3) == 0)
		fd = atoi(how.output + 3);
	else if (how.output)
		fd = open(how.output, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (fd < 0)
		message_fatal(CLI_REFUSED,
			      "%s: cannot be written (%m). "
			      "Remedy: name another file",
			      how.output);
	output_to(fd);
}

/* The program writes its lines to the log by itself. */
static void tell_limit(void)
{
	struct stat st;

	if (errno == EFBIG && how.output && stat(how.output, &st) == 0 &&
	    S_ISREG(st.st_mode))
		message_warn("%s is not written beyond ulimit -f, and no line "
			     "tells it. Remedy: ulimit -f unlimited",
			     how.output);
}

int follow_start(const struct follow *given)
{
	const char *path;

	how = *given;
	open_destination();
	path = drain_start((how.drops ? DRAIN_DROPS : 0) |
			   (how.output ? 0 : DRAIN_DIRECT));
	if (!path) {
		tell_limit();
		return 0;
	}
	child_env_set("RING", path);
	return 1;
}

static void begin_program(pid_t pid)
{
	signal(SIGPIPE, SIG_IGN);
	processes_start(pid);
	drain_listen();
}

void follow_run(const char *path, char **argv)
{
	int status = job_follow(path, argv, begin_program, tick);

	drain_end();
	tell_losses();
	job_end(status);
}

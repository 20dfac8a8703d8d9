/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Watches the processes of a run. */
#include "cli/tracing/processes.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/common/message.h"
#include "cli/tracing/output.h"

/* Linux 6.15: how the process of a pidfd has ended. */
struct ended {
	uint64_t mask;
	uint64_t cgroup;
	uint32_t ids[11];
	int32_t status;
};
#define GET_ENDED _IOWR(0xff, 11, struct ended)
#define HAS_ENDED (1u << 3)

static struct process *processes;
static uint64_t own_space;

static uint64_t read_space(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_ino : 0;
}

/* A small file of /proc, as text; 0: it cannot be read. */
static size_t read_small(int pid, const char *name, char *text, size_t size)
{
	char path[64];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	f = fopen(path, "re");
	if (!f)
		return 0;
	n = fread(text, 1, size - 1, f);
	text[n] = '\0';
	fclose(f);
	return n;
}

static void read_comm(struct process *p)
{
	char comm[17];
	size_t n = p->seen_pid
			   ? read_small(p->seen_pid, "comm", comm, sizeof(comm))
			   : 0;

	if (n)
		snprintf(p->comm, sizeof(p->comm), "%.*s",
			 (int)strcspn(comm, "\n"), comm);
}

/* --- which process is it -----------------------------------------------------
 */

/* The last number of the line NSpid: its id where it is. */
static int has_own_pid(int seen_pid, int pid)
{
	char text[4096], *p;

	if (!read_small(seen_pid, "status", text, sizeof(text)))
		return 0;
	p = strstr(text, "\nNSpid:");
	if (!p)
		return 0;
	p += 7;
	p[strcspn(p, "\n")] = '\0';
	p = strrchr(p, '\t');
	return p && atoi(p + 1) == pid;
}

/* One of another PID namespace; 0: there is none, or it cannot be seen. */
static int find_there(int pid, uint64_t space)
{
	DIR *dir = opendir("/proc");
	const struct dirent *e;
	char path[300];
	int found = 0;

	while (dir && !found && (e = readdir(dir))) {
		if (!isdigit((unsigned char)e->d_name[0]))
			continue;
		snprintf(path, sizeof(path), "/proc/%s/ns/pid", e->d_name);
		if (read_space(path) == space &&
		    has_own_pid(atoi(e->d_name), pid))
			found = atoi(e->d_name);
	}
	if (dir)
		closedir(dir);
	return found;
}

static struct process *add_process(int pid, uint64_t space)
{
	struct process *p = message_alloc(NULL, sizeof(*p));

	*p = (struct process){.pid = pid, .space = space, .pidfd = -1};
	p->seen_pid = !space || space == own_space ? pid
						   : find_there(pid, space);
	if (p->seen_pid)
		p->pidfd = (int)syscall(SYS_pidfd_open, p->seen_pid, 0);
	if (p->seen_pid && p->pidfd < 0 && errno == ESRCH)
		p->is_dead = 1;
	read_comm(p);
	p->out = output_of(pid);
	p->next = processes;
	processes = p;
	return p;
}

struct process *processes_start(pid_t program)
{
	struct process *p;

	own_space = read_space("/proc/self/ns/pid");
	p = add_process(program, own_space);
	p->is_program = 1;
	return p;
}

struct process *processes_find(int pid, uint64_t space)
{
	struct process *p = processes;

	if (!space)
		space = own_space;
	while (p && (p->pid != pid || p->space != space || p->is_settled))
		p = p->next;
	if (!p)
		return add_process(pid, space);
	read_comm(p);
	return p;
}

/* --- how it has ended --------------------------------------------------------
 */

/* What stands behind the name in the file stat: the third word is the state,
 * the 52nd the status. */
static int is_zombie(const struct process *p, int *status)
{
	char text[2048], *word;
	char state;

	if (!read_small(p->seen_pid, "stat", text, sizeof(text)))
		return 0;
	word = strrchr(text, ')');
	if (!word || word[1] != ' ')
		return 0;
	state = word[2];
	word = strrchr(text, ' ');
	*status = word ? atoi(word + 1) : 0;
	return state == 'Z';
}

/* The status is 0 there for those who may not see it. */
static int may_see(const struct process *p)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%d", p->seen_pid);
	return geteuid() == 0 ||
	       (stat(path, &st) == 0 && st.st_uid == geteuid());
}

static void look_for_status(struct process *p)
{
	struct ended e = {.mask = HAS_ENDED};
	int status;

	if (p->is_program || p->has_status)
		return;
	if (p->seen_pid && is_zombie(p, &status) && may_see(p)) {
		read_comm(p);
		p->status = status;
		p->has_status = 1;
	} else if (p->pidfd >= 0 && ioctl(p->pidfd, GET_ENDED, &e) == 0 &&
		   e.mask & HAS_ENDED) {
		p->status = e.status;
		p->has_status = 1;
	}
}

void processes_ended(int status)
{
	struct process *p = processes;

	while (p && !p->is_program)
		p = p->next;
	if (!p || p->has_status)
		return;
	read_comm(p);
	p->status = status;
	p->has_status = 1;
	p->is_dead = 1;
}

int processes_look(void)
{
	int alive = 0;

	for (struct process *p = processes; p; p = p->next) {
		struct pollfd wait = {.fd = p->pidfd, .events = POLLIN};

		if (!p->is_dead && p->pidfd < 0 && p->seen_pid &&
		    kill(p->seen_pid, 0) != 0 && errno == ESRCH)
			p->is_dead = 1;
		if (!p->is_dead && p->pidfd >= 0 && poll(&wait, 1, 0) > 0 &&
		    !p->is_program)
			p->is_dead = 1;
		alive += !p->is_dead && p->seen_pid;
		if (p->is_dead)
			look_for_status(p);
	}
	return alive;
}

int processes_dead(void)
{
	int dead = 0;

	for (const struct process *p = processes; p; p = p->next)
		dead += p->is_dead;
	return dead;
}

void processes_settle(void)
{
	for (struct process *p = processes; p; p = p->next)
		p->is_settled = p->is_dead;
}

struct process *processes_first(void)
{
	return processes;
}

void processes_forget(struct process *p)
{
	struct process **at = &processes;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	output_end(p->out);
	if (p->pidfd >= 0)
		close(p->pidfd);
	free(p);
}

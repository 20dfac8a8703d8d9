/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Starts a program, in place or as a child, and waits for it. */
#include "cli/launch/job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "cli/launch/door.h"
#include "cli/launch/program.h"

void job_exec(const char *path, char **argv)
{
	int err = door_shut() ? 0 : door_exec(path, argv);

	if (err == 0) {
		program_judge(path);
		door_warn();
		execv(path, argv);
	} else {
		errno = -err;
	}
	message_fatal(errno == ENOENT ? CLI_MISSING : CLI_CANNOT,
		      "%s: cannot be executed (%m). Remedy: check what it is "
		      "with file(1)",
		      path);
}

static pid_t start_program(const char *path, char **argv, const sigset_t *mask)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0)
		message_fatal(CLI_REFUSED, "no new process (%m). Remedy: check "
					   "ulimit -u");
	if (pid == 0) {
		sigprocmask(SIG_SETMASK, mask, NULL);
		job_exec(path, argv);
	}
	/* what we write beyond ulimit -f is to fail, and not to kill us */
	signal(SIGXFSZ, SIG_IGN);
	return pid;
}

/* Signals that are passed on. */
static const int passed[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGTERM, SIGUSR1,
			     SIGUSR2, SIGALRM, SIGCONT, SIGWINCH};

/* Reap all that have ended, the program's status into *status. Returns whether
 * any are left. */
static int reap_children(pid_t program, int *status, int *ended)
{
	int one;
	pid_t pid;

	while ((pid = waitpid(-1, &one, WNOHANG)) > 0)
		if (pid == program) {
			*status = one;
			*ended = 1;
		}
	return pid == 0;
}

/* While only what the program has left behind is waited for. */
static int ends_us(int signal)
{
	return signal == SIGHUP || signal == SIGINT || signal == SIGQUIT ||
	       signal == SIGTERM;
}

/* It stops the program, if it is not ignored. */
static int is_of_terminal(int signal)
{
	return signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

/* Signals wait until they are looked for. */
static void watch_signals(sigset_t *watched, sigset_t *before)
{
	sigemptyset(watched);
	sigaddset(watched, SIGCHLD);
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++)
		sigaddset(watched, passed[i]);
	sigprocmask(SIG_BLOCK, watched, before);
}

int job_wait(const char *path, char **argv)
{
	sigset_t watched, before;
	siginfo_t info;
	int status = 0;
	pid_t pid;

	watch_signals(&watched, &before);
	pid = start_program(path, argv, &before);
	while (waitpid(pid, &status, WNOHANG) == 0)
		/* the terminal's have reached the program already */
		if (sigwaitinfo(&watched, &info) > 0 &&
		    info.si_signo != SIGCHLD && info.si_code <= 0)
			kill(pid, info.si_signo);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}

int job_run(const char *path, char **argv, void (*tick)(void), int period)
{
	const struct timespec wait = {period / 1000, period % 1000 * 1000000L};
	sigset_t watched, before;
	siginfo_t info;
	int status = 0, ended = 0;
	pid_t pid;

	watch_signals(&watched, &before);
	/* so that what the program leaves behind comes to us */
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	pid = start_program(path, argv, &before);
	do {
		if (sigtimedwait(&watched, &info, &wait) > 0 &&
		    info.si_signo != SIGCHLD) {
			if (ended && ends_us(info.si_signo))
				break;
			/* the terminal's have reached the program already */
			if (!ended && info.si_code <= 0)
				kill(pid, info.si_signo);
		}
		tick();
	} while (reap_children(pid, &status, &ended));
	tick();
	sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}

/* The terminal has stopped the program: so is the command, for who has started
 * it. When it goes on the program does. */
static void stop_with(pid_t program, int sig)
{
	sigset_t one, before;
	siginfo_t info = {0};

	sigemptyset(&one);
	sigaddset(&one, sig);
	if (sig == SIGSTOP && tcgetpgrp(STDIN_FILENO) != getpgrp())
		return; /* no shell's: somebody else will have it go on */
	raise(sig);
	sigprocmask(SIG_UNBLOCK, &one, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	/* as its process group does, mostly */
	if (waitid(P_PID, (id_t)program, &info, WCONTINUED | WNOHANG) == 0 &&
	    !info.si_pid)
		kill(program, SIGCONT);
}

/* As wait() has it. */
static int wait_status(const siginfo_t *info)
{
	const int core = 0x80; /* WCOREFLAG, which not every libc names */

	if (info->si_code == CLD_EXITED)
		return info->si_status << 8;
	return info->si_status | (info->si_code == CLD_DUMPED ? core : 0);
}

/* Is it stopped, or over? Returns whether it has ended: it is a zombie then. */
static int look_at_program(pid_t program, int *status)
{
	siginfo_t info = {0};
	const id_t id = (id_t)program;

	if (waitid(P_PID, id, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	    info.si_pid) {
		*status = wait_status(&info);
		return 1;
	}
	if (waitid(P_PID, id, &info, WSTOPPED | WNOHANG) == 0 && info.si_pid)
		stop_with(program, info.si_status);
	return 0;
}

int job_follow(const char *path, char **argv, void (*begin)(pid_t program),
	       int (*tick)(const int *status, int interrupted))
{
	sigset_t watched, before;
	int status = 0, ended = 0, again = 0;
	siginfo_t info;
	pid_t pid;

	watch_signals(&watched, &before);
	sigaddset(&watched, SIGTSTP);
	sigaddset(&watched, SIGTTIN);
	sigaddset(&watched, SIGTTOU);
	sigprocmask(SIG_BLOCK, &watched, NULL);
	pid = start_program(path, argv, &before);
	begin(pid);
	while ((again = tick(ended ? &status : NULL, 0))) {
		const struct timespec wait = {again / 1000000,
					      again % 1000000 * 1000L};
		int sig = sigtimedwait(&watched, &info, &wait);

		if (ended)
			waitpid(pid, NULL, WNOHANG); /* tick() has seen it */
		else
			ended = look_at_program(pid, &status);
		if (sig <= 0 || sig == SIGCHLD || is_of_terminal(sig))
			continue;
		if (ended && ends_us(sig)) {
			tick(&status, 1);
			break;
		}
		/* the terminal's have reached the program already */
		if (!ended && info.si_code <= 0 && sig != SIGCONT)
			kill(pid, sig);
	}
	/* so that its time is ours, for who has started us */
	if (ended)
		waitpid(pid, NULL, WNOHANG);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}

void job_end(int status)
{
	const struct rlimit none = {0, 0};
	sigset_t one;

	fflush(NULL);
	if (WIFSIGNALED(status)) {
		setrlimit(RLIMIT_CORE, &none); /* the program has left one */
		signal(WTERMSIG(status), SIG_DFL);
		sigemptyset(&one);
		sigaddset(&one, WTERMSIG(status));
		sigprocmask(SIG_UNBLOCK, &one, NULL);
		raise(WTERMSIG(status));
		_exit(128 + WTERMSIG(status));
	}
	exit(WEXITSTATUS(status));
}

char *job_capture(const char *path, char **argv, int *status)
{
	size_t size = 0, room = 65536;
	char *text = message_alloc(NULL, room + 1);
	int ends[2];
	ssize_t n;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		message_fatal(CLI_REFUSED, "no pipe (%m). Remedy: check ulimit "
					   "-n");
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		message_fatal(CLI_REFUSED, "no new process (%m). Remedy: check "
					   "ulimit -u");
	if (pid == 0) {
		close(0);
		open("/dev/null", O_RDONLY);
		dup2(ends[1], 1);
		dup2(ends[1], 2);
		job_exec(path, argv);
	}
	close(ends[1]);
	do {
		if (room - size < 4096)
			text = message_alloc(text, (room *= 2) + 1);
		n = read(ends[0], text + size, room - size);
		size += n > 0 ? (size_t)n : 0;
	} while (n > 0 || (n < 0 && errno == EINTR));
	text[size] = '\0';
	close(ends[0]);
	while (waitpid(pid, status, 0) < 0 && errno == EINTR)
		;
	return text;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * background CMD...: run it in a background process group of a terminal where
 * such may not write (stty tostop). What the terminal gets comes out on
 * descriptor 1, then what has become of CMD.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* The leader of the terminal's session, in its foreground. */
static int lead(const char *terminal, char **argv)
{
	struct termios settings;
	int status, fd;
	pid_t pid;

	setsid();
	fd = open(terminal, O_RDWR);
	ioctl(fd, TIOCSCTTY, 0);
	tcgetattr(fd, &settings);
	settings.c_lflag |= TOSTOP;
	tcsetattr(fd, TCSANOW, &settings);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		dup2(fd, 2);
		execvp(argv[0], argv);
		_exit(127);
	}
	setpgid(pid, pid);
	waitpid(pid, &status, WUNTRACED);
	if (WIFSTOPPED(status)) {
		kill(pid, SIGKILL);
		printf("stopped by %s\n", strsignal(WSTOPSIG(status)));
	} else {
		printf("ended with %d\n", status);
	}
	return 0;
}

int main(int argc, char **argv)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	char text[4096];
	ssize_t n;

	if (argc < 2 || grantpt(master) != 0 || unlockpt(master) != 0)
		return 77;
	if (fork() == 0)
		_exit(lead(ptsname(master), argv + 1) | fflush(stdout));
	wait(NULL);
	fcntl(master, F_SETFL, O_NONBLOCK);
	while ((n = read(master, text, sizeof(text))) > 0)
		printf("%.*s", (int)n, text);
	return 0;
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* A blocked signal, sent by kill and by sigqueue, read from a signalfd. */
#ifndef SIGNALFD_READS_H
#define SIGNALFD_READS_H

#include <poll.h>
#include <sys/signalfd.h>

#include "sig.h"

static inline void signalfd_reads(int sig)
{
	union sigval value = {.sival_int = 0x5678};
	struct signalfd_siginfo info;
	struct pollfd p = {.events = POLLIN};
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_BLOCK, &set, NULL);
	p.fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	CHECK(poll(&p, 1, 0) == 0);
	for (int i = 0; i < 2; i++) {
		ssize_t n;

		if (i)
			sigqueue(getpid(), sig, value);
		else
			kill(getpid(), sig);
		printf("%d: ready %d, ", sig, poll(&p, 1, 0));
		memset(&info, 0, sizeof(info));
		n = read(p.fd, &info, sizeof(info));
		printf("read %zd: signal %u code %d value %x, mine %d\n", n,
		       info.ssi_signo, info.ssi_code, (unsigned)info.ssi_int,
		       info.ssi_pid == (uint32_t)getpid());
		CHECK(read(p.fd, &info, sizeof(info)) == -1);
		CHECK(errno == EAGAIN);
	}
	close(p.fd);
	signal(sig, SIG_IGN); /* what is left pending goes */
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	signal(sig, SIG_DFL);
}

#endif

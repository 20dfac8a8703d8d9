/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Waiting for descriptors: poll, select, epoll. */
#include "decode/specials.h"

#include <linux/eventpoll.h>

#include "base/nolibc.h"

#define POLLFD_SIZE 8
#define POLL_MAX 4096  /* descriptors that are looked at for results */
#define SET_BITS 1024u /* descriptors of a set that are */

/* --- poll
 * ---------------------------------------------------------------------------
 */

/* One struct pollfd; -1: it is not there. */
static int read_pollfd(struct decode *d, uint64_t at, int *fd,
		       unsigned int *events, unsigned int *revents)
{
	const uint8_t *p = decode_see(d, at, POLLFD_SIZE);

	if (!p)
		return -1;
	__builtin_memcpy(fd, p, sizeof(*fd));
	*events = p[4] | (unsigned int)p[5] << 8;
	*revents = p[6] | (unsigned int)p[7] << 8;
	return 0;
}

void special_poll_fds(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t n = decode_value(d, parameter);
	uint64_t i, shown = decode_shown_of(d, n);
	unsigned int events, revents;
	int fd;

	if (!value ||
	    (n && read_pollfd(d, value, &fd, &events, &revents) != 0) ||
	    !put_begin(d, DECODE_LIST)) {
		put_pointer(d, value);
		return;
	}
	for (i = 0; i < shown; i++) {
		if (read_pollfd(d, value + i * POLLFD_SIZE, &fd, &events,
				&revents) != 0)
			break;
		put_element(d);
		if (!put_begin(d, DECODE_STRUCT))
			continue;
		PUT_FIELD(d, "fd");
		put_fd(d, fd);
		if (fd >= 0) {
			PUT_FIELD(d, "events");
			put_flags(d, GROUP_poll, events);
		}
		put_end(d, 0);
	}
	put_end(d, i < n);
}

/* What has happened, by descriptor. */
static void show_happened(struct decode *d)
{
	uint64_t n = (uint32_t)d->arg[1], shown = 0;
	unsigned int events, revents;
	int fd;

	if (!put_begin(d, DECODE_LIST))
		return;
	for (uint64_t i = 0; i < n && i < POLL_MAX; i++) {
		if (read_pollfd(d, d->arg[0] + i * POLLFD_SIZE, &fd, &events,
				&revents) != 0)
			break;
		if (!revents)
			continue;
		if (shown++ == d->strings) {
			put_end(d, 1);
			return;
		}
		put_element(d);
		if (!put_begin(d, DECODE_STRUCT))
			continue;
		PUT_FIELD(d, "fd");
		put_int(d, fd);
		PUT_FIELD(d, "revents");
		put_flags(d, GROUP_poll, revents);
		put_end(d, 0);
	}
	put_end(d, 0);
}

static void show_result_values(struct decode *d, int timed)
{
	if (!put_begin(d, DECODE_STRUCT))
		return;
	PUT_FIELD(d, "happened");
	show_happened(d);
	if (timed && d->arg[2]) {
		PUT_FIELD(d, "left");
		decode_struct_at(d, TYPE_timespec, d->arg[2]);
	}
	put_end(d, 0);
}

static void show_result(struct decode *d, uint64_t value, int timed)
{
	if (d->sink->ops->values) {
		show_result_values(d, timed);
		return;
	}
	put_int(d, (int64_t)value);
	if (!value) {
		PUT_LITERAL(d, " (Timeout)");
		return;
	}
	PUT_LITERAL(d, " (");
	show_happened(d);
	if (timed && d->arg[2]) {
		PUT_LITERAL(d, ", left ");
		decode_struct_at(d, TYPE_timespec, d->arg[2]);
	}
	PUT_LITERAL(d, ")");
}

void special_poll_result(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	(void)parameter;
	show_result(d, value, 0);
}

void special_ppoll_result(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	(void)parameter;
	show_result(d, value, 1);
}

/* --- select
 * ----------------------------------------------------------------------------
 */

/* Descriptors of the call's that are looked at in a set. */
static unsigned int set_size(const struct decode *d)
{
	int n = (int)d->arg[0];

	return n < 0			    ? 0
	       : (unsigned int)n < SET_BITS ? (unsigned int)n
					    : SET_BITS;
}

static int is_in_set(struct decode *d, uint64_t at, unsigned int fd)
{
	uint64_t byte = 0;

	return decode_load(d, at + fd / 8, 1, &byte) == 0 && byte >> fd % 8 & 1;
}

/* paths: descriptors may have them. Returns how many there are. */
static unsigned int show_members(struct decode *d, uint64_t at, int paths)
{
	unsigned int n = set_size(d), count = 0;

	if (!put_begin(d, DECODE_SET))
		return 0;
	for (unsigned int fd = 0; fd < n; fd++) {
		/* all of it into the window */
		decode_see(d, at, (n + 7) / 8);
		if (!is_in_set(d, at, fd))
			continue;
		count++;
		put_element(d);
		if (paths)
			put_fd(d, (int)fd);
		else
			put_int(d, fd);
	}
	put_end(d, 0);
	return count;
}

static int has_members(struct decode *d, uint64_t at)
{
	unsigned int n = set_size(d);

	if (!at || !decode_see(d, at, (n + 7) / 8))
		return 0;
	for (unsigned int fd = 0; fd < n; fd++)
		if (is_in_set(d, at, fd))
			return 1;
	return 0;
}

void special_fd_set(struct decode *d, uint64_t value, unsigned int parameter)
{
	(void)parameter;
	if (!value || (int)d->arg[0] < 0 ||
	    !decode_see(d, value, (set_size(d) + 7) / 8))
		put_pointer(d, value);
	else
		show_members(d, value, 1);
}

static void show_select_values(struct decode *d, unsigned int type)
{
	static const char words[3][7] = {"in", "out", "except"};

	if (!put_begin(d, DECODE_STRUCT))
		return;
	for (int i = 0; i < 3; i++) {
		if (!has_members(d, d->arg[i + 1]))
			continue;
		d->sink->ops->field(d->sink, words[i], strlen(words[i]), 0);
		show_members(d, d->arg[i + 1], 0);
	}
	if (d->arg[4]) {
		PUT_FIELD(d, "left");
		decode_struct_at(d, type, d->arg[4]);
	}
	put_end(d, 0);
}

static void show_select(struct decode *d, uint64_t value, unsigned int type)
{
	static const char words[3][11] = {"in ", "out ", "except "};
	static const uint8_t lengths[3] = {3, 4, 7};
	int begun = 0;

	if (d->sink->ops->values) {
		show_select_values(d, type);
		return;
	}
	put_int(d, (int64_t)value);
	if (!value) {
		PUT_LITERAL(d, " (Timeout)");
		return;
	}
	PUT_LITERAL(d, " (");
	for (int i = 0; i < 3; i++) {
		if (!has_members(d, d->arg[i + 1]))
			continue;
		if (begun++)
			PUT_LITERAL(d, ", ");
		d->sink->ops->literal(d->sink, words[i], lengths[i]);
		show_members(d, d->arg[i + 1], 0);
	}
	if (d->arg[4]) {
		if (begun)
			PUT_LITERAL(d, ", ");
		PUT_LITERAL(d, "left ");
		decode_struct_at(d, type, d->arg[4]);
	}
	PUT_LITERAL(d, ")");
}

void special_select_result(struct decode *d, uint64_t value,
			   unsigned int parameter)
{
	(void)parameter;
	show_select(d, value, TYPE_timeval);
}

void special_pselect_result(struct decode *d, uint64_t value,
			    unsigned int parameter)
{
	(void)parameter;
	show_select(d, value, TYPE_timespec);
}

/* --- epoll
 * -------------------------------------------------------------------------------
 */

/* None to delete. */
void special_epoll_ctl_event(struct decode *d, uint64_t value,
			     unsigned int parameter)
{
	(void)parameter;
	if ((uint32_t)d->arg[1] == EPOLL_CTL_DEL)
		put_pointer(d, value);
	else
		decode_struct_at(d, TYPE_epoll_event, value);
}

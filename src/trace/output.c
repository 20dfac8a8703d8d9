/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Hands lines of trace to the command, or writes them to the log. */
#include "trace/output.h"

#include "thread/lock.h"
#include "trace/ring.h"

void output_open(struct thread *t, uint32_t level, const char *text, size_t n,
		 uint64_t time, int is_exec)
{
	ring_begin(t, level, text, n, time, is_exec);
}

void output_forget(struct thread *t, uint32_t level)
{
	if (output_is_read())
		ring_forget(t, level);
}

/* With the lock held no other thread gives the log's descriptor away between
 * the look for it and the write: see fd_calls.c. */
static void write_to_log(struct thread *t, const char *line, size_t n,
			 int locked)
{
	if (!locked) {
		thread_lock_state(t);
		thread_lock_common(t);
	}
	log_write(line, n);
	if (!locked) {
		thread_unlock_common(t);
		thread_unlock_state();
	}
}

static int goes_to_log(void)
{
	return !output_is_read() || ring_is_direct();
}

void output_write(struct thread *t, const char *line, size_t n, uint32_t level,
		  int locked)
{
	if (goes_to_log()) {
		write_to_log(t, line, n, locked);
		output_forget(t, level);
	} else if (level == OUTPUT_APART) {
		ring_write(t, line, n);
	} else {
		ring_finish(t, level, line, n);
	}
}

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Writes lines of trace to the log. */
#include "trace/output.h"

#include "base/log.h"
#include "thread/lock.h"

/* With the lock held no other thread gives the log's descriptor away between
 * the look for it and the write: see fd_calls.c. */
void output_write(struct thread *t, const char *line, size_t n, int locked)
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

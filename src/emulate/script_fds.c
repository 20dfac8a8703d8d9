/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Descriptors that scripts have open (hooks/hook.h): not there for the program.
 */
#include "base/rawcall.h"
#include "base/reserved_fds.h"
#include "base/sink.h"
#include "emulate/fd_calls.h"
#include "hooks/hook.h"

static enum sink_kind fd_kind[RESERVED_FDS];

int hook_fd_keep(int fd)
{
	int handle = reserved_fds_keep(fd);

	if (handle >= 0) {
		fd_kind[handle] = sink_kind(fd);
		hook_lock();
		fd_calls_changed();
		hook_unlock();
	}
	sys_close(fd);
	return handle;
}

long hook_fd_write(int handle, const void *bytes, size_t n)
{
	return sink_write(reserved_fds_number(handle), fd_kind[handle], bytes,
			  n);
}

int hook_fd_number(int handle)
{
	return reserved_fds_number(handle);
}

void hook_fd_close(int handle)
{
	reserved_fds_close(handle);
}

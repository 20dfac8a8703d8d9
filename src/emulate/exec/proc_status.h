/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What the kernel tells of a process in /proc. Makes calls. */
#ifndef PROC_STATUS_H
#define PROC_STATUS_H

/* The number in that line of a process's status, such as "TracerPid"; pid 0:
 * of this thread. 0: there is none. */
int proc_status_number(int pid, const char *name);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* execve and execveat: another program, which is hooked as well. */
#ifndef EXEC_H
#define EXEC_H

#include "thread/call.h"

/* As issue_call(). */
long exec_issue(struct call *call);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Limits that the program sets for itself, and that would hold for what is
 * ours: the log and scripts' files are written as if there was none on the size
 * of files, but for what it cuts off.
 */
#ifndef RLIMIT_H
#define RLIMIT_H

struct call;

/* setrlimit and prlimit64, while there is a log or a script. As issue_call().
 */
long rlimit_issue(struct call *call);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Limits that the program sets for itself and that would affect us. A limit on
 * the size of files does not apply to the log and to files of scripts, except
 * that what it cuts off stays cut off.
 */
#ifndef RLIMIT_H
#define RLIMIT_H

struct call;

/* setrlimit and prlimit64, while there is a log or a script. As issue_call().
 */
long rlimit_issue(struct call *call);

#endif

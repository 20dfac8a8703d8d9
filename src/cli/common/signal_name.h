/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Names of signals. */
#ifndef SIGNAL_NAME_H
#define SIGNAL_NAME_H

/* "SIGTERM"; "SIGRT_3" for the fourth of the real-time signals. The text stays
 * until the next call. */
const char *signal_name(int sig);

#endif

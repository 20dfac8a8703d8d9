/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Sets of system calls as strace writes them: "openat,read", "%file", "!%desc",
 * "/regex", "?perhaps", "all", "none"; and what they are to zp.hook.
 */
#ifndef TRACE_SET_H
#define TRACE_SET_H

/*
 * For each word of the set, as zp.hook takes them. Returns how many: 0, the set
 * is empty. Ends the command, naming the option, where a name is not known.
 */
int trace_set_words(const char *option, const char *set,
		    void (*take)(const char *word));

/* Is the call in the set? */
int trace_set_has(const char *option, const char *set, const char *call);

#endif

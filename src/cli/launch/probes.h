/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Trial runs: the library tells best what works on this machine. */
#ifndef PROBES_H
#define PROBES_H

struct probe {
	int works;	  /* calls have come to the script, by that door */
	long jumps;	  /* call sites that lead to stubs */
	long calls;	  /* and to address 0 */
	long seen;	  /* calls that the script saw */
	long by_fallback; /* calls that came by the fallback */
	char version[32];
	char *said; /* all that was printed */
};

/* A program that does nothing. */
const char *probes_program(void);

/* Run it with that engine and a script that counts. The library comes by the
 * door of that name (door.h). */
void probes_run(const char *engine, const char *door, struct probe *probe);

#endif

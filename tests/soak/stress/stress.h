/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What the long runs have in common: how often they go round, and whether the
 * process grew. Figures go to standard error, verdicts to the exit status.
 */
#ifndef STRESS_H
#define STRESS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than what malloc and the collector move by from one run to the next,
 * less than half a KiB for each round or thread. */
#define STRESS_MARGIN_KB 1024
#define STRESS_MARGIN_MAPS 32

struct stress_size {
	long kb;   /* VmRSS */
	long maps; /* lines of /proc/self/maps */
};

static inline int stress_rounds(int argc, char **argv, int otherwise)
{
	return argc > 1 ? atoi(argv[1]) : otherwise;
}

static inline struct stress_size stress_size(void)
{
	struct stress_size size = {0, 0};
	FILE *f = fopen("/proc/self/status", "r");
	char line[4096];

	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, "VmRSS:", 6) == 0)
			size.kb = atol(line + 6);
	if (f)
		fclose(f);
	f = fopen("/proc/self/maps", "r");
	while (f && fgets(line, sizeof(line), f))
		size.maps++;
	if (f)
		fclose(f);
	return size;
}

/* Is the process as large as it was after the warm-up? */
static inline int stress_is_flat(struct stress_size warm)
{
	struct stress_size now = stress_size();

	fprintf(stderr,
		"VmRSS %ld kB after the warm-up, %ld kB at the end; "
		"%ld mappings, %ld\n",
		warm.kb, now.kb, warm.maps, now.maps);
	return warm.kb > 0 && now.kb - warm.kb <= STRESS_MARGIN_KB &&
	       now.maps - warm.maps <= STRESS_MARGIN_MAPS;
}

#endif

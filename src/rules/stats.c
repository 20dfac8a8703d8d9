/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Counts calls by the way that they take. */
#include "rules/stats.h"

#include "base/log.h"
#include "rules/enabled.h"

unsigned char stats_on;

/* How calls come and what becomes of them. */
enum { PLAIN, WITH_CARE, BY_C_HOOK, BY_SCRIPT, BY_NET, WAYS };
static uint64_t ways[WAYS];

__attribute__((cold)) void stats_add(unsigned int index,
				     const struct frame *frame)
{
	uint16_t here = enabled_get(index);
	int way = here & ENABLED_HANDLERS		   ? BY_SCRIPT
		  : here & ENABLED_C_HOOK		   ? BY_C_HOOK
		  : here & (ENABLED_CORE | ENABLED_TESTED) ? WITH_CARE
							   : PLAIN;

	__atomic_fetch_add(&ways[way], 1, __ATOMIC_RELAXED);
	if (frame->entered == ENTERED_BY_TRAP)
		__atomic_fetch_add(&ways[BY_NET], 1, __ATOMIC_RELAXED);
}

void stats_report(void)
{
	if (!stats_on)
		return;
	log_line("calls: %lu unhooked, %lu handled in C, %lu to C hooks, "
		 "%lu to scripts; %lu of them by SIGSYS",
		 ways[PLAIN], ways[WITH_CARE], ways[BY_C_HOOK], ways[BY_SCRIPT],
		 ways[BY_NET]);
}

void stats_restart(void)
{
	for (int i = 0; i < WAYS; i++)
		ways[i] = 0;
}

void stats_start(void)
{
	stats_on = 1;
	enabled_everything();
}

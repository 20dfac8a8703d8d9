/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "loaded.h"

#include <link.h>
#include <stddef.h>

const char *loaded_own(void)
{
	const struct link_map *map = _r_debug.r_map;

	while (map && map->l_ld != _DYNAMIC)
		map = map->l_next;
	return map && map->l_name[0] ? map->l_name : NULL;
}

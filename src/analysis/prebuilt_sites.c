/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "analysis/prebuilt_sites.h"

#include "base/nolibc.h"

const struct known_object *known_find(const uint8_t *build_id, size_t size)
{
	if (!build_id || size != KNOWN_ID_SIZE)
		return NULL;
	for (size_t i = 0; i < known_objects_count; i++)
		if (memcmp(known_objects[i].build_id, build_id, size) == 0)
			return &known_objects[i];
	return NULL;
}

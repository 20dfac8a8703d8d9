/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds an object's generated list of call sites by its build id. */
#include "analysis/prebuilt_sites.h"

#include "base/nolibc.h"

const struct prebuilt_object *prebuilt_find(const uint8_t *build_id,
					    size_t size)
{
	if (!build_id || size != PREBUILT_ID_SIZE)
		return NULL;
	for (size_t i = 0; i < prebuilt_objects_count; i++)
		if (memcmp(prebuilt_objects[i].build_id, build_id, size) == 0)
			return &prebuilt_objects[i];
	return NULL;
}

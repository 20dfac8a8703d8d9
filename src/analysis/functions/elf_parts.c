/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds a note among an object's notes. */
#include "analysis/functions/elf_parts.h"

static size_t pad_size(uint32_t size)
{
	return (size + 3ul) & ~3ul;
}

const uint8_t *elf_note(const uint8_t *notes, size_t size, const char owner[4],
			uint32_t type, size_t *desc_size)
{
	Elf64_Nhdr head;

	/* each: the head, name and descriptor, both padded */
	while (size >= sizeof(head) + 4) {
		size_t name, desc;

		memcpy(&head, notes, sizeof(head));
		name = pad_size(head.n_namesz);
		desc = pad_size(head.n_descsz);
		notes += sizeof(head);
		size -= sizeof(head);
		if (name > size || desc > size - name)
			return NULL;
		if (head.n_type == type && head.n_namesz == 4 &&
		    memcmp(notes, owner, 4) == 0) {
			*desc_size = head.n_descsz;
			return notes + name;
		}
		notes += name + desc;
		size -= name + desc;
	}
	return NULL;
}

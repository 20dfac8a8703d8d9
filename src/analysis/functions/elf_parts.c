/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds the build id among an object's notes. */
#include "analysis/functions/elf_parts.h"

static size_t pad_size(uint32_t size)
{
	return (size + 3ul) & ~3ul;
}

const uint8_t *elf_build_id(const uint8_t *notes, size_t size, size_t *id_size)
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
		if (head.n_type == NT_GNU_BUILD_ID &&
		    head.n_namesz == sizeof(ELF_NOTE_GNU) &&
		    memcmp(notes, ELF_NOTE_GNU, sizeof(ELF_NOTE_GNU)) == 0) {
			*id_size = head.n_descsz;
			return notes + name;
		}
		notes += name + desc;
		size -= name + desc;
	}
	return NULL;
}

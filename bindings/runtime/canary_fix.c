/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * canary_fix OBJECT: a tool of the build. The code of an archive looks at the
 * stack canary in thread-local storage (%fs:0x28), which a thread of the
 * program need not have. From now on the canary is a constant: each such
 * instruction becomes one of the same length with an immediate value.
 */
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define SIZE 9 /* of the instruction, as in: mov %fs:0x28,%rax */
#define OBJECT_MAX (16u << 20)

/* Its low byte ends strings. */
static const uint8_t value[4] = {0x00, 0x6e, 0xa9, 0x5d};

/* The opcode, and the one with an immediate value: its second byte holds the
 * register too. */
static const struct form {
	uint8_t opcode, immediate, second;
} forms[] = {
	{0x8b, 0xc7, 0xc0}, /* mov */
	{0x2b, 0x81, 0xe8}, /* sub */
	{0x33, 0x81, 0xf0}, /* xor */
	{0x3b, 0x81, 0xf8}, /* cmp */
};

static const struct form *find_form(const uint8_t *p)
{
	static const uint8_t address[] = {0x25, 0x28, 0, 0, 0};

	/* the prefix fs; REX.W, maybe with another register; no base, no index
	 */
	if (p[0] != 0x64 || (p[1] & 0xfb) != 0x48 || (p[3] & 0xc7) != 0x04 ||
	    memcmp(p + 4, address, sizeof(address)) != 0)
		return NULL;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (forms[i].opcode == p[2])
			return &forms[i];
	return NULL;
}

/* Two prefixes that mean nothing in front make it as long. */
static void replace(uint8_t *p, const struct form *form)
{
	const uint8_t rex = p[1], reg = p[3] >> 3 & 7;

	p[0] = p[1] = 0x2e;
	p[2] = rex & 4 ? 0x49 : 0x48;
	p[3] = form->immediate;
	p[4] = form->second | reg;
	memcpy(p + 5, value, sizeof(value));
}

static void fix_section(uint8_t *p, size_t size)
{
	for (size_t i = 0; i + SIZE <= size; i++) {
		const struct form *form = find_form(p + i);

		if (form)
			replace(p + i, form);
	}
}

static int fix_object(uint8_t *object, size_t size)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)(void *)object;
	const Elf64_Shdr *s;

	if (size < sizeof(*e) || memcmp(e->e_ident, ELFMAG, SELFMAG) != 0 ||
	    e->e_shoff + e->e_shnum * sizeof(*s) > size)
		return -1;
	s = (const Elf64_Shdr *)(void *)(object + e->e_shoff);
	for (int i = 0; i < e->e_shnum; i++)
		if (s[i].sh_type == SHT_PROGBITS &&
		    s[i].sh_flags & SHF_EXECINSTR) {
			if (s[i].sh_offset + s[i].sh_size > size)
				return -1;
			fix_section(object + s[i].sh_offset, s[i].sh_size);
		}
	return 0;
}

int main(int argc, char **argv)
{
	static _Alignas(16) uint8_t object[OBJECT_MAX];
	FILE *file = argc == 2 ? fopen(argv[1], "r+b") : NULL;
	size_t size = file ? fread(object, 1, sizeof(object), file) : 0;

	if (!size || size == sizeof(object) || fix_object(object, size) != 0) {
		fprintf(stderr, "canary_fix: %s cannot be read\n",
			argc > 1 ? argv[1] : "OBJECT");
		return 1;
	}
	rewind(file);
	if (fwrite(object, 1, size, file) != size || fclose(file) != 0) {
		fprintf(stderr, "canary_fix: %s cannot be written\n", argv[1]);
		return 1;
	}
	return 0;
}

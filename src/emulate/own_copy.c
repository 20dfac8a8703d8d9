/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The library's code, mapped by the program's loader. */
#include "emulate/own_copy.h"

#include <elf.h>
#include <linux/mman.h>

#include "base/constants.h"
#include "base/nolibc.h"
#include "base/patch.h"
#include "thread/memory.h"

#define JUMP_SIZE 14 /* jmp *(%rip), and where to */
#define RET 0xc3

extern const char __ehdr_start[] __attribute__((visibility("hidden")));

static const uintptr_t *lead;
static size_t leads;
static uintptr_t quiet[2];

/* Of our own code: where it is, how long, and where in the file. */
static uintptr_t code;
static size_t code_size;
static uint64_t code_offset;

void own_copy_expect(const uintptr_t *functions, size_t n, uintptr_t init,
		     uintptr_t fini)
{
	const uintptr_t base = (uintptr_t)__ehdr_start;
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)base;
	const Elf64_Phdr *p = (const Elf64_Phdr *)(base + e->e_phoff);

	for (const Elf64_Phdr *end = p + e->e_phnum; p < end; p++)
		if (p->p_type == PT_LOAD && p->p_flags & PF_X) {
			code = page_down(base + p->p_vaddr);
			code_size = page_up(p->p_filesz + p->p_vaddr % PAGE);
			code_offset = page_down(p->p_offset);
		}
	lead = functions;
	leads = n;
	quiet[0] = init;
	quiet[1] = fini;
}

int own_copy_may_be(const struct SyscallRegs *regs)
{
	return leads && page_up(regs->rsi) == code_size &&
	       regs->r9 == code_offset &&
	       (regs->rdx & (PROT_EXEC | PROT_WRITE)) == PROT_EXEC &&
	       (regs->r10 & (MAP_TYPE | MAP_ANONYMOUS)) == MAP_PRIVATE;
}

/* What stands there is what stands here: neither place is patched. */
static int is_same(uintptr_t function, uintptr_t start)
{
	uint8_t there[JUMP_SIZE];

	return memory_copy_in(there, start + (function - code),
			      sizeof(there)) == sizeof(there) &&
	       memcmp(there, (const void *)function, sizeof(there)) == 0;
}

static int is_copy(uintptr_t start)
{
	for (size_t i = 0; i < leads; i++)
		if (!is_same(lead[i], start))
			return 0;
	return is_same(quiet[0], start);
}

int own_copy_take(uintptr_t start)
{
	uint8_t jump[JUMP_SIZE] = {0xff, 0x25};
	const uint8_t ret = RET;
	struct patch p;
	int err;

	if (!is_copy(start) ||
	    patch_open(&p, start, start + code_size, PROT_READ | PROT_EXEC,
		       PATCH_IN_PLACE) != 0)
		return 0;
	err = 0;
	for (size_t i = 0; i < leads && !err; i++) {
		memcpy(jump + 6, &lead[i], sizeof(lead[i]));
		err = patch_put(&p, start + (lead[i] - code), jump,
				sizeof(jump));
	}
	for (int i = 0; i < 2 && !err; i++)
		err = patch_put(&p, start + (quiet[i] - code), &ret,
				sizeof(ret));
	return patch_close(&p) == 0 && !err;
}

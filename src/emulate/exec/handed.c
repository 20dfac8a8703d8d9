/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Takes what scripts hand on from an environment into settings. */
#include "emulate/exec/handed.h"

#include <asm/unistd.h>

#include "base/nolibc.h"
#include "emulate/exec/exec_env.h"
#include "thread/memory.h"

#define LENGTH (sizeof(HANDED_NAME) - 1)
#define WORD sizeof(uint64_t)

static int is_handed(uintptr_t p)
{
	char head[LENGTH];

	return memory_copy_in(head, p, LENGTH) == LENGTH &&
	       memcmp(head, HANDED_NAME, LENGTH) == 0;
}

/* Its place in an array of *count strings; -1: it is not there. */
static long find_handed(uintptr_t envp, size_t *count)
{
	long at = -1;
	uint64_t p;

	for (*count = 0; envp && *count < EXEC_ENV_MAX; ++*count) {
		if (memory_peek(envp + *count * WORD, &p))
			return -1;
		if (!p)
			break;
		if (is_handed(p))
			at = (long)*count;
	}
	return at;
}

static char *copy_string(uintptr_t p, struct exec_env_block **blocks)
{
	size_t n = exec_env_length(p);
	char *copy = n ? exec_env_room(blocks, n + 1) : NULL;

	if (copy)
		copy[memory_copy_in(copy, p, n)] = '\0';
	return copy;
}

const char *handed_take(struct SyscallRegs *regs,
			struct exec_env_block **blocks)
{
	uint64_t *envp = regs->rax == __NR_execve ? &regs->rdx : &regs->r10;
	uint64_t *array, p;
	char *copy = NULL;
	size_t count;
	long at = find_handed(*envp, &count);
	const size_t before = at < 0 ? 0 : (size_t)at * WORD;

	if (at >= 0 && memory_peek(*envp + before, &p) == 0)
		copy = copy_string(p, blocks);
	array = copy ? exec_env_room(blocks, count * WORD) : NULL;
	if (!array)
		return NULL;
	memory_copy_in(array, *envp, before);
	memory_copy_in(array + at, *envp + before + WORD,
		       (count - 1) * WORD - before);
	array[count - 1] = 0;
	*envp = (uintptr_t)array;
	return copy;
}

uint32_t handed_put(const char **list, uint32_t n, const char *handed)
{
	uint32_t i = 0;

	while (i < n && strncmp(list[i], HANDED_NAME, LENGTH) != 0)
		i++;
	list[i] = handed;
	return i < n ? n : n + 1;
}

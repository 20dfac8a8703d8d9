/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Asks all who may know the functions of an object. */
#include "analysis/functions/functions.h"

#include <asm/errno.h>
#include <linux/fcntl.h>

#include "base/rawcall.h"

int functions_open(struct functions *f, uintptr_t base)
{
	return eh_open(&f->elf, base) == -ENOEXEC ? -ENOEXEC : 0;
}

void functions_close(struct functions *f)
{
	function_rows_free(&f->frames);
	function_rows_free(&f->symbols);
}

/* The next of what is not read at once. Returns 0 if there is no more. */
__attribute__((cold, noinline)) static int look_for_more(struct functions *f)
{
	int fd = f->has_fd ? f->fd : -1, own = -1;

	if (f->looked == FUNCTIONS_SOURCES)
		return 0;
	f->looked = f->looked ? FUNCTIONS_SOURCES : FUNCTIONS_SYMBOLS;
	if (fd < 0 && f->path)
		fd = own = sys_open(
			f->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
			0);
	if (f->looked == FUNCTIONS_SYMBOLS) {
		go_open(&f->go, &f->elf);
		function_rows_read_frames(&f->frames, &f->elf, fd);
	} else {
		function_rows_read_symbols(&f->symbols, &f->elf, fd);
	}
	if (own >= 0)
		sys_close(own);
	return 1;
}

int functions_find_known(struct functions *f, uintptr_t addr,
			 struct eh_function *function,
			 enum functions_source *source)
{
	*source = FUNCTIONS_INDEX;
	if (eh_find_function(&f->elf, addr, function))
		return 1;
	*source = FUNCTIONS_GO;
	if (f->go.count && go_find_function(&f->go, &f->elf, addr, function))
		return 1;
	*source = FUNCTIONS_FRAMES;
	if (function_rows_find(&f->frames, addr, 1, function))
		return 1;
	*source = FUNCTIONS_SYMBOLS;
	return function_rows_find(&f->symbols, addr, 0, function);
}

int functions_find(struct functions *f, uintptr_t addr,
		   struct eh_function *function, enum functions_source *source)
{
	do
		if (functions_find_known(f, addr, function, source))
			return 1;
	while (look_for_more(f));
	return 0;
}

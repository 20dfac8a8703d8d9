/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A library that came in at the exec is not among the objects that the
 * program's loader knows. A program that is linked to the library has it loaded
 * once more. That copy must not start: its functions lead to the library that
 * is there.
 */
#ifndef OWN_COPY_H
#define OWN_COPY_H

#include <stddef.h>
#include <stdint.h>

#include "zpoline.h"

/* Start-up: there may be a copy. Its functions that are the first n here lead
 * to these; those two that the loader calls return at once. */
void own_copy_expect(const uintptr_t *functions, size_t n, uintptr_t init,
		     uintptr_t fini);

/* Does this mmap ask for what may be the copy's code? Any context. */
int own_copy_may_be(const struct SyscallRegs *regs);

/* It is there. Returns 0 if it is not the copy's code. */
int own_copy_take(uintptr_t start);

#endif

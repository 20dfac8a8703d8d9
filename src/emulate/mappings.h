/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The calls that change mappings. Code of files that is mapped after the start
 * is rewritten before it runs. Call sites in mappings that go away are
 * forgotten. The program can neither unmap nor replace nor protect our own
 * pages.
 *
 * What becomes executable and is no private mapping of a file, or stays
 * writable, is left to the fallback.
 */
#ifndef MAPPINGS_H
#define MAPPINGS_H

#include "thread/call.h"

/* Start-up, with the gate mapped. with_sled: there is a page at 0. */
void mappings_init(int with_sled);

/* mmap; mremap; shmat; munmap; madvise; mprotect and pkey_mprotect; mlockall.
 * As issue_call(). */
long mappings_map(struct call *call);
long mappings_remap(struct call *call);
long mappings_attach(struct call *call);
long mappings_unmap(struct call *call);
long mappings_advise(struct call *call);
long mappings_protect(struct call *call);
long mappings_lock_all(struct call *call);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What code is at an address: the object, where its unwind table is, and the
 * names of its functions. What was found is kept, and checked again at each
 * backtrace, because objects come and go, at the same addresses too.
 *
 * In a hook. Call the functions between objects_begin() and objects_end(), in
 * one thread at a time.
 */
#ifndef OBJECTS_H
#define OBJECTS_H

#include <stdint.h>

#include "analysis/functions/function_rows.h"
#include "unwind/symbols.h"

#define OBJECTS_PATH 4096

struct object {
	struct object *next;
	uintptr_t start, end; /* the segment of code that is meant */
	uintptr_t base;	      /* the ELF header */
	uintptr_t header;     /* .eh_frame_hdr; 0: none */
	uintptr_t id;	      /* the build id; 0: none */
	uint64_t seal;	      /* of the headers and the build id */
	uint32_t checked;     /* in which round they were as before */
	uint32_t serial;      /* no other object had it */
	uint64_t header_seal; /* of the ELF header alone, and the build id */
	struct symbols_source source;
	struct symbols symbols;
	struct function_rows frames; /* where there is no header */
	uint32_t looked;	     /* for them */
	char path[OBJECTS_PATH];
};

struct thread;

/* fresh: check everything again that was found before. */
void objects_begin(struct thread *t, int fresh);
void objects_end(void);

/* Is there code at addr? *object becomes the object that it belongs to; NULL:
 * none that is known, such as code that a JIT made. */
int objects_find(uintptr_t addr, struct object **object);

/* The unwind entry (FDE) of the function at addr in an object that has no index
 * of them; 0: it is not known. */
uintptr_t objects_record(struct object *object, uintptr_t addr);

/* The name of the function at addr and where it begins, as symbols_find(). */
int objects_name(struct object *object, uintptr_t addr, char *name, size_t size,
		 uintptr_t *start);

/* self is the one thread in the child of a fork, or a vfork child was killed on
 * it. What other threads, or it, were in the middle of is lost. */
void objects_after_fork(const struct thread *self);
void objects_lost(const struct thread *self);

#endif

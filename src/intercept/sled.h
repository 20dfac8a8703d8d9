/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The sled at virtual address 0 and the gate region that it leads to.
 *
 * The sled repeats five bytes: e9 and four times an ignored prefix P. Entered
 * at e9 it is `jmp rel32` with rel32 = PPPPPPPP; entered at a prefix it runs
 * to the next e9. So number n arrives in landing slot (n + 4) / 5 in one jump.
 */
#ifndef SLED_H
#define SLED_H

#include <stddef.h>
#include <stdint.h>

enum sled_kind {
	SLED_NONE,   /* the gate region only */
	SLED_HIDDEN, /* where its page cannot be read: with
				   protection keys in the CPU */
	SLED_SHOWN
};

/*
 * Map both, or the gate region only. Afterwards the gate's stubs are called
 * through the region. Start-up only. Returns 0 or -errno, nothing left mapped;
 * -ENOTSUP: the page could be read.
 */
int sled_map(enum sled_kind sled);

/* In place of the region: the gate is where it stands in the library. Start-up
 * only. Returns 0 or -errno: its code cannot be written. */
int sled_use_library(void);

/* Why sled_map() failed with err and what helps, into text. Returns its
 * length. */
#define SLED_TEXT 256
size_t sled_explain(int err, char *text, size_t size) __attribute__((cold));

/*
 * Ask for number nr (below GATE_NUMBERS), or stop asking: asked-for calls come
 * to dispatch(). Returns 0 or -EPERM (the gate cannot be changed any more).
 * With other threads' calls running; one caller at a time.
 */
int sled_want(unsigned int nr, int wanted);

/* The same for all other numbers, which stubs see by their lower sixteen bits:
 * with these, each number below GATE_NUMBERS has to be asked for too. */
void sled_want_others(int wanted);

/* The end of start-up: from now on the region has no writable alias. */
void sled_publish(void);

/* Start-up has failed: nothing is at address 0 any more. */
void sled_leave(void);

/* A call that issued number 0 came from a known site; rip is where it goes
 * on. The gate lets the next one from there pass. */
void sled_known_site(uintptr_t rip);

/* Sites in [start, end) are known no more. */
void sled_forget_sites(uintptr_t start, uintptr_t end);

/* Where the gate region stands; 0: there is none. */
uintptr_t sled_base(void);

/* Where the runtime's own system calls are made from; 0: there is no gate. */
uintptr_t sled_code(size_t *size);

/* A byte for each number, by its lower sixteen bits: 0, nobody asks for it. */
const uint8_t *sled_table(void);

/* The sled's page for the prefix byte, 4096 bytes (for tests too). */
void sled_fill(uint8_t *page, uint8_t prefix);

/* Where slot 0 stands for the prefix byte. */
uintptr_t sled_landing(uint8_t prefix);

#endif

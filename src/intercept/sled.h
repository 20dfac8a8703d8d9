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
 * Map the sled and the gate region, or the gate region only. Afterwards the
 * gate's stubs are called through the region. Start-up only. Returns 0 or
 * -errno, with nothing left mapped; -ENOTSUP: the page could be read.
 */
int sled_map(enum sled_kind sled);

/* Use the gate in the library itself instead of a region. Start-up only.
 * Returns 0; if it probes whether code can be written here, -errno: it cannot.
 */
int sled_use_library(int probes);

/* Write into text why sled_map() failed with err, and the remedy. Returns its
 * length. */
#define SLED_TEXT 256
size_t sled_explain(int err, char *text, size_t size) __attribute__((cold));

/*
 * Ask for number nr (below GATE_NUMBERS), or stop asking for it. Calls with a
 * number that is asked for come to dispatch(). Returns 0 or -EPERM (the gate
 * cannot be changed any more). Other threads' calls may be running; one caller
 * at a time.
 */
int sled_want(unsigned int nr, int wanted);

/* The same for all other numbers. Stubs see a number by its lower sixteen bits,
 * so then each number below GATE_NUMBERS has to be asked for too. */
void sled_want_others(int wanted);

/* The end of start-up: from now on the region has no writable alias. */
void sled_publish(void);

/* Is the address in the sled's page? */
int sled_has(uintptr_t addr);

/* Start-up has failed: nothing is at address 0 any more. */
void sled_leave(void);

/* A call with number 0 came from a known site and returns to rip. The gate lets
 * the next one from there pass. */
void sled_known_site(uintptr_t rip);

/* Forget the known sites in [start, end). */
void sled_forget_sites(uintptr_t start, uintptr_t end);

/* Address of the gate region; 0: there is none. */
uintptr_t sled_base(void);

/* The address range from which the library makes its own system calls; 0: there
 * is no gate. */
uintptr_t sled_code(size_t *size);

/* A byte for each number, by its lower sixteen bits; 0: the number is not asked
 * for. */
const uint8_t *sled_table(void);

/* The sled's page for the prefix byte, 4096 bytes (for tests too). */
void sled_fill(uint8_t *page, uint8_t prefix);

/* Address of slot 0 for the prefix byte. */
uintptr_t sled_landing(uint8_t prefix);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * int $0x80 from 64-bit code, caught by the net: calls of the i386 table. Most
 * are made as they are, by a stub in the gate. Those that change what we keep
 * of the process (tasks, masks, mappings, descriptors) are made as the call of
 * the 64-bit table that does the same. Scripts are shown none of them.
 */
#ifndef INT80_H
#define INT80_H

/* Where it goes on, with its return address in r11 and all else the program's
 * (entry.S). */
void entry_int80(void);

#endif

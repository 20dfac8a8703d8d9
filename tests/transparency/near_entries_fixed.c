/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * near_entries in a program that is not position independent: an instruction
 * holds the address of what is entered. Fails if only distances are looked for.
 */
#include "near_entries.c"

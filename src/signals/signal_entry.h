/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Where every signal comes in: the kernel's handler for all that the program
 * handles, and for those that are ours. */
#ifndef SIGNAL_ENTRY_H
#define SIGNAL_ENTRY_H

/* What signals_arrived() answers: nothing is for the program; its handler is to
 * begin, under the mask in struct signal_start, or under that in force. */
#define SIGNALS_RETURN 0
#define SIGNALS_START 1
#define SIGNALS_START_UNDER 2

#ifndef __ASSEMBLER__

/* Ours, and its end. For the kernel: nobody calls it. */
void signal_entry(void);
extern const char signal_entry_end[];

/* Where signals_arrived() stands by itself, for who is interrupted in it. */
#define SIGNALS_TEXT "signals_text"
extern const char __start_signals_text[] __attribute__((visibility("hidden")));
extern const char __stop_signals_text[] __attribute__((visibility("hidden")));

#endif /* __ASSEMBLER__ */

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The record that ring.c finds in test_ring.c: one for each thread. */
struct thread *writer_self(void);

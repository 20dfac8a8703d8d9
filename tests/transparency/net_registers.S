/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* registers.S, and where its code ends, to be copied from there. */
#include "registers.S"
	.text
	.globl registers_probe_end
registers_probe_end:

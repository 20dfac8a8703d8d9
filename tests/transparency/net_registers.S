/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "registers.S"
	.text
	.globl registers_probe_end
registers_probe_end:

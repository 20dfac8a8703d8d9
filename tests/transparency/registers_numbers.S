/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The probe of registers.S. */
#include "registers.S"

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What near_entries_fixed.c enters: as in near_entries.S. */
#include "near_entries.S"

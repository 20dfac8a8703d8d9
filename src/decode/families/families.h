/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Families of calls with messages of their own. For the files of src/decode
 * only.
 */
#ifndef DECODE_FAMILIES_H
#define DECODE_FAMILIES_H

#include "decode/walk.h"

/* n bytes that a socket sends or has received: netlink's messages if the call's
 * socket is of that family, a string else. */
void put_payload(struct decode *d, uintptr_t at, uint64_t n);

/* -ENOENT; what is not less than 0 is a number. */
void put_error(struct decode *d, int32_t error);

/* Attributes of netlink, n bytes of them at an address. */
void put_attributes(struct decode *d, const struct decode_type *t, uintptr_t at,
		    uint64_t n);

#endif

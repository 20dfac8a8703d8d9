/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The other end that a call is about: whose address it gives, or that its
 * socket is connected to. As texts, for patterns; see address_pattern.lua.
 */
#ifndef PEER_H
#define PEER_H

#include "hooks/rule.h"

#define PEER_TEXT 128

struct peer {
	char text[PEER_TEXT];	/* "10.0.0.1:80", "[::1]:80", "unix:/run/x" */
	char digits[PEER_TEXT]; /* "4=0a000001=80"; "": it has none */
};

/*
 * That of the call by its i-th descriptor (0 to 5), or by the address that it
 * gives with it; NULL: it has none. It is kept in the thread's record until the
 * next one. Guard up, on the program's stack.
 */
const struct peer *peer_of(const struct call *call, int i);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* How a call runs through the handlers; hook_enter() and its like are in
 * handlers.c too. */
#ifndef HANDLERS_H
#define HANDLERS_H

#include "bindings/state/regs.h"

/* Run the rest of the chain behind regs->index and the call; its result. What
 * that needs stays on L. */
long handlers_call(lua_State *L, struct regs *regs);

#endif

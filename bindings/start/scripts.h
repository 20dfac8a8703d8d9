/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The scripts, loaded into a state. At start or in a hook. */
#ifndef SCRIPTS_H
#define SCRIPTS_H

#include "bindings/interp/interp.h"

/* Start: which they are; what is said of that is copied. */
void scripts_configure(const struct hook_config *config);

/* The new state runs the scripts. 0, or the message is on its stack. */
int scripts_load(struct interp *in);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The functions of zpoline.h, in the order of the stand-in's table. */
#ifndef STAND_IN_FUNCTIONS_H
#define STAND_IN_FUNCTIONS_H

/* clang-format off */
#define STAND_IN_FUNCTIONS(F) \
	F(zpoline_hook) F(zpoline_hook_exit) F(zpoline_unhook) \
	F(zpoline_call) F(zpoline_raw_syscall) F(zpoline_log)
/* clang-format on */

#endif

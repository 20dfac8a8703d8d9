/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The file that an execve or execveat names, as far as it decides whether the
 * loader will take us along. */
#ifndef EXECUTABLE_H
#define EXECUTABLE_H

#include "zpoline.h"

/* Say in the log if the new program's calls will not be seen. regs: the call,
 * about to be issued. On the program's stack, guard down. */
void executable_report(const struct SyscallRegs *regs);

#endif

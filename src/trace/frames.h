/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The program's stack behind a line, for the files of this folder. On the stack
 * for lines, guard up.
 */
#ifndef FRAMES_H
#define FRAMES_H

#include "decode/sinks/out.h"
#include "trace/line.h"

/*
 * Add the stack that l->stack says, if any: in text a line for each frame, with
 * a newline in front; in JSON a member of the object. What does not fit is left
 * out, from a whole frame on.
 */
void frames_add(const struct line *l, struct decode_out *out);

#endif

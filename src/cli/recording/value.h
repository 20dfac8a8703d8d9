/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Values of a recording as strace shows them. */
#ifndef VALUE_H
#define VALUE_H

/* What a string is: a text, a constant's name, or whichever it looks like. A
 * number of VALUE_MODE is octal. */
enum value_kind { VALUE_TEXT, VALUE_CONSTANT, VALUE_MODE, VALUE_EITHER };

/* A value's text, to be freed: json_end() has found its end. */
char *value_text(const char *value, enum value_kind kind);

#endif

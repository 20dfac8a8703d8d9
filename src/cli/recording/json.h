/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Reading JSON in place. A value is where its text begins; json_end() says
 * whether there is a whole one, and only such may be given to the others.
 */
#ifndef JSON_H
#define JSON_H

/* Behind the value; NULL: it is none. */
const char *json_end(const char *value);

/*
 * The items of a list or an object: set *at to the value, then each call gives
 * one more, with its name (still quoted) in an object. 0 at the end, and at
 * once for other values.
 */
int json_next(const char **at, const char **name, const char **value);

/* The text of a string, to be freed; NULL: it is none. NUL becomes U+FFFD. */
char *json_string(const char *value);

#endif

/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Included before all else where hooked calls run: no variable of the library's
 * is another's, so it is reached without a look at the table of addresses. */
#pragma GCC visibility push(hidden)

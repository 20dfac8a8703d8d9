/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* What filters have taken from the library. */
#include "base/filtered.h"

unsigned char filtered;

#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A script's numbers are rounded to nearest, whatever the program has chosen for
# its own, and the program's rounding stays.
. "$(dirname "$0")/../lib.sh"
needs "$PYTHON"

hooked "$PYTHON" -c '
import ctypes, os
libm = ctypes.CDLL("libm.so.6")
for mode in 0, 0x400, 0x800, 0xc00: # nearest, down, up, to zero
    assert libm.fesetround(mode) == 0
    os.getppid()
    assert libm.fegetround() == mode
libm.fesetround(0)'
expect_status 0
[ "$(wc -l <log)" -eq 12 ] || fail 'not four calls'
[ "$(sort -u log | wc -l)" -eq 3 ] || fail 'they differ'

#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The other compiler builds everything without a warning, and what it builds
# works.
. "$(dirname "$0")/../lib.sh"
needs clang cmake

cmake -S "$root" -B build -DCMAKE_C_COMPILER=clang >cmake.log 2>&1 ||
	{ cat cmake.log; fail "cmake"; }
cmake --build build -j 2 >cmake.log 2>&1 ||
	{ tail -n 40 cmake.log; fail "clang"; }
TEST_LIB=$tmp/build/libzpoline.so
script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA
hooked "$TEST_TARGETS/getpid"
expect_status 0
find_out '42'

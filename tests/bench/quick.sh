#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The benchmark runs to its end and prints a line for every variant.
. "$(dirname "$0")/../lib.sh"
needs_sud
needs lua5.4

run lua5.4 "$here/bench.lua" "$TEST_LIB" "$BENCH_PROGRAMS" --quick
expect_status 0
n=$(grep -cE '^  .* +[0-9.]+ +[0-9.]+ +[0-9.]+ +[+-][0-9.]+ +[0-9.]+$' out)
figures=59
! command -v strace >/dev/null || figures=$((figures + 2))
starts=4
[ ! -x /usr/bin/python3 ] || figures=$((figures + 4)) starts=5
! "$TEST_TARGETS/can_map_zero" || figures=$((figures + 6 + starts))
[ "$n" -eq $figures ] || fail "$n figures, not $figures"

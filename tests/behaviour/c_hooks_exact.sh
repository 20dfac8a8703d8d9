#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Behind a filter that tells addresses apart a call that C hooks were asked about, or
# that a handler makes itself, is made where the filter lets it.
. "$(dirname "$0")/../lib.sh"
targets_for_all c_hooks_exact

target=$TEST_TARGETS/c_hooks_exact
native "$target"
[ "$status" -ne 77 ] || skip "no filters here"
expect_out well
script <<'LUA'
zp.hook("getppid", function(regs) return regs:call() end)
LUA
check() {
	for part in one several result around; do
		preload A=B "$target" $part
		expect_out well
	done
	hooked "$target"
	expect_out well
}
each 'auto zpoline thread user' check

#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Behind a filter that tells addresses apart a call that C hooks were asked about, or
# that a handler makes itself, is made where the filter lets it.
. "$(dirname "$0")/../lib.sh"
targets_for_all c_hooks_exact c_NOTHING.so

target=$TEST_TARGETS/c_hooks_exact
native "$target"
[ "$status" -ne 77 ] || skip "no filters here"
expect_out well
script <<'LUA'
local made = zp.args[1] == "raw" and zp.raw_syscall
zp.hook("getppid", function(regs) return made and made(regs) or regs:call() end)
LUA
check() {
	for part in one several result around; do
		preload ZPOLINE_HOOK="$(named "$1")" "$target" $part
		expect_out well
	done
	for way in call raw; do
		hooked ZPOLINE_ARGS=$way ZPOLINE_HOOK="$(named "$1")" "$target"
		expect_out well
		find_log 'seccomp filter lets this call be made from its own address'
		: >"$log"
	done
}
each 'auto zpoline thread user exec' check

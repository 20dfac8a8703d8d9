#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline_hook while other threads call: never a hook with another's argument,
# none at all only where there was none; beside scripts that change as well.
. "$(dirname "$0")/../lib.sh"

target=$TEST_TARGETS/c_hooks_replaced
script <<'LUA'
local counter
zp.hook("getppid", function()
  if counter then counter:remove() end
  counter = zp.count("getppid")
end)
LUA
check() {
	preload ZPOLINE_HOOK="$(named "$1")" "$target"
	expect_status 0
	expect_out 0
	for state in shared thread; do
		hooked ZPOLINE_STATE=$state ZPOLINE_HOOK="$(named "$1")" "$target"
		expect_status 0
		expect_no_err
		expect_out 0
	done
}
each 'auto exec' check

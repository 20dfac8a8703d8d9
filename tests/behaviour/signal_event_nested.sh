#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A signal that comes while zp.on "signal" functions run: its handler finds the
# program about to run the other's handler, and may leave for good.
. "$(dirname "$0")/../lib.sh"
targets_for_all told_nested

script <<'LUA'
zp.on("signal", function(_, info)
  if info.name == "SIGUSR1" then zp.syscall("tgkill", zp.pid(), zp.tid(), 12) end
end)
zp.hook("getppid", function(regs) return regs:call() end)
LUA
check() {
	hooked "$TEST_TARGETS/told_nested"
	expect_status 0
	expect_no_err
	expect_out '30 40 40'
}
each 'auto bare keys zpoline nonet user sud sud_user' check

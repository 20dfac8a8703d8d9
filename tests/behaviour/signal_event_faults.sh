#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A script is told of a signal. While it is, SIGSEGV is sent to the program, and
# the script reads where nothing is: that is an error value, and the program's
# handler for SIGSEGV runs afterwards. Fails when SIGSEGV is blocked in the kernel
# while the script runs: its bad read kills.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.on("signal", function(signo)
  if signo ~= 10 then return end
  zp.syscall("tgkill", zp.pid(), zp.tid(), 11)
  local bytes, why = zp.mem.read(1 << 46, 8)
  print(bytes, why)
end)
LUA
check() {
	hooked "$TEST_TARGETS/told_faults"
	expect_status 0
	expect_out '3 3'
	count_log 3 '^nil	EFAULT$'
}
each 'auto bare thread zpoline sud' check

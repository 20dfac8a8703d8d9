#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A call that is newer than the table has its number as its name.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("call_500", function(regs, first, second)
  print("hook", regs.name, regs.nr, first, second, zp.format(regs))
  return 7
end)
zp.hook({ "call_501", 502 }, { exit = function(regs, ret) print("exit", regs.name, ret) end })
local count = zp.count("call_503")
zp.on("exit", function() print("count", count:get()) end)
assert(not pcall(zp.hook, "call_512", print))
LUA
hooked "$PYTHON" -c 'import ctypes
syscall = ctypes.CDLL(None, use_errno=True).syscall
print(syscall(500, 1, 2), syscall(501), syscall(502), syscall(503), ctypes.get_errno())'
expect_status 0
expect_out '7 -1 -1 -1 38'
find_log '^hook	call_500	500	1	2	call_500\(0x1, 0x2'
find_log '^exit	call_501	-38'
find_log '^exit	call_502	-38'
find_log '^count	1'

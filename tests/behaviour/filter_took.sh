#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# took asks how long the kernel's part of a call was, also of handlers that were
# there before the call.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local function says(what)
  return function(regs, ret) zp.log("%s: %d", what, ret) end
end
zp.hook("nanosleep", { took = ">=50ms" }, { exit = says "long" })
zp.hook("nanosleep", { took = "<30s", ret = 0 }, { exit = says "short" })
zp.hook("nanosleep", { took = "50ms..0x40000000s" }, { enter = function() end, exit = says "both" })
zp.hook("nanosleep", { took = ">30.5s" }, { exit = says "never" })
-- answered before the kernel: no time at all
zp.hook("getpid", { took = "!=0" }, { exit = says "answered" })
zp.hook("getpid", function() return 7 end)
local h = zp.hook("nanosleep", { took = ">=0ns" }, { exit = says "removed" })
h:remove()
h = zp.hook("nanosleep", { took = ">=0ns" }, { exit = says "disabled" })
h:disable()
LUA
cat >sleep.py <<'PY'
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
class Spec(ctypes.Structure):
    _fields_ = [("sec", ctypes.c_long), ("nsec", ctypes.c_long)]
for i in range(5):
    libc.syscall(39)
for ns in 60_000_000, 1_000:
    libc.syscall(35, ctypes.byref(Spec(0, ns)), None)
PY
needs python3
hooked python3 sleep.py
expect_status 0
cat >expected <<'TEXT'
both: 0
short: 0
long: 0
short: 0
TEXT
diff expected "$log" || fail "not as expected (<)"

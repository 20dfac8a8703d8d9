#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The names of arguments: the man page's, pid where a call has one, and what is said of
# one that the call does not have.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("kill", { pid = -77 }, function(regs, pid)
  print(regs.pid == pid and regs.upid == pid and regs.pid, regs.tid == zp.tid(), regs.signum)
  regs.pid = zp.pid()
end)
zp.hook("tgkill", function(regs) print(regs.tid, regs.pid == zp.pid()) return 0 end)
zp.hook("getppid", { pid = zp.pid() }, function(regs) print(regs.pid == zp.pid()) end)
zp.hook({ "kill", "getsid" }, { pid = -78 }, function() print("both") return 0 end)
zp.hook("openat", { pathname = "/nowhere" }, function(regs)
  print(regs.dirfd == regs.dfd, zp.mem.string(regs.pathname))
end)
zp.hook("newfstatat", { path = "/no" }, function(regs) print("stat", regs.buf == regs.statbuf) end)
zp.hook("ioctl", { fd = 99, request = 7 }, function(regs) print(regs.request == regs.op and regs.cmd) return 0 end)
zp.hook("getsid", { pid = -79 }, function(regs) return regs.path end)
zp.hook("gettid", function(regs) return regs.path end)
LUA
cat >calls.py <<'PY'
import ctypes
call = ctypes.CDLL(None).syscall
call(62, -77, 0), call(234, 5, 6, 0), call(110), call(62, -78, 0), call(124, -78)
call(257, -100, b"/nowhere", 0, 0), call(262, -100, b"/no", 0, 0), call(16, 99, 7, 0)
call(124, -79), call(186)
PY
hooked "$PYTHON" calls.py
expect_status 0
sed 's/.*script.lua:[0-9]*: //' "$log" >lines
cat >expected <<'LINES'
-77	true	0
6	true
true
both
both
true	/nowhere
stat	true
7
'path' is not a field of regs, nor an argument of getsid: pid
'path' is not a field of regs, nor an argument of gettid, which has none
LINES
while read -r line; do
	grep -qxF -e "$line" lines || fail "nothing is '$line'"
done <expected

#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Handlers read and write pages that another thread of the program has to fill
# first, and all of that thread's calls are hooked.
. "$(dirname "$0")/../lib.sh"

native "$TEST_TARGETS/served_pages"
[ "$status" -ne 77 ] || skip "$(cat "$tmp/err")"
served() {
	hooked "$TEST_TARGETS/served_pages"
	expect_status 0
	expect_out 'opened 32, read 32'
	[ "$(grep -c '^path /etc/passwd$' "$log")" -eq "$1" ] ||
		fail "$2: not each path was read"
	[ "$(grep -c '^written$' "$log")" -eq "$1" ] ||
		fail "$2: not each buffer was written"
}
script <<'LUA'
zp.hook("openat", function(regs)
  local path = zp.mem.string(regs.path)
  if path == "/etc/passwd" then zp.log("path %s", path) end
end)
zp.hook("pread64", function(regs)
  if zp.mem.write(regs.buf, "none") then zp.log("written") end
end)
zp.hook({"poll", "read", "ioctl"}, function(regs) return regs:call() end)
zp.hook("getppid", function() end)
LUA
each 'auto zpoline thread sud' served 32
# the kernel reads it, for the script
script <<'LUA'
zp.hook("openat", function(regs)
  local fd = zp.syscall("openat", regs.dfd, regs.path, 0)
  if zp.mem.string(regs.path) == "/etc/passwd" then zp.log("path /etc/passwd") end
  zp.syscall("close", fd)
end)
zp.hook("pread64", function(regs)
  if zp.mem.u32(regs.buf, 1) then zp.log("written") end
end)
zp.hook({"poll", "read", "ioctl"}, function() end)
zp.hook("getppid", function(regs) return regs:call() end)
LUA
each 'auto' served 32
# filters read, too
script <<'LUA'
zp.hook("openat", {path = "/etc/*"}, function(regs)
  if zp.mem.string(regs.path) == "/etc/passwd" then zp.log("path /etc/passwd") end
end)
zp.hook("pread64", function(regs)
  if zp.mem.pack(regs.buf, "I4", 7) then zp.log("written") end
end)
zp.hook({"poll", "read", "ioctl", "getppid"}, function() end)
LUA
each 'auto' served 32

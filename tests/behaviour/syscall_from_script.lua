-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Makes calls of its own in a handler, and counts hooks that are asked about them.
local hooks = 0

zp.hook({ "getcwd", "getppid", "unlink" }, function() hooks = hooks + 1 end)
zp.hook("getpid", function()
  local buf = zp.mem.put(("\0"):rep(4096))
  local n = zp.syscall("getcwd", buf, 4096)
  zp.log("cwd %s", n > 0 and zp.mem.string(buf) or zp.errno[-n])
  zp.log("number %s", zp.syscall("getppid") ==
    zp.syscall(zp.syscalls.getppid.nr))
  n = zp.syscall("unlink", zp.mem.put("no such file\0"))
  zp.log("error %s", zp.errno[-n])
  zp.log("hooks %d", hooks)
end)

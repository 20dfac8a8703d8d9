-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Handlers make a call of their own, which fails.
zp.hook({ "getppid", "close" }, function()
  local ret = zp.syscall("unlink", zp.mem.put("no such file\0"))
  print(zp.errno[-ret], zp.mem.read(16 << 12, 8))
end)

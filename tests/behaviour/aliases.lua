-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The fields of regs that are not registers, on getpid.
zp.hook("getpid", {
  enter = function(regs)
    zp.log("%d %s %s", regs.nr, regs.name, regs.ret)
    zp.log("ids %s", regs.pid == zp.pid() and regs.tid == zp.tid() and
      regs.pid == regs.tid and regs.pid == zp.syscall("getpid"))
    -- where a system call instruction was, a call through rax is now; or
    -- where its number was loaded, a jump
    zp.log("site %s", zp.mem.read(regs.rip, 2) == "\xff\xd0"
      or zp.mem.read(regs.rip - 5, 1) == "\xe9")
    zp.log("stack %s", zp.mem.read(regs.rsp, 8) ~= nil)
    local ok = pcall(function() regs.rip = 0 end)
    zp.log("read-only %s", not ok)
  end,
  exit = function(regs, ret)
    zp.log("%d %s %s", regs.nr, regs.name, regs.ret == ret and ret == regs.pid)
  end,
})

-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Arguments by name: looked at, changed, and one that the call does not have.
zp.hook("write", function(regs, fd, buf, count)
  zp.log("fd %d count %d same %s", regs.fd, regs.count,
    regs.fd == fd and regs.buf == buf and regs.count == count and
    regs.fd == regs.rdi and regs.buf == regs.rsi and regs.count == regs.rdx)
  local _, message = pcall(function() return regs.path end)
  zp.log("no 'path': %s", message)
  regs.fd = 1
  regs.buf = zp.mem.put("tex\n")
  regs.count = 4
  regs:call()
  return count
end)

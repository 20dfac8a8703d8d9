-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Exit handlers run in reverse order: those that fail before those that look.
zp.hook("write", { exit = function(_, ret) zp.log("write %d", ret) end })
zp.hook("write", {
  exit = function(regs)
    regs.ret = 1
    error "in the result"
  end,
})
zp.hook("write", function(regs)
  regs.rdi, regs.count = -1, 0
  regs.nr = zp.syscalls.getpid.nr
  error "in the call"
end)
zp.hook("write", function(regs)
  regs.fd = 2
  return "no answer"
end)
zp.hook("write", function(regs, fd, _, count)
  assert(fd == 1 and count == 5 and regs.nr == zp.syscalls.write.nr)
end)

zp.hook("read", {
  exit = function(_, ret)
    if ret == 5 then zp.log("read %d", ret) end
  end,
})
zp.hook("read", {
  exit = function(regs, ret)
    if ret == 5 then
      assert(zp.raw_syscall(regs) == 0)
      error "in another call"
    end
  end,
})

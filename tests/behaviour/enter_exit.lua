-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Hands on the path of an open from the enter handler to the exit handler.
zp.hook("openat", {
  enter = function(regs, _, path)
    local name = zp.mem.string(path)
    if name == "file" or name == "missing" then
      regs.data = { name = name }
    end
  end,
  exit = function(regs, ret)
    assert(ret == regs.ret and ret == regs.rax)
    if regs.data then
      zp.log("%s %s", regs.data.name, ret < 0 and zp.errno[-ret] or "opened")
    end
  end,
})

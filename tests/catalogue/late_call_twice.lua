-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
-- An exit handler may make the call again.
zp.hook("openat", { exit = function(regs, ret)
  if ret >= 0 then
    zp.syscall("close", ret)
    return regs:call()
  end
end })

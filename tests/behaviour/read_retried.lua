-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.hook("read", function(regs)
  local n = regs:call()
  while n == -zp.errno.EINTR do
    print("retried")
    n = regs:call()
  end
  return n
end)

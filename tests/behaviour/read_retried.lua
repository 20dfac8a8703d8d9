-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Makes a read again for as long as a signal interrupts it.
zp.hook("read", function(regs)
  local n = regs:call()
  while n == -zp.errno.EINTR do
    print("retried")
    n = regs:call()
  end
  return n
end)

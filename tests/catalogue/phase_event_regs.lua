-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: attempt to index a nil value \(local 'regs'\)
zp.on("exit", function(regs)
  print(regs.status) -- wrong
end)

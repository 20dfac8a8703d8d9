-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Looks where nothing is to be read, or nobody should look: low and high addresses,
-- the sanitizers' shadows and the gaps between them, whatever a call's arguments are.
local places = {
  0, 1, 8192, -1, math.mininteger, 0xdeadbeef000, 0x7fffffffe000,
  0x7fff7000, 0x7fff8000, 0x8fff7000, 0x2008fff7000, 0x10007fff8000, -- ASan
  0x010000000000, 0x100000000000, 0x340000000000, 0x550000000000, -- TSan
  0x200000000000, 0x300000000000, 0x500000000000, 0x600000000000, -- MSan
}
local read, failed = 0, 0

local function look(at)
  for _, bytes in ipairs { zp.mem.read(at, 8) or false, zp.mem.string(at, 16) or false } do
    if bytes then read = read + 1 else failed = failed + 1 end
  end
end

zp.hook("*", function(regs)
  for _, at in ipairs(places) do look(at) end
  for _, name in ipairs { "rdi", "rsi", "rdx", "r10", "r8", "r9" } do look(regs[name]) end
end)
zp.on("exit", function()
  print(read > 0 and failed > 0 and "looked" or "has not looked")
end)

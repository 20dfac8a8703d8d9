-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Prints numbers that show how they are rounded.
local third = 1 / 3
zp.hook("getppid", function()
  print(0.1, ("%.3f %.2f %.17g"):format(third, -third, third))
  print(1 / 3, -1 / 3 + 1e-17, 2.5 // 1, math.exp(1), math.sin(1e22))
  print(tonumber "1e-400", tonumber "-3.14159265358979323846", tonumber(("1"):rep(40)))
end)

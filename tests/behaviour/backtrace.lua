-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A line a frame: number, address, function, file name of the object.
local function show()
  for i, frame in ipairs(zp.backtrace()) do
    zp.log("%d 0x%x %s %s", i - 1, frame.addr, frame.symbol or "-",
      (frame.object or "-"):match "[^/]*$")
  end
end

zp.hook("pause", function() end)
zp.hook("getppid", function()
  show()
  zp.log ""
end)

-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The clock on the wall, for the lines of trace.lua.

local room = zp.mem.alloc(16)
local M = {}

--- Microseconds since 1970.
function M.wall()
  zp.syscall("clock_gettime", 0, room)
  local s, ns = zp.mem.unpack(room, "i8i8")
  return s * 1000000 + ns // 1000
end

return M
